import * as z from 'zod';
import type { StateBackendSettings } from '../../modules/common/stack-settings';
import { orNothing } from '../fields';
import { didYouMean } from '../suggestions';
import type { BackendContext } from './backend';
import { local, localSchema } from './local';
import { s3, s3Schema } from './s3';

// Each backend has a file of its own. To add one, write the file and name it in the three places below.
const TYPES = ['local', 's3'];

/** `type` decides which other keys there are. */
export const stateBackend = orNothing(
  { type: 'local' },
  z.discriminatedUnion('type', [localSchema, s3Schema], {
    error: ({ code, input }) => {
      if (code !== 'invalid_union') return undefined;
      const type = (input as { type?: unknown }).type;
      return `is not a state backend that Palier supports (got {got}, allowed ${TYPES.join(', ')}).${didYouMean(String(type), TYPES)}`;
    },
  }),
);

type Given = z.output<typeof stateBackend>;

/** `terraform { backend "<type>" { <arguments> } }` */
export function stateBackendSettings(given: Given, context: BackendContext): StateBackendSettings {
  const all = given.type === 's3' ? s3.arguments(given, context) : local.arguments(given, context);
  return {
    type: given.type,
    arguments: Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)),
  };
}

/** Where the state lies. Two environments with one place would overwrite each other's state. */
export function statePlace(given: Given, context: BackendContext): string {
  return given.type === 's3' ? s3.place(given, context) : local.place(given, context);
}

import * as z from 'zod';
import type { StateBackendSettings } from '../../modules/common/stack-settings';
import { orNothing } from '../fields';
import { didYouMean } from '../suggestions';
import { azurerm } from './azurerm';
import type { BackendContext, StateBackend } from './backend';
import { cloud } from './cloud';
import { consul } from './consul';
import { cos } from './cos';
import { gcs } from './gcs';
import { http } from './http';
import { kubernetes } from './kubernetes';
import { local } from './local';
import { oss } from './oss';
import { pg } from './pg';
import { remote } from './remote';
import { s3 } from './s3';

/** By `type`. Each backend has a file of its own; to add one, write the file and name it here. */
const BACKENDS = { local, s3, gcs, azurerm, http, pg, consul, kubernetes, oss, cos, cloud, remote };

const TYPES = Object.keys(BACKENDS);

type Schema = (typeof BACKENDS)[keyof typeof BACKENDS]['schema'];

const schemas = Object.values(BACKENDS).map(({ schema }) => schema) as [Schema, ...Schema[]];

/** `type` decides which other keys there are. */
export const stateBackend = orNothing(
  { type: 'local' },
  z.discriminatedUnion('type', schemas, {
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
  const { type, ...all } = { ...backendOf(given).arguments(given, context), type: given.type };
  return { type, arguments: Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) };
}

/** Where the state lies. Two environments with one place would overwrite each other's state. */
export function statePlace(given: Given, context: BackendContext): string {
  return backendOf(given).place(given, context);
}

/** What to do instead of writing a secret into the file, if the argument of that backend holds one. */
export function insteadOfSecret(type: unknown, argument: string): string | undefined {
  const backend = Object.entries<StateBackend>(BACKENDS).find(([name]) => name === type)?.[1];
  return Object.entries(backend?.secrets ?? {}).find(([name]) => name === argument)?.[1];
}

function backendOf({ type }: Given): StateBackend {
  return BACKENDS[type];
}

import { resolve } from 'node:path';
import * as z from 'zod';
import { about, keysOf } from '../fields';
import { fromStack, plainFile } from './arguments';
import type { BackendContext, StateBackend } from './backend';

/** @see https://developer.hashicorp.com/terraform/language/v1.11.x/backend/local (2026-11-22) */
const schema = keysOf({
  type: z.literal('local'),
  path: about(plainFile.optional(), {
    what: "The state's file. A relative path begins at the project's directory.",
    derived: 'terraform.<name>.tfstate',
    why: 'in the project, beside no other.',
  }),
  workspace_dir: about(plainFile.optional(), {
    what: 'The directory for the states of other workspaces than default.',
    derived: "Terraform's, terraform.tfstate.d",
    why: 'one environment has one workspace.',
  }),
});

type Arguments = z.output<typeof schema>;

export const local: StateBackend<typeof schema> = {
  schema,
  secrets: {},
  arguments: (given, context) => ({
    path: fromStack(pathOf(given, context)),
    workspace_dir: given.workspace_dir === undefined ? undefined : fromStack(given.workspace_dir),
  }),
  place: (given, context) => resolve(pathOf(given, context)),
};

function pathOf(given: Arguments, { name }: BackendContext): string {
  return given.path ?? `terraform.${name}.tfstate`;
}

import { isAbsolute, posix, resolve } from 'node:path';
import * as z from 'zod';
import { about, keysOf, text } from '../fields';
import type { BackendContext, StateBackend } from './backend';

const path = text(/^[^\0]*[^/\0]$/, 'is not a path of a file (got {got})', (value) =>
  value.startsWith('~') ? 'begins with ~ (got {got}), which Terraform does not know: write the whole path' : undefined,
);

/** @see https://developer.hashicorp.com/terraform/language/v1.11.x/backend/local (2026-11-22) */
export const localSchema = keysOf({
  type: z.literal('local'),
  path: about(path.optional(), {
    what: "The state's file. A relative path begins at the project's directory.",
    derived: 'terraform.<name>.tfstate',
    why: 'in the project, beside no other.',
  }),
  workspace_dir: about(path.optional(), {
    what: 'The directory for the states of other workspaces than default.',
    derived: "Terraform's, terraform.tfstate.d",
    why: 'one environment has one workspace.',
  }),
});

type Arguments = z.output<typeof localSchema>;

export const local: StateBackend<Arguments> = {
  arguments: (given, context) => ({
    path: fromStack(pathOf(given, context)),
    workspace_dir: given.workspace_dir === undefined ? undefined : fromStack(given.workspace_dir),
  }),
  place: (given, context) => resolve(pathOf(given, context)),
};

function pathOf(given: Arguments, { name }: BackendContext): string {
  return given.path ?? `terraform.${name}.tfstate`;
}

/** Terraform runs in `cdktf.out/stacks/<name>`; a relative path keeps the JSON the same on every machine. */
function fromStack(path: string): string {
  return isAbsolute(path) ? path : posix.join('../../..', path);
}

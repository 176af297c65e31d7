import * as z from 'zod';
import { about, compare, keysOf, text } from '../fields';
import type { BackendContext } from './backend';

const hostname = text(
  /^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*(:\d{1,5})?$/,
  'is not a host (got {got}, allowed such as app.terraform.io)',
);

const organization = text(
  /^[A-Za-z0-9][A-Za-z0-9_-]*$/,
  'is not an organization (got {got}, allowed letters, digits, _ and -)',
);

/** @see https://developer.hashicorp.com/terraform/cloud-docs/workspaces/create#workspace-naming (2026-11-22) */
export const workspace = text(
  /^[A-Za-z0-9_-]{1,90}$/,
  'is not a workspace (got {got}, allowed 1 to 90 letters, digits, _ and -)',
);

export const workspaceName = about(workspace.optional(), {
  what: 'The workspace.',
  derived: '<name>',
  why: 'environments share an organization without sharing a state.',
});

/** @param several the key that names several workspaces */
export function nameOr(several: string) {
  return compare<Readonly<Record<string, unknown>>>(['name', several], (value, report) => {
    if (value.name === undefined || value[several] === undefined) return;
    report([several], 'cannot be given with name: Terraform takes one of them');
  });
}

/**
 * What the `cloud` block and the `remote` backend have in common: both keep the state in a workspace of HCP Terraform
 * or Terraform Enterprise.
 * @param several in words, the workspaces that are given instead of one by its name
 */
export function hcpTerraform<const Type extends string, Workspaces extends { readonly name?: string | undefined }>(
  type: Type,
  workspaces: z.ZodType<Workspaces>,
  several: (given: Workspaces) => string | undefined,
) {
  const schema = keysOf({
    type: z.literal(type),
    organization: about(organization, { what: 'The organization.', why: 'nobody can guess it.' }),
    hostname: about(hostname.optional(), {
      what: 'The host of Terraform Enterprise.',
      derived: "Terraform's, app.terraform.io",
      why: 'HCP Terraform.',
    }),
    workspaces: about(workspaces.prefault({}), {
      what: 'The workspace that holds the state. Runbooks run where Terraform runs, and need bash, python3 and the AWS CLI there: set the execution mode of the workspace to local, or to agents that have them.',
    }),
  });
  type Given = z.output<typeof schema>;
  return {
    schema,
    secrets: {
      token:
        'run terraform login, or set the environment variable TF_TOKEN_app_terraform_io: the host, with _ for each dot',
    },
    arguments: (given: Given, { name }: BackendContext) => ({
      ...given,
      workspaces: several(given.workspaces) === undefined ? { name, ...given.workspaces } : given.workspaces,
    }),
    place: (
      { hostname: host = 'app.terraform.io', organization: owner, workspaces: ofState }: Given,
      context: BackendContext,
    ) => `${host.toLowerCase()}/${owner}/${several(ofState) ?? ofState.name ?? context.name}`,
  };
}

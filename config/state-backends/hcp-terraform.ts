import { text } from '../fields';

/** What the `cloud` block and the `remote` backend have in common: both keep the state in HCP Terraform or Terraform Enterprise. */

export const hostname = text(
  /^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*(:\d{1,5})?$/,
  'is not a host (got {got}, allowed such as app.terraform.io)',
);

export const organization = text(
  /^[A-Za-z0-9][A-Za-z0-9_-]*$/,
  'is not an organization (got {got}, allowed letters, digits, _ and -)',
);

/** @see https://developer.hashicorp.com/terraform/cloud-docs/workspaces/create#workspace-naming (2026-11-22) */
export const workspace = text(
  /^[A-Za-z0-9_-]{1,90}$/,
  'is not a workspace (got {got}, allowed 1 to 90 letters, digits, _ and -)',
);

export const HOSTNAME = {
  what: 'The host of Terraform Enterprise.',
  derived: "Terraform's, app.terraform.io",
  why: 'HCP Terraform.',
};

export const ORGANIZATION = { what: 'The organization.', why: 'nobody can guess it.' };

/** Appended to what the workspaces are. */
export const WHERE_RUNS_RUN =
  'Runbooks run where Terraform runs, and need bash, python3 and the AWS CLI there: set the execution mode of the workspace to local, or to agents that have them.';

export const TOKEN =
  'run terraform login, or set the environment variable TF_TOKEN_app_terraform_io: the host, with _ for each dot';

/** `cloud` and `remote` name the same workspaces. */
export function inOrganization(
  given: { hostname?: string | undefined; organization: string },
  workspaces: string,
): string {
  return `${(given.hostname ?? 'app.terraform.io').toLowerCase()}/${given.organization}/${workspaces}`;
}

import * as z from 'zod';
import { about, compare, keysOf, section } from '../fields';
import type { BackendContext, StateBackend } from './backend';
import {
  HOSTNAME,
  hostname,
  inOrganization,
  ORGANIZATION,
  organization,
  TOKEN,
  WHERE_RUNS_RUN,
  workspace,
} from './hcp-terraform';

const workspaces = section(
  {
    name: about(workspace.optional(), {
      what: 'The workspace.',
      derived: '<name>',
      why: 'environments share an organization without sharing a state.',
    }),
    prefix: about(workspace.optional(), {
      what: "The beginning of several workspaces' names, instead of a name: init asks which it is.",
      derived: 'none',
      why: 'an environment has one state.',
    }),
  },
  compare(['name', 'prefix'], (value, report) => {
    if (value.name !== undefined && value.prefix !== undefined) {
      report(['prefix'], 'cannot be given with name (got {got}): Terraform takes one of them');
    }
  }),
);

/**
 * HCP Terraform and Terraform Enterprise, by the older `remote` backend; Terraform recommends `cloud`.
 * @see https://developer.hashicorp.com/terraform/language/v1.11.x/backend/remote (2026-11-22)
 */
const schema = keysOf({
  type: z.literal('remote'),
  organization: about(organization, ORGANIZATION),
  hostname: about(hostname.optional(), HOSTNAME),
  workspaces: about(workspaces.prefault({}), { what: `The workspace that holds the state. ${WHERE_RUNS_RUN}` }),
});

type Arguments = z.output<typeof schema>;

export const remote: StateBackend<typeof schema> = {
  schema,
  secrets: { token: TOKEN },
  arguments: (given, context) => ({ ...given, workspaces: workspacesOf(given, context) }),
  place: (given, context) => {
    const { name, prefix } = workspacesOf(given, context);
    return inOrganization(given, name ?? `${prefix}*`);
  },
};

function workspacesOf(given: Arguments, { name }: BackendContext): Arguments['workspaces'] {
  return given.workspaces.prefix === undefined ? { name, ...given.workspaces } : given.workspaces;
}

import * as z from 'zod';
import { about, compare, custom, keysOf, list, section } from '../fields';
import { labels, nonEmpty } from './arguments';
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

const tags = z
  .union([list(nonEmpty), labels()], { error: 'must be a map of text, or a list of text (got {got})' })
  .check(({ value, issues }) => {
    if (Object.keys(value).length > 0) return;
    issues.push(custom(value, [], 'names no tag, and Terraform needs one: name one, or remove the key'));
  });

const workspaces = section(
  {
    name: about(workspace.optional(), {
      what: 'The workspace.',
      derived: '<name>',
      why: 'environments share an organization without sharing a state.',
    }),
    tags: about(tags.optional(), {
      what: 'Tags instead of a name, a map or a list: init asks which of the workspaces that have them it is.',
      derived: 'none',
      why: 'an environment has one state.',
    }),
    project: about(nonEmpty.optional(), {
      what: 'The project that the workspace is in.',
      derived: "Terraform's",
      why: "the organization's default project.",
    }),
  },
  compare(['name', 'tags'], (value, report) => {
    if (value.name !== undefined && value.tags !== undefined) {
      report(['tags'], 'cannot be given with name: Terraform takes one of them');
    }
  }),
);

/**
 * HCP Terraform and Terraform Enterprise, by the `cloud` block.
 * @see https://developer.hashicorp.com/terraform/language/v1.11.x/terraform#terraform-cloud (2026-11-22)
 */
const schema = keysOf({
  type: z.literal('cloud'),
  organization: about(organization, ORGANIZATION),
  hostname: about(hostname.optional(), HOSTNAME),
  workspaces: about(workspaces.prefault({}), { what: `The workspace that holds the state. ${WHERE_RUNS_RUN}` }),
});

type Arguments = z.output<typeof schema>;

export const cloud: StateBackend<typeof schema> = {
  schema,
  secrets: { token: TOKEN },
  arguments: (given, context) => ({ ...given, workspaces: workspacesOf(given, context) }),
  place: (given, context) => {
    const { name, tags: tagged, project = '' } = workspacesOf(given, context);
    return inOrganization(given, name ?? `${project} tags ${JSON.stringify(tagged)}`);
  },
};

function workspacesOf(given: Arguments, { name }: BackendContext): Arguments['workspaces'] {
  return given.workspaces.tags === undefined ? { name, ...given.workspaces } : given.workspaces;
}

import * as z from 'zod';
import { about, custom, list, section } from '../fields';
import { labels, nonEmpty } from './arguments';
import { hcpTerraform, nameOr, workspaceName } from './hcp-terraform';

const tags = z
  .union([list(nonEmpty), labels()], { error: 'must be a map of text, or a list of text (got {got})' })
  .check(({ value, issues }) => {
    if (Object.keys(value).length > 0) return;
    issues.push(custom(value, [], 'names no tag, and Terraform needs one: name one, or remove the key'));
  });

const workspaces = section(
  {
    name: workspaceName,
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
  nameOr('tags'),
);

/**
 * HCP Terraform and Terraform Enterprise, by the `cloud` block.
 * @see https://developer.hashicorp.com/terraform/language/v1.11.x/terraform#terraform-cloud (2026-11-22)
 */
export const cloud = hcpTerraform(
  'cloud',
  workspaces,
  ({ tags: tagged, project = '' }) => tagged && `${project} tags ${JSON.stringify(tagged)}`,
);

import { about, section } from '../fields';
import { hcpTerraform, nameOr, workspace, workspaceName } from './hcp-terraform';

const workspaces = section(
  {
    name: workspaceName,
    prefix: about(workspace.optional(), {
      what: "The beginning of several workspaces' names, instead of a name: init asks which it is.",
      derived: 'none',
      why: 'an environment has one state.',
    }),
  },
  nameOr('prefix'),
);

/**
 * HCP Terraform and Terraform Enterprise, by the older `remote` backend; Terraform recommends `cloud`.
 * @see https://developer.hashicorp.com/terraform/language/v1.11.x/backend/remote (2026-11-22)
 */
export const remote = hcpTerraform('remote', workspaces, ({ prefix }) => prefix && `${prefix}*`);

import type { z } from 'zod';
import { about, compare, keysOf } from './fields';
import { acknowledgements } from './sections/acknowledgements';
import { managementAccount } from './sections/aws';
import { imports } from './sections/imports';
import { name } from './sections/name';
import { organization } from './sections/organization';
import { tags } from './sections/tags';
import { stateBackend } from './state-backends';
import { didYouMean } from './suggestions';

const ORGANIZATION = 'aws_organizations_organization.organization';
const ACCOUNT = /^aws_organizations_account\.account\["(.*)"\]$/;

/** What the file of an organization may say: what an environment's has in common with it, and `organization` for `tier`. */
export const organizationSchema = keysOf(
  {
    name: about(name, {
      what: "The organization's name: the Terraform stack's, and the beginning of AWS names. At most 20 lower-case letters, digits and hyphens.",
      why: 'it tells this stack from those of the environments.',
      samples: ['huntaze-organization'],
    }),
    aws: about(managementAccount, {
      what: 'The management account, and how Terraform gets in. Nothing else should run in that account: service control policies do not apply there. GuardDuty and Security Hub are delegated in `region`, and in `recovery_region` where it is given.',
    }),
    organization: about(organization, {
      what: 'Accounts, guardrails, delegation, trail. By this key a file is an organization.',
    }),
    state_backend: about(stateBackend.prefault({ type: 'local' }), {
      what: "Where Terraform keeps the state. The keys beside `type` are the backend's arguments, as Terraform names them: docs/environment.md lists them.",
      why: 'it needs nothing else, which is right for a first look; a team wants s3.',
    }),
    imports: about(imports.prefault({}), {
      what: 'Terraform address → id of what exists already. It is imported at the next apply, not created.',
      why: 'a new organization has nothing to import.',
      samples: [
        { [ORGANIZATION]: 'o-a1b2c3d4e5', 'aws_organizations_account.account["huntaze-prod"]': '111122223333' },
      ],
    }),
    tags: about(tags.prefault({}), {
      what: 'Tags of everything that can carry tags, beside Project, Environment and ManagedBy.',
      why: 'the three tell whose a resource is.',
      samples: [{ CostCenter: '4711' }],
    }),
    acknowledgements: about(acknowledgements.prefault([]), {
      what: 'Findings that this organization lives with, and why.',
      why: 'a finding is for a person to decide.',
    }),
  },
  compare(['aws.permissions_boundary'], (value, report) => {
    if (value.aws.permissions_boundary === undefined) return;
    report(['aws', 'permissions_boundary'], 'has no effect: an organization creates no IAM role. Remove it');
  }),
  compare(['aws.region', 'aws.recovery_region', 'organization.service_control_policies'], (value, report) => {
    const { allowed_regions } = value.organization.service_control_policies;
    if (allowed_regions.length === 0) return;
    for (const key of ['region', 'recovery_region'] as const) {
      const region = value.aws[key];
      if (region === undefined || allowed_regions.includes(region)) continue;
      const message = `leaves out aws.${key}, ${region}, where GuardDuty and Security Hub are delegated: add it`;
      report(['organization', 'service_control_policies', 'allowed_regions'], message);
    }
  }),
  compare(['imports', 'organization'], (value, report) => {
    if (value.imports[ORGANIZATION] === undefined) return;
    for (const key of ['aws_service_access_principals', 'enabled_policy_types'] as const) {
      if (value.organization[key] !== undefined) continue;
      const message = 'is required where the organization is imported, for what is missing in it is turned off';
      report(['organization', key], `${message}. List what is on (docs/guides/organization.md), [] for nothing`);
    }
  }),
  compare(['imports', 'organization.accounts', 'aws.account_id'], (value, report) => {
    const names = value.organization.accounts.map((account) => account.name);
    for (const [address, id] of Object.entries(value.imports)) {
      const account = ACCOUNT.exec(address)?.[1];
      if (account === undefined) continue;
      if (!names.includes(account)) {
        const message = `is an account that organization.accounts does not have.${didYouMean(account, names)}`;
        report(['imports', address], message);
      } else if (id.startsWith(value.aws.account_id)) {
        report(
          ['imports', address],
          'is the management account itself (got {got}): it is in no unit, and has no import',
        );
      }
    }
  }),
);

export type OrganizationData = z.output<typeof organizationSchema>;

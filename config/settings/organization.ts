import type { OrganizationSettings } from '../../modules/enterprise/organization';
import type { OrganizationData } from '../organization-schema';
import { delegatedAdministrator } from '../sections/organization';
import { commonSettings } from './stack';

export function organizationSettings(data: OrganizationData): OrganizationSettings {
  const { aws_service_access_principals, enabled_policy_types, service_control_policies, ...rest } = data.organization;
  return {
    stack: commonSettings(data, data.name),
    accounts: {
      accounts: rest.accounts,
      trustedServices: aws_service_access_principals ?? [],
      policyTypes: enabled_policy_types ?? [],
    },
    serviceControlPolicies: {
      exemptRoles: service_control_policies.exempt_roles,
      protectedBuckets: service_control_policies.protected_buckets,
      allowedRegions: service_control_policies.allowed_regions,
    },
    delegatedAdministrator: delegatedAdministrator(data.organization),
    trail: rest.trail.mode === 'off' ? undefined : { retentionDays: rest.trail.retention_days },
  };
}

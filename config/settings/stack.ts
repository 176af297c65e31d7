import type { StackSettings } from '../../modules/common/stack-settings';
import type { EnvironmentData } from '../environment-schema';
import type { OrganizationData } from '../organization-schema';
import { stateBackendSettings } from '../state-backends';
import { projectName } from './names';

export function stackSettings(data: EnvironmentData): StackSettings {
  return commonSettings(data, projectName(data));
}

/** Of an environment or an organization. */
export function commonSettings(data: EnvironmentData | OrganizationData, project: string): StackSettings {
  const { name, aws } = data;
  return {
    name,
    aws: {
      accountId: aws.account_id,
      region: aws.region,
      recoveryRegion: aws.recovery_region,
      profile: aws.profile,
      assumeRole: aws.assume_role && { roleArn: aws.assume_role.role_arn, externalId: aws.assume_role.external_id },
      permissionsBoundary: aws.permissions_boundary,
    },
    stateBackend: stateBackendSettings(data.state_backend, { name, region: aws.region }),
    // The tier is not among them, or every step up would touch every resource.
    tags: { ...data.tags, Project: project, Environment: name, ManagedBy: 'palier' },
    imports: data.imports,
  };
}

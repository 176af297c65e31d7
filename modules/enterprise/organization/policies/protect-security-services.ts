import type { ServiceControlPolicy } from '../service-control-policies';
import { roleArns, unlessRole } from './exempt';

/**
 * What turns a watcher off. What turns it on or changes what it watches stays allowed, or an environment could not be deployed;
 * no account can change the organization trail in any way
 * (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/creating-trail-organization.html, 2026-11-23).
 */
const TURN_OFF = [
  'access-analyzer:DeleteAnalyzer',
  'cloudtrail:DeleteTrail',
  'cloudtrail:StopLogging',
  'config:DeleteConfigurationRecorder',
  'config:DeleteDeliveryChannel',
  'config:StopConfigurationRecorder',
  'guardduty:Delete*',
  'guardduty:Disassociate*',
  'guardduty:StopMonitoringMembers',
  'guardduty:UpdateDetector',
  'securityhub:BatchDisableStandards',
  'securityhub:DeleteMembers',
  'securityhub:Disable*',
  'securityhub:Disassociate*',
];

/** By which somebody would become, or make, an exempt role. */
const CHANGE_ROLE = [
  'iam:AttachRolePolicy',
  'iam:CreateRole',
  'iam:DeleteRole',
  'iam:DeleteRolePermissionsBoundary',
  'iam:DeleteRolePolicy',
  'iam:DetachRolePolicy',
  'iam:PutRolePermissionsBoundary',
  'iam:PutRolePolicy',
  'iam:UpdateAssumeRolePolicy',
  'iam:UpdateRole',
];

export function protectSecurityServices(exemptRoles: readonly string[]): ServiceControlPolicy {
  const unless = unlessRole(exemptRoles);
  const condition = exemptRoles.length === 0 ? {} : { Condition: unless };
  return {
    description: 'Nobody turns off GuardDuty, Security Hub, Access Analyzer, AWS Config or CloudTrail.',
    statements: [
      { Sid: 'SecurityServicesStayOn', Effect: 'Deny', Action: TURN_OFF, Resource: '*', ...condition },
      ...(exemptRoles.length === 0
        ? []
        : [
            {
              Sid: 'ExemptRolesStayAsTheyAre',
              Effect: 'Deny',
              Action: CHANGE_ROLE,
              Resource: roleArns(exemptRoles),
              ...condition,
            },
          ]),
    ],
  };
}

import type { ServiceControlPolicy } from '../service-control-policies';

/**
 * For the few things that only a root user can do, detach the policy from the account's unit for that time. As
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_examples_general.html has it (2026-11-23).
 */
export const denyRootUser: ServiceControlPolicy = {
  description: 'The root user of an account does nothing.',
  statements: [
    {
      Sid: 'NoRootUser',
      Effect: 'Deny',
      Action: '*',
      Resource: '*',
      Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:root' } },
    },
  ],
};

import type { ServiceControlPolicy } from '../service-control-policies';
import { unlessRole } from './exempt';

/**
 * Services that answer in one region for all, mostly us-east-1: denied there, they would be denied altogether. Taken from
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_examples_general.html (2026-11-23), without
 * what has regions of its own (KMS, AWS Config).
 */
const GLOBAL = [
  'account:*',
  // Certificates of CloudFront are in us-east-1; so are its web ACLs.
  'acm:*',
  'artifact:*',
  'aws-marketplace:*',
  'aws-portal:*',
  'billing:*',
  'budgets:*',
  'ce:*',
  'cloudfront:*',
  // Logins to the console are recorded there.
  'cloudtrail:LookupEvents',
  'consolidatedbilling:*',
  'cur:*',
  'ec2:DescribeRegions',
  'freetier:*',
  'globalaccelerator:*',
  'health:*',
  'iam:*',
  'invoicing:*',
  'networkmanager:*',
  'organizations:*',
  'payments:*',
  'pricing:*',
  'route53:*',
  'route53-recovery-cluster:*',
  'route53-recovery-control-config:*',
  'route53-recovery-readiness:*',
  'route53domains:*',
  's3:GetAccountPublicAccessBlock',
  's3:ListAllMyBuckets',
  's3:PutAccountPublicAccessBlock',
  'savingsplans:*',
  'shield:*',
  'sts:*',
  'support:*',
  'supportplans:*',
  'tax:*',
  'trustedadvisor:*',
  'waf:*',
  'wafv2:*',
  'wellarchitected:*',
];

export function allowedRegions(regions: readonly string[], exemptRoles: readonly string[]): ServiceControlPolicy {
  return {
    description: 'The accounts use these regions only.',
    statements: [
      {
        Sid: 'AllowedRegionsOnly',
        Effect: 'Deny',
        NotAction: GLOBAL,
        Resource: '*',
        Condition: { StringNotEquals: { 'aws:RequestedRegion': [...regions] }, ...unlessRole(exemptRoles) },
      },
    ],
  };
}

import { type Catalogue, fromPage, secondHand } from './price';

const DATE = '2026-11-23';

const M = 1_000_000;

const DESCRIBED = secondHand("descriptions of AWS's page; what is charged depends on what is protected");

export const SECURITY_PRICES: Catalogue = {
  ...fromPage('https://aws.amazon.com/kms/pricing/', DATE, {
    'kms.key': { unit: 'key-month', usd: { any: 1 }, listed: { service: 'awskms', usageType: 'KMS-Keys' } },
    'kms.requests': {
      unit: 'request',
      per: 10_000,
      usd: { any: 0.03 },
      free: 20_000,
      listed: { service: 'awskms', usageType: 'KMS-Requests' },
    },
  }),
  ...fromPage('https://aws.amazon.com/secrets-manager/pricing/', DATE, {
    'secrets.secret': {
      unit: 'secret-month',
      usd: { any: 0.4 },
      listed: { service: 'AWSSecretsManager', usageType: 'AWSSecretsManager-Secrets' },
    },
    'secrets.requests': {
      unit: 'request',
      per: 10_000,
      usd: { any: 0.05 },
      listed: { service: 'AWSSecretsManager', usageType: 'AWSSecretsManager-APIRequests' },
    },
  }),
  ...fromPage('https://aws.amazon.com/waf/pricing/', DATE, {
    'waf.web-acl': { unit: 'web-ACL-month', usd: { any: 5 }, listed: { service: 'awswaf', usageType: 'WebACLV2' } },
    'waf.rule': { unit: 'rule-month', usd: { any: 1 }, listed: { service: 'awswaf', usageType: 'RuleV2' } },
    'waf.requests': {
      unit: 'request',
      per: M,
      usd: { any: 0.6 },
      listed: { service: 'awswaf', usageType: 'RequestV2-Tier1' },
    },
    'waf.bot-control': {
      unit: 'web-ACL-month',
      usd: { any: 10 },
      listed: { service: 'awswaf', usageType: 'AMR-BotControl' },
    },
    // Inspection level common. The first ten million in a region are in the price of Bot Control.
    'waf.bot-control-requests': {
      unit: 'request',
      per: M,
      usd: {
        any: [
          { upTo: 10 * M, usd: 0 },
          { upTo: Infinity, usd: 1 },
        ],
      },
      listed: { service: 'awswaf', usageType: 'AMR-BotControl-Request' },
    },
  }),
  ...fromPage('https://aws.amazon.com/shield/pricing/', DATE, {
    'shield.subscription': { unit: 'subscription-month', usd: { any: 3000 } },
    // Of load balancers. CloudFront, Global Accelerator and addresses have prices of their own.
    'shield.transfer': { unit: 'GB', usd: { any: 0.05 }, sources: { any: DESCRIBED } },
  }),
  ...fromPage('https://aws.amazon.com/guardduty/pricing/', '2026-10-07', {
    // Of eu-west-1 neither could be looked up: they are listed as unpriced there.
    'guardduty.events': {
      unit: 'event',
      per: M,
      usd: { 'us-east-1': 4 },
      listed: { service: 'AmazonGuardDuty', usageType: 'PaidEventsAnalyzed' },
    },
    'guardduty.network-logs': {
      unit: 'GB',
      usd: {
        'us-east-1': [
          { upTo: 500, usd: 1 },
          { upTo: 2500, usd: 0.5 },
          { upTo: Infinity, usd: 0.25 },
        ],
      },
      listed: { service: 'AmazonGuardDuty', usageType: 'PaidEventsAnalyzed-Bytes' },
    },
  }),
  ...fromPage('https://aws.amazon.com/security-hub/cspm/pricing/', DATE, {
    'securityhub.checks': {
      unit: 'check',
      sources: { any: secondHand("AWS's price list of the service AWSSecurityHub, as a public tool has it") },
      usd: {
        any: [
          { upTo: 100_000, usd: 0.001 },
          { upTo: 500_000, usd: 0.0008 },
          { upTo: Infinity, usd: 0.0005 },
        ],
      },
      listed: { service: 'AWSSecurityHub', usageType: 'PaidComplianceCheck' },
    },
  }),
  ...fromPage('https://aws.amazon.com/config/pricing/', DATE, {
    'config.items': {
      unit: 'item',
      usd: { any: 0.003 },
      listed: { service: 'AWSConfig', usageType: 'ConfigurationItemRecorded' },
    },
    'config.evaluations': {
      unit: 'evaluation',
      usd: {
        any: [
          { upTo: 100_000, usd: 0.001 },
          { upTo: 500_000, usd: 0.0008 },
          { upTo: Infinity, usd: 0.0005 },
        ],
      },
      listed: { service: 'AWSConfig', usageType: 'ConfigRuleEvaluations' },
    },
  }),
  ...fromPage('https://aws.amazon.com/cloudtrail/pricing/', DATE, {
    'cloudtrail.management-events': {
      unit: 'event',
      per: 100_000,
      usd: { any: 2 },
      listed: { service: 'AWSCloudTrail', usageType: 'PaidEventsRecorded' },
    },
    'cloudtrail.data-events': {
      unit: 'event',
      per: 100_000,
      usd: { any: 0.1 },
      listed: { service: 'AWSCloudTrail', usageType: 'DataEventsRecorded' },
    },
  }),
};

import { type Catalogue, fromPage, secondHand } from './price';

const DATE = '2026-11-23';

const M = 1_000_000;
const TB = 1024;

const LIST = 'https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws';
const CLOUDWATCH_LIST = `${LIST}/AmazonCloudWatch/20260922021715/eu-west-1/index.json, 2026-09-22`;
const S3_LIST = `${LIST}/AmazonS3/20260928230416/eu-west-1/index.json, 2026-09-28`;
const IRISH_BILLS = secondHand(
  'bills of accounts in eu-west-1, May to July 2026; an export of the price list replaces it',
);

const DESCRIBED = secondHand("public descriptions of AWS's page agree on it, 2025 and 2026");

/** A month of 730 hours, as AWS's pages have it. */
export const OPERATIONS_PRICES: Catalogue = {
  ...fromPage('https://aws.amazon.com/cloudwatch/pricing/', DATE, {
    'cloudwatch.alarm': {
      unit: 'alarm-month',
      usd: { any: 0.1 },
      free: 10,
      listed: { service: 'AmazonCloudWatch', usageType: 'CW:AlarmMonitorUsage' },
    },
    'cloudwatch.alarm.high-resolution': { unit: 'alarm-month', usd: { any: 0.3 }, sources: { any: DESCRIBED } },
    'cloudwatch.metric': {
      unit: 'metric-month',
      usd: { any: 0.3 },
      free: 10,
      listed: { service: 'AmazonCloudWatch', usageType: 'CW:MetricMonitorUsage' },
    },
    'cloudwatch.dashboard': { unit: 'dashboard-month', usd: { any: 3 }, free: 3 },
    'logs.ingestion': {
      unit: 'GB',
      usd: { 'us-east-1': 0.5, 'eu-west-1': 0.57 },
      sources: { 'eu-west-1': CLOUDWATCH_LIST },
      free: 5,
      listed: { service: 'AmazonCloudWatch', usageType: 'DataProcessing-Bytes' },
    },
    'logs.vended-ingestion': {
      unit: 'GB',
      usd: {
        'us-east-1': [
          { upTo: 10 * TB, usd: 0.5 },
          { upTo: 30 * TB, usd: 0.25 },
          { upTo: 50 * TB, usd: 0.1 },
          { upTo: Infinity, usd: 0.05 },
        ],
        'eu-west-1': 0.57,
      },
      sources: { 'eu-west-1': IRISH_BILLS },
      listed: { service: 'AmazonCloudWatch', usageType: 'VendedLog-Bytes' },
    },
    'logs.storage': {
      unit: 'GB-month',
      usd: { 'us-east-1': 0.03, 'eu-west-1': 0.03 },
      sources: { 'eu-west-1': CLOUDWATCH_LIST },
      free: 5,
      listed: { service: 'AmazonCloudWatch', usageType: 'TimedStorage-ByteHrs' },
    },
  }),
  ...fromPage('https://aws.amazon.com/sns/pricing/', DATE, {
    'sns.email': { unit: 'message', per: 100_000, usd: { any: 2 }, free: 1000, sources: { any: DESCRIBED } },
    'sns.http': { unit: 'message', per: M, usd: { any: 0.6 }, free: 100_000, sources: { any: DESCRIBED } },
    // The price depends on the country: the usage is USD already.
    'sns.sms': { unit: 'USD', usd: { any: 1 } },
  }),
  ...fromPage('https://aws.amazon.com/sqs/pricing/', DATE, {
    'sqs.requests': { unit: 'request', per: M, usd: { any: 0.4 }, free: M },
  }),
  ...fromPage('https://aws.amazon.com/systems-manager/pricing/', DATE, {
    'ssm.ops-items': { unit: 'OpsItem', per: 1000, usd: { any: 2.97 } },
    'ssm.automation-steps': { unit: 'step', usd: { any: 0.002 }, free: 100_000 },
    'incident-manager.response-plan': { unit: 'plan-month', usd: { any: 7 } },
  }),
  ...fromPage('https://aws.amazon.com/lambda/pricing/', DATE, {
    'lambda.requests': { unit: 'request', per: M, usd: { any: 0.2 }, free: M },
    'lambda.compute.x86-64': { unit: 'GB-second', usd: { any: 0.0000166667 }, free: 400_000 },
    'lambda.compute.arm64': { unit: 'GB-second', usd: { any: 0.0000133334 }, free: 400_000 },
  }),
  ...fromPage('https://aws.amazon.com/s3/pricing/', DATE, {
    's3.storage': {
      unit: 'GB-month',
      usd: { 'us-east-1': 0.023, 'eu-west-1': 0.023 },
      sources: { 'eu-west-1': S3_LIST },
      listed: { service: 'AmazonS3', usageType: 'TimedStorage-ByteHrs', attributes: { volumeType: 'Standard' } },
    },
    's3.writes': {
      unit: 'request',
      per: 1000,
      usd: { 'us-east-1': 0.005, 'eu-west-1': 0.005 },
      sources: { 'eu-west-1': S3_LIST },
      listed: { service: 'AmazonS3', usageType: 'Requests-Tier1' },
    },
  }),
  ...fromPage('https://aws.amazon.com/privatelink/pricing/', DATE, {
    'endpoint.hours': {
      unit: 'endpoint-hour',
      usd: { 'us-east-1': 0.01, 'eu-west-1': 0.011 },
      sources: { 'eu-west-1': IRISH_BILLS },
      listed: { service: 'AmazonVPC', usageType: 'VpcEndpoint-Hours' },
    },
    'endpoint.data': {
      unit: 'GB',
      usd: { 'us-east-1': 0.01, 'eu-west-1': 0.01 },
      listed: { service: 'AmazonVPC', usageType: 'VpcEndpoint-Bytes' },
    },
  }),
  ...fromPage('https://aws.amazon.com/route53/pricing/', DATE, {
    'route53.health-check': {
      unit: 'check-month',
      usd: { any: 0.5 },
      free: 50,
      listed: { service: 'AmazonRoute53', usageType: 'Health-Check-AWS' },
    },
    // 0.75 instead of 0.50 USD.
    'route53.health-check.outside': { unit: 'check-month', usd: { any: 0.25 } },
    'route53.option': {
      unit: 'option-month',
      usd: { any: 1 },
      listed: { service: 'AmazonRoute53', usageType: 'Health-Check-Option-AWS' },
    },
    // 2 instead of 1 USD.
    'route53.option.outside': { unit: 'option-month', usd: { any: 1 } },
  }),
};

import { PUBLISHERS } from '../beta/alerts';

/** `account`: every principal of the account that may use the service. `iam`: only who is allowed by an IAM policy, too. */
export type KeyAccess = 'account' | 'iam';

/** A statement of a key's policy, as IAM writes it. */
export type Statement = Readonly<Record<string, unknown>>;

const USE = ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'];
const USE_AND_SEE_GRANTS = [...USE, 'kms:ListGrants'];

/**
 * IAM decides in the account who administers the key. That is not who uses it: no statement here lets anybody decrypt.
 * Without it nobody could ever change the policy.
 */
export function administration(accountId: string): Statement {
  return {
    Sid: 'Administration',
    Effect: 'Allow',
    Principal: { AWS: root(accountId) },
    Action: [
      'kms:CancelKeyDeletion',
      'kms:CreateAlias',
      'kms:DeleteAlias',
      'kms:DescribeKey',
      'kms:DisableKey',
      'kms:DisableKeyRotation',
      'kms:EnableKey',
      'kms:EnableKeyRotation',
      'kms:GetKeyPolicy',
      'kms:GetKeyRotationStatus',
      'kms:ListGrants',
      'kms:ListKeyPolicies',
      'kms:ListKeyRotations',
      'kms:ListResourceTags',
      'kms:PutKeyPolicy',
      'kms:RetireGrant',
      'kms:RevokeGrant',
      'kms:RotateKeyOnDemand',
      'kms:ScheduleKeyDeletion',
      'kms:TagResource',
      'kms:UntagResource',
      'kms:UpdateAlias',
      'kms:UpdateKeyDescription',
    ],
    Resource: '*',
  };
}

/**
 * Use of the key through these services, as the policy of their AWS-managed key has it
 * (https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-aws-managed.html, 2026-11-22).
 */
export function throughServices(
  services: readonly string[],
  accountId: string,
  region: string,
  access: KeyAccess,
): Statement[] {
  const names = services.map((service) => `${service}.${region}.amazonaws.com`);
  // One as text: IAM would give a list of one back as that.
  const callers = { 'kms:CallerAccount': accountId, 'kms:ViaService': names.length === 1 ? names[0] : names };
  const principal = access === 'account' ? '*' : root(accountId);
  return [
    {
      Sid: 'UseThroughService',
      Effect: 'Allow',
      Principal: { AWS: principal },
      Action: USE_AND_SEE_GRANTS,
      Resource: '*',
      Condition: { StringEquals: callers },
    },
    {
      // The service goes on working with what it has encrypted when the caller is gone.
      Sid: 'GrantToService',
      Effect: 'Allow',
      Principal: { AWS: principal },
      Action: 'kms:CreateGrant',
      Resource: '*',
      Condition: { StringEquals: callers, Bool: { 'kms:GrantIsForAWSResource': 'true' } },
    },
  ];
}

/**
 * CloudWatch Logs itself encrypts and decrypts, so that readers need no permission on the key
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html, 2026-11-22).
 */
export function logGroups(accountId: string, region: string): Statement[] {
  return [
    {
      Sid: 'LogGroupsOfThisAccount',
      Effect: 'Allow',
      Principal: { Service: `logs.${region}.amazonaws.com` },
      Action: USE,
      Resource: '*',
      Condition: {
        ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:${region}:${accountId}:log-group:*` },
      },
    },
  ];
}

/**
 * The services that publish to the alerts topic, and others that publish to topics of a higher tier
 * (https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html, 2026-11-22).
 */
export function publishers(accountId: string, others: readonly string[] = []): Statement[] {
  const allow = { Effect: 'Allow', Action: ['kms:Decrypt', 'kms:GenerateDataKey*'], Resource: '*' };
  return [
    {
      Sid: 'Publishers',
      ...allow,
      Principal: { Service: [...PUBLISHERS, ...others] },
      Condition: { StringEquals: { 'aws:SourceAccount': accountId } },
    },
    {
      // As in the topic's own policy, without a condition.
      Sid: 'EventBridge',
      ...allow,
      Principal: { Service: 'events.amazonaws.com' },
    },
  ];
}

/**
 * CloudTrail, for one trail; and readers of its files, through S3, whom an IAM policy allows `kms:Decrypt` too
 * (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html, 2026-11-23).
 */
export function auditTrail(accountId: string, region: string, trailArn: string): Statement[] {
  const cloudTrail = { Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' }, Resource: '*' };
  const ofTrail = { 'aws:SourceArn': trailArn };
  return [
    {
      Sid: 'CloudTrailEncrypts',
      ...cloudTrail,
      Action: 'kms:GenerateDataKey*',
      Condition: {
        StringEquals: ofTrail,
        StringLike: { 'kms:EncryptionContext:aws:cloudtrail:arn': `arn:aws:cloudtrail:*:${accountId}:trail/*` },
      },
    },
    {
      // To decrypt is what a bucket with an S3 bucket key asks of it.
      Sid: 'CloudTrailTriesKey',
      ...cloudTrail,
      Action: ['kms:Decrypt', 'kms:DescribeKey'],
      Condition: { StringEquals: ofTrail },
    },
    {
      Sid: 'ReadersThroughS3',
      Effect: 'Allow',
      Principal: { AWS: root(accountId) },
      Action: 'kms:Decrypt',
      Resource: '*',
      Condition: {
        StringEquals: { 'kms:CallerAccount': accountId, 'kms:ViaService': `s3.${region}.amazonaws.com` },
      },
    },
  ];
}

function root(accountId: string): string {
  return `arn:aws:iam::${accountId}:root`;
}

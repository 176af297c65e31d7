import { argumentsOf } from '../../support/early-ga';
import { allows, type Policy, parsePolicy, type Request } from '../../support/policy';
import { productionGaJson } from '../../support/production-ga';
import type { Json } from '../../support/stack-json';

const ACCOUNT = '123456789012';
const ROOT = `arn:aws:iam::${ACCOUNT}:root`;
const TRAIL = `arn:aws:cloudtrail:us-east-1:${ACCOUNT}:trail/acme-audit-trail`;
const OTHER_TRAIL = 'arn:aws:cloudtrail:us-east-1:999999999999:trail/acme-audit-trail';
const BUCKET = '${aws_s3_bucket.audit_trail.arn}';
const CLOUDTRAIL = 'cloudtrail.amazonaws.com';

let productionGa: Json;

beforeAll(async () => {
  productionGa = await productionGaJson();
});

function policy(type: string, name = 'audit_trail', argument = 'policy'): Policy {
  return parsePolicy(productionGa.resource[type][name][argument]);
}

function fromTrail(trailArn: string, more: Record<string, string> = {}): Pick<Request, 'principal' | 'context'> {
  return {
    principal: CLOUDTRAIL,
    context: { 'aws:SourceArn': trailArn, 'aws:SecureTransport': 'true', ...more },
  };
}

describe('the buckets', () => {
  test.each(['audit_trail', 'audit_trail_access_logs'])('%s: nobody without TLS', (name) => {
    const { Statement } = policy('aws_s3_bucket_policy', name);
    const arn = `\${aws_s3_bucket.${name}.arn}`;
    expect(Statement.find(({ Effect }) => Effect === 'Deny')).toEqual({
      Sid: 'TlsOnly',
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: [arn, `${arn}/*`],
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    });
  });

  test('CloudTrail delivers for this trail, below its own prefix, and the account owns what it delivers', () => {
    const bucketPolicy = policy('aws_s3_bucket_policy');
    const put = { action: 's3:PutObject', resource: `${BUCKET}/AWSLogs/${ACCOUNT}/CloudTrail/us-east-1/file.json.gz` };
    const owned = { 's3:x-amz-acl': 'bucket-owner-full-control' };
    expect(allows(bucketPolicy, { ...put, ...fromTrail(TRAIL, owned) })).toBe(true);
    expect(allows(bucketPolicy, { action: 's3:GetBucketAcl', resource: BUCKET, ...fromTrail(TRAIL) })).toBe(true);

    expect(allows(bucketPolicy, { ...put, ...fromTrail(OTHER_TRAIL, owned) })).toBe(false);
    expect(allows(bucketPolicy, { ...put, ...fromTrail(TRAIL) })).toBe(false);
    expect(allows(bucketPolicy, { ...put, ...fromTrail(TRAIL, owned), resource: `${BUCKET}/AWSLogs/9/file` })).toBe(
      false,
    );
    expect(allows(bucketPolicy, { ...put, ...fromTrail(TRAIL, owned), action: 's3:DeleteObject' })).toBe(false);
    expect(allows(bucketPolicy, { ...put, ...fromTrail(TRAIL, { ...owned, 'aws:SecureTransport': 'false' }) })).toBe(
      false,
    );
    expect(allows(bucketPolicy, { action: 's3:GetBucketAcl', resource: BUCKET, ...fromTrail(OTHER_TRAIL) })).toBe(
      false,
    );
  });

  test('S3 logs its readers to the other one, which takes the access log of this bucket only', () => {
    expect(argumentsOf(productionGa.resource.aws_s3_bucket_logging.audit_trail)).toEqual({
      bucket: '${aws_s3_bucket.audit_trail.id}',
      target_bucket: '${aws_s3_bucket.audit_trail_access_logs.id}',
      target_prefix: 'audit-trail/',
      depends_on: ['aws_s3_bucket_policy.audit_trail_access_logs'],
    });
    const accessLogs = policy('aws_s3_bucket_policy', 'audit_trail_access_logs');
    const put = (source: string, account = ACCOUNT): Request => ({
      principal: 'logging.s3.amazonaws.com',
      action: 's3:PutObject',
      resource: '${aws_s3_bucket.audit_trail_access_logs.arn}/audit-trail/2026-11-23',
      context: { 'aws:SourceArn': source, 'aws:SourceAccount': account, 'aws:SecureTransport': 'true' },
    });
    expect(allows(accessLogs, put(BUCKET))).toBe(true);
    expect(allows(accessLogs, put('arn:aws:s3:::another'))).toBe(false);
    expect(allows(accessLogs, put(BUCKET, '999999999999'))).toBe(false);
  });
});

describe('the key', () => {
  const key = () => policy('aws_kms_key');
  const encrypt = (trail: string): Request => ({
    action: 'kms:GenerateDataKey',
    ...fromTrail(trail, { 'kms:EncryptionContext:aws:cloudtrail:arn': trail }),
  });
  const read = (principal: string, via?: string, account = ACCOUNT): Request => ({
    action: 'kms:Decrypt',
    principal,
    context: { 'kms:CallerAccount': account, ...(via !== undefined && { 'kms:ViaService': via }) },
  });

  test('rotates yearly, has an alias of the environment, and cannot be destroyed', () => {
    expect(productionGa.resource.aws_kms_key.audit_trail).toMatchObject({
      enable_key_rotation: true,
      deletion_window_in_days: 30,
      lifecycle: { prevent_destroy: true },
    });
    expect(productionGa.resource.aws_kms_alias.audit_trail.name).toBe('alias/acme-audit-trail');
  });

  test('CloudTrail uses it for this trail, and for no other', () => {
    expect(allows(key(), encrypt(TRAIL))).toBe(true);
    for (const action of ['kms:DescribeKey', 'kms:Decrypt']) {
      expect(allows(key(), { action, ...fromTrail(TRAIL) })).toBe(true);
      expect(allows(key(), { action, ...fromTrail(OTHER_TRAIL) })).toBe(false);
    }
    expect(allows(key(), encrypt(OTHER_TRAIL))).toBe(false);
    expect(allows(key(), { action: 'kms:GenerateDataKey', ...fromTrail(TRAIL) })).toBe(false);
    for (const action of ['kms:Encrypt', 'kms:CreateGrant', 'kms:PutKeyPolicy', 'kms:ScheduleKeyDeletion']) {
      expect(allows(key(), { ...encrypt(TRAIL), action })).toBe(false);
    }
  });

  test('readers need IAM to allow it, of this account, through S3; the key lets nobody in by itself', () => {
    const s3 = 's3.us-east-1.amazonaws.com';
    expect(allows(key(), read(ROOT, s3))).toBe(true);
    expect(allows(key(), read(`arn:aws:iam::${ACCOUNT}:role/application`, s3))).toBe(false);
    expect(allows(key(), read(ROOT))).toBe(false);
    expect(allows(key(), read(ROOT, 'lambda.us-east-1.amazonaws.com'))).toBe(false);
    expect(allows(key(), read(ROOT, s3, '999999999999'))).toBe(false);
  });
});

test('CloudTrail may write to its own streams of this one group', async () => {
  expect(policy('aws_iam_role', 'audit_trail', 'assume_role_policy').Statement).toEqual([
    { Effect: 'Allow', Principal: { Service: CLOUDTRAIL }, Action: 'sts:AssumeRole' },
  ]);
  expect(policy('aws_iam_role_policy').Statement).toEqual([
    {
      Effect: 'Allow',
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: `\${aws_cloudwatch_log_group.audit_trail.arn}:log-stream:${ACCOUNT}_CloudTrail_us-east-1*`,
    },
  ]);
  const boundary = `arn:aws:iam::${ACCOUNT}:policy/boundary`;
  const bounded = await productionGaJson({
    aws: { account_id: ACCOUNT, region: 'us-east-1', permissions_boundary: boundary },
    credentials: { mode: 'rds-managed' },
  });
  expect(bounded.resource.aws_iam_role.audit_trail.permissions_boundary).toBe(boundary);
});

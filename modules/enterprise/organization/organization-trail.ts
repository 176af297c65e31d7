import { Cloudtrail } from '@cdktf/provider-aws/lib/cloudtrail';
import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import { Fn } from 'cdktf';
import { Construct } from 'constructs';
import type { StackSettings } from '../../common/stack-settings';
import { administration, type Statement } from '../../early-ga/key-policies';
import type { Accounts } from './accounts';

export interface OrganizationTrailSettings {
  /** Days that its files are kept, 180 or more. */
  readonly retentionDays: number;
}

const CLOUDTRAIL = 'cloudtrail.amazonaws.com';

/** Records are looked at within days, or in an investigation. Glacier Instant Retrieval bills 90 days at least. */
const CHEAPER_AFTER_DAYS = 90;

/** The longest that KMS has: days in which a deletion can be taken back. */
const DELETION_WINDOW_DAYS = 30;

/**
 * One trail of the management events of all accounts and regions, validated and encrypted. No member account can change it, stop
 * it or leave itself out
 * (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/creating-trail-organization.html, 2026-11-23).
 *
 * It costs nothing but its key (1 USD a month), key requests and storage: the first copy of management events is free in each
 * account. An environment's own trail then is the second copy: 2 USD per 100,000 events
 * (https://aws.amazon.com/cloudtrail/pricing/, 2026-11-23).
 *
 * The bucket is in the management account, where nobody works. AWS would rather have it in a log archive account, but the stack
 * that creates an account cannot go into it in the same plan.
 */
export class OrganizationTrail extends Construct {
  private readonly trailName: string;
  private readonly trailArn: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly stack: StackSettings,
    private readonly accounts: Accounts,
    settings: OrganizationTrailSettings,
  ) {
    super(scope, id);
    const { name, aws } = stack;
    this.trailName = `${name}-audit-trail`;
    this.trailArn = `arn:aws:cloudtrail:${aws.region}:${aws.accountId}:trail/${this.trailName}`;

    const key = this.createKey();
    const { bucket, policy } = this.createBucket(key, settings);
    new Cloudtrail(this, 'organization_trail', {
      name: this.trailName,
      s3BucketName: bucket.bucket,
      kmsKeyId: key.arn,
      isOrganizationTrail: true,
      isMultiRegionTrail: true,
      includeGlobalServiceEvents: true,
      enableLogFileValidation: true,
      // CloudTrail tries to write as soon as the trail is there, and asks whether the organization trusts it.
      dependsOn: [policy, accounts.organization],
    });
  }

  private createKey(): KmsKey {
    const { name, aws } = this.stack;
    const key = new KmsKey(this, 'organization_trail.key', {
      description: `Trail of ${name}`,
      enableKeyRotation: true,
      deletionWindowInDays: DELETION_WINDOW_DAYS,
      policy: Fn.jsonencode({ Version: '2012-10-17', Statement: [administration(aws.accountId), ...this.keyUse()] }),
      lifecycle: { preventDestroy: true },
    });
    new KmsAlias(this, 'organization_trail.alias', { name: `alias/${this.trailName}`, targetKeyId: key.keyId });
    return key;
  }

  /** As https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html asks (2026-11-23). */
  private keyUse(): Statement[] {
    const { accountId, region } = this.stack.aws;
    return [
      {
        Sid: 'CloudTrailEncrypts',
        Effect: 'Allow',
        Principal: { Service: CLOUDTRAIL },
        Action: 'kms:GenerateDataKey*',
        Resource: '*',
        Condition: {
          StringEquals: { 'aws:SourceArn': this.trailArn },
          StringLike: { 'kms:EncryptionContext:aws:cloudtrail:arn': `arn:aws:cloudtrail:*:${accountId}:trail/*` },
        },
      },
      {
        Sid: 'CloudTrailLooks',
        Effect: 'Allow',
        Principal: { Service: CLOUDTRAIL },
        Action: 'kms:DescribeKey',
        Resource: '*',
        Condition: { StringEquals: { 'aws:SourceArn': this.trailArn } },
      },
      {
        // Whom IAM in this account allows to read the records.
        Sid: 'Readers',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${accountId}:root` },
        Action: 'kms:Decrypt',
        Resource: '*',
        Condition: {
          StringEquals: { 'kms:CallerAccount': accountId, 'kms:ViaService': `s3.${region}.amazonaws.com` },
        },
      },
    ];
  }

  private createBucket(key: KmsKey, settings: OrganizationTrailSettings): { bucket: S3Bucket; policy: S3BucketPolicy } {
    const { name, aws } = this.stack;
    const bucket = new S3Bucket(this, 'organization_trail.bucket', {
      bucket: `${name}-audit-trail-${aws.accountId}-${aws.region}`,
    });
    const publicAccess = new S3BucketPublicAccessBlock(this, 'organization_trail.public_access', {
      bucket: bucket.id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    const versioning = new S3BucketVersioningA(this, 'organization_trail.versioning', {
      bucket: bucket.id,
      versioningConfiguration: { status: 'Enabled' },
    });
    new S3BucketServerSideEncryptionConfigurationA(this, 'organization_trail.encryption', {
      bucket: bucket.id,
      rule: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: key.arn },
          // With one, S3 would ask for the bucket's key by another context than the trail's, which the key's policy names.
          bucketKeyEnabled: false,
        },
      ],
    });
    new S3BucketLifecycleConfiguration(this, 'organization_trail.lifecycle', {
      bucket: bucket.id,
      rule: [
        {
          id: 'records',
          status: 'Enabled',
          filter: [{ prefix: '' }],
          transition: [{ days: CHEAPER_AFTER_DAYS, storageClass: 'GLACIER_IR' }],
          expiration: [{ days: settings.retentionDays }],
          // CloudTrail overwrites nothing: what is not current was deleted by somebody, and can be had back so long.
          noncurrentVersionExpiration: [{ noncurrentDays: CHEAPER_AFTER_DAYS }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
        },
      ],
      dependsOn: [versioning],
    });
    const policy = new S3BucketPolicy(this, 'organization_trail.policy', {
      bucket: bucket.id,
      policy: Fn.jsonencode({ Version: '2012-10-17', Statement: this.bucketStatements(bucket.arn) }),
      dependsOn: [publicAccess],
    });
    return { bucket, policy };
  }

  /**
   * As https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-create-and-update-an-organizational-trail-by-using-the-aws-cli.html
   * asks (2026-11-23), TLS only.
   */
  private bucketStatements(bucketArn: string): Statement[] {
    const trail = { 'aws:SourceArn': this.trailArn };
    const write = {
      Effect: 'Allow',
      Principal: { Service: CLOUDTRAIL },
      Action: 's3:PutObject',
      Condition: { StringEquals: { ...trail, 's3:x-amz-acl': 'bucket-owner-full-control' } },
    };
    return [
      {
        Sid: 'CloudTrailReadsBucket',
        Effect: 'Allow',
        Principal: { Service: CLOUDTRAIL },
        Action: 's3:GetBucketAcl',
        Resource: bucketArn,
        Condition: { StringEquals: trail },
      },
      { Sid: 'CloudTrailDelivers', ...write, Resource: `${bucketArn}/AWSLogs/${this.stack.aws.accountId}/*` },
      {
        Sid: 'CloudTrailDeliversForMembers',
        ...write,
        Resource: `${bucketArn}/AWSLogs/${this.accounts.organization.id}/*`,
      },
      {
        Sid: 'TlsOnly',
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: [bucketArn, `${bucketArn}/*`],
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ];
  }
}

import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketLoggingA } from '@cdktf/provider-aws/lib/s3-bucket-logging';
import { S3BucketObjectLockConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-object-lock-configuration';
import { S3BucketOwnershipControls } from '@cdktf/provider-aws/lib/s3-bucket-ownership-controls';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import { Fn, type ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { Statement } from '../early-ga/key-policies';

export interface ObjectLockSettings {
  /** `GOVERNANCE`: who has s3:BypassGovernanceRetention may still delete. `COMPLIANCE`: nobody may, not even the root user. */
  readonly mode: 'GOVERNANCE' | 'COMPLIANCE';
  /** Days from its delivery in which a file can be neither deleted nor overwritten. */
  readonly days: number;
}

export interface AuditTrailBucketSettings {
  readonly bucketName: string;
  readonly accessLogBucketName: string;
  /** Days that log files are kept; their access log as long. At least 180: see `ARCHIVE_AFTER_DAYS`. */
  readonly retentionDays: number;
  /** @default none: nobody can end it before its time, so it is for who has to prove it */
  readonly objectLock?: ObjectLockSettings;
}

interface Delivery {
  readonly accountId: string;
  /** The trail that delivers, and no other. */
  readonly trailArn: string;
  readonly keyArn: string;
  /** Of an organization's trail: the members' files have it in their path. @default none: the trail of one account */
  readonly organizationId?: string;
}

/**
 * As long as AWS's own event history, most reads are of these days. Then Glacier Instant Retrieval: 0.004 instead of 0.023 USD per
 * GB and month (https://aws.amazon.com/s3/pricing/, us-east-1, 2026-11-23), read at once, which `aws cloudtrail validate-logs`
 * needs, and charged for at least 90 days. S3 leaves files below 128 KB where they are: there, moving costs more than it saves
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html, 2026-11-23).
 */
const ARCHIVE_AFTER_DAYS = 90;

/** Days in which a file that somebody deleted or overwrote can be had back. */
const DELETED_KEPT_DAYS = 90;

/** Days after which S3 drops the parts of an upload that never ended. */
const PARTS_KEPT_DAYS = 7;

/**
 * The bucket that a trail delivers to, and the one that S3 logs its readers to. TLS only, never public, versioned, and never deleted
 * by Terraform.
 *
 * Object lock is turned on by a resource of its own, which works for a bucket that exists
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-configure.html, 2026-11-23): the argument of the bucket would
 * replace it. It can never be turned off again. The access log has a bucket of its own because one with object lock, or with
 * SSE-KMS, cannot receive one
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html, 2026-11-23).
 */
export class AuditTrailBucket extends Construct {
  readonly name: string;
  /** What has to be there before CloudTrail, which tries the bucket at once, is pointed at it. */
  readonly needs: readonly ITerraformDependable[];

  /** @param address the name in the Terraform addresses: `aws_s3_bucket.<address>` */
  constructor(scope: Construct, id: string, address: string, settings: AuditTrailBucketSettings, delivery: Delivery) {
    super(scope, id);
    const { retentionDays, objectLock } = settings;
    const bucket = this.bucket(address, settings.bucketName);
    const versioning = this.versioning(address, bucket);
    const policy = this.policy(address, bucket, delivers(bucket.arn, delivery));
    const encryption = this.encryption(address, bucket, delivery.keyArn);
    this.lifecycle(address, bucket, retentionDays, versioning, ARCHIVE_AFTER_DAYS);
    if (objectLock !== undefined) {
      new S3BucketObjectLockConfigurationA(this, `${address}.object_lock`, {
        bucket: bucket.id,
        rule: { defaultRetention: { mode: objectLock.mode, days: objectLock.days } },
        dependsOn: [versioning],
      });
    }

    const accessLogs = this.bucket(`${address}_access_logs`, settings.accessLogBucketName);
    const accessLogVersioning = this.versioning(`${address}_access_logs`, accessLogs);
    const mayLog = this.policy(`${address}_access_logs`, accessLogs, logs(accessLogs.arn, bucket.arn, delivery));
    this.encryption(`${address}_access_logs`, accessLogs);
    this.lifecycle(`${address}_access_logs`, accessLogs, retentionDays, accessLogVersioning);
    new S3BucketLoggingA(this, `${address}.access_log`, {
      bucket: bucket.id,
      targetBucket: accessLogs.id,
      targetPrefix: 'audit-trail/',
      dependsOn: [mayLog],
    });

    this.name = bucket.bucket;
    this.needs = [policy, encryption];
  }

  private bucket(id: string, bucket: string): S3Bucket {
    // Another name would be another bucket, and this one's records would go.
    return new S3Bucket(this, id, { bucket, lifecycle: { preventDestroy: true } });
  }

  private versioning(id: string, bucket: S3Bucket): S3BucketVersioningA {
    return new S3BucketVersioningA(this, `${id}.versioning`, {
      bucket: bucket.id,
      versioningConfiguration: { status: 'Enabled' },
    });
  }

  /** Who may what, by the bucket's policy alone: no ACLs, and nothing public. */
  private policy(id: string, bucket: S3Bucket, statements: readonly Statement[]): S3BucketPolicy {
    const ownership = new S3BucketOwnershipControls(this, `${id}.ownership`, {
      bucket: bucket.id,
      rule: { objectOwnership: 'BucketOwnerEnforced' },
    });
    const publicAccess = new S3BucketPublicAccessBlock(this, `${id}.public_access`, {
      bucket: bucket.id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    return new S3BucketPolicy(this, `${id}.policy`, {
      bucket: bucket.id,
      policy: Fn.jsonencode({ Version: '2012-10-17', Statement: [...statements, tlsOnly(bucket.arn)] }),
      // S3 refuses two such changes of a bucket at once.
      dependsOn: [ownership, publicAccess],
    });
  }

  private encryption(id: string, bucket: S3Bucket, keyArn?: string): S3BucketServerSideEncryptionConfigurationA {
    return new S3BucketServerSideEncryptionConfigurationA(this, `${id}.encryption`, {
      bucket: bucket.id,
      rule: [
        keyArn === undefined
          ? { applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }
          : {
              applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: keyArn },
              // One request to KMS for many files.
              bucketKeyEnabled: true,
            },
      ],
    });
  }

  private lifecycle(
    id: string,
    bucket: S3Bucket,
    retentionDays: number,
    versioning: ITerraformDependable,
    archiveAfterDays?: number,
  ): void {
    new S3BucketLifecycleConfiguration(this, `${id}.lifecycle`, {
      bucket: bucket.id,
      rule: [
        {
          id: 'retention',
          status: 'Enabled',
          filter: [{ prefix: '' }],
          transition:
            archiveAfterDays === undefined ? undefined : [{ days: archiveAfterDays, storageClass: 'GLACIER_IR' }],
          expiration: [{ days: retentionDays }],
          noncurrentVersionExpiration: [{ noncurrentDays: DELETED_KEPT_DAYS }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: PARTS_KEPT_DAYS }],
        },
      ],
      dependsOn: [versioning],
    });
  }
}

/**
 * As https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html asks (2026-11-23), and for
 * an organization
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-create-and-update-an-organizational-trail-by-using-the-aws-cli.html.
 */
function delivers(bucketArn: string, { accountId, trailArn, organizationId }: Delivery): Statement[] {
  const own = `${bucketArn}/AWSLogs/${accountId}/*`;
  const cloudTrail = { Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' } };
  return [
    {
      Sid: 'CloudTrailReadsAcl',
      ...cloudTrail,
      Action: 's3:GetBucketAcl',
      Resource: bucketArn,
      Condition: { StringEquals: { 'aws:SourceArn': trailArn } },
    },
    {
      Sid: 'CloudTrailDelivers',
      ...cloudTrail,
      Action: 's3:PutObject',
      Resource: organizationId === undefined ? own : [own, `${bucketArn}/AWSLogs/${organizationId}/*`],
      Condition: { StringEquals: { 'aws:SourceArn': trailArn, 's3:x-amz-acl': 'bucket-owner-full-control' } },
    },
  ];
}

/** As https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html asks (2026-11-23). */
function logs(accessLogsArn: string, bucketArn: string, { accountId }: Delivery): Statement[] {
  return [
    {
      Sid: 'AccessLogDelivers',
      Effect: 'Allow',
      Principal: { Service: 'logging.s3.amazonaws.com' },
      Action: 's3:PutObject',
      Resource: `${accessLogsArn}/*`,
      Condition: { ArnLike: { 'aws:SourceArn': bucketArn }, StringEquals: { 'aws:SourceAccount': accountId } },
    },
  ];
}

function tlsOnly(bucketArn: string): Statement {
  return {
    Sid: 'TlsOnly',
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: [bucketArn, `${bucketArn}/*`],
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
}

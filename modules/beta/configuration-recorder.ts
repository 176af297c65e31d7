import { ConfigConfigurationRecorder } from '@cdktf/provider-aws/lib/config-configuration-recorder';
import { ConfigConfigurationRecorderStatus } from '@cdktf/provider-aws/lib/config-configuration-recorder-status';
import { ConfigDeliveryChannel } from '@cdktf/provider-aws/lib/config-delivery-channel';
import { IamServiceLinkedRole } from '@cdktf/provider-aws/lib/iam-service-linked-role';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import { Fn } from 'cdktf';
import { Construct } from 'constructs';
import type { AwsSettings } from '../common/stack-settings';

const CONFIG_SERVICE = 'config.amazonaws.com';

/**
 * The AWS Config recorder with the bucket that it delivers to. Offered from beta because Security Hub's controls read
 * what it records; off by default below production-ga, for its price (see `SecurityMonitoringSettings.configRecorder`).
 *
 * AWS Config writes into the bucket at once, and a destroy deletes no bucket that holds something: empty it, or take it
 * out of the state.
 *
 * It records by the service-linked role, as Security Hub's control Config.1 asks. An account has one, for all regions, and where AWS
 * Config ever ran it is there already: import it (`aws_iam_service_linked_role.configuration_recorder`, its ARN as the id). It is
 * forgotten, and never deleted, where an environment gives the recorder up.
 */
export class ConfigurationRecorder extends Construct {
  /** It records from then on. */
  readonly status: ConfigConfigurationRecorderStatus;

  constructor(scope: Construct, id: string, name: string, aws: AwsSettings) {
    super(scope, id);
    const bucket = new S3Bucket(this, 'configuration_history', {
      bucket: `${name}-configuration-${aws.accountId}-${aws.region}`,
    });
    const publicAccess = new S3BucketPublicAccessBlock(this, 'configuration_history.public_access', {
      bucket: bucket.id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketVersioningA(this, 'configuration_history.versioning', {
      bucket: bucket.id,
      versioningConfiguration: { status: 'Enabled' },
    });
    const policy = new S3BucketPolicy(this, 'configuration_history.policy', {
      bucket: bucket.id,
      policy: Fn.jsonencode(bucketPolicy(bucket.arn, aws.accountId)),
      dependsOn: [publicAccess],
    });

    const role = new IamServiceLinkedRole(this, 'configuration_recorder', { awsServiceName: CONFIG_SERVICE });
    const recorder = new ConfigConfigurationRecorder(this, 'configuration', {
      name: `${name}-configuration`,
      roleArn: role.arn,
      recordingGroup: { allSupported: true, includeGlobalResourceTypes: true },
    });
    const channel = new ConfigDeliveryChannel(this, 'configuration.channel', {
      name: `${name}-configuration`,
      s3BucketName: bucket.bucket,
      dependsOn: [recorder, policy],
    });
    this.status = new ConfigConfigurationRecorderStatus(this, 'configuration.status', {
      name: recorder.name,
      isEnabled: true,
      dependsOn: [channel],
    });
  }
}

/** As https://docs.aws.amazon.com/config/latest/developerguide/s3-bucket-policy.html asks (2026-11-22), TLS only. */
function bucketPolicy(bucketArn: string, accountId: string) {
  const fromThisAccount = { StringEquals: { 'aws:SourceAccount': accountId } };
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'ConfigReadsBucket',
        Effect: 'Allow',
        Principal: { Service: CONFIG_SERVICE },
        Action: ['s3:GetBucketAcl', 's3:ListBucket'],
        Resource: bucketArn,
        Condition: fromThisAccount,
      },
      {
        Sid: 'ConfigDelivers',
        Effect: 'Allow',
        Principal: { Service: CONFIG_SERVICE },
        Action: 's3:PutObject',
        Resource: `${bucketArn}/AWSLogs/${accountId}/Config/*`,
        Condition: fromThisAccount,
      },
      {
        Sid: 'TlsOnly',
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: [bucketArn, `${bucketArn}/*`],
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ],
  };
}

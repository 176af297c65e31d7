import { Cloudtrail } from '@cdktf/provider-aws/lib/cloudtrail';
import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { Fn } from 'cdktf';
import { Construct } from 'constructs';
import type { StackSettings } from '../../common/stack-settings';
import { administration, auditTrail } from '../../early-ga/key-policies';
import { AuditTrailBucket } from '../../production-ga/audit-trail-bucket';
import type { Accounts } from './accounts';

export interface OrganizationTrailSettings {
  /** Days that its files are kept, 180 or more. */
  readonly retentionDays: number;
}

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
  constructor(
    scope: Construct,
    id: string,
    private readonly stack: StackSettings,
    accounts: Accounts,
    settings: OrganizationTrailSettings,
  ) {
    super(scope, id);
    const { name, aws } = stack;
    const trailName = `${name}-audit-trail`;
    const trailArn = `arn:aws:cloudtrail:${aws.region}:${aws.accountId}:trail/${trailName}`;
    const keyArn = this.key(trailName, trailArn);
    const bucketSettings = {
      bucketName: `${name}-audit-trail-${aws.accountId}-${aws.region}`,
      accessLogBucketName: `${name}-audit-access-${aws.accountId}-${aws.region}`,
      retentionDays: settings.retentionDays,
    };
    const organizationId = accounts.organization.id;
    const bucket = new AuditTrailBucket(this, 'bucket', 'organization_trail', bucketSettings, {
      accountId: aws.accountId,
      trailArn,
      keyArn,
      organizationId,
    });
    new Cloudtrail(this, 'organization_trail', {
      name: trailName,
      s3BucketName: bucket.name,
      kmsKeyId: keyArn,
      isOrganizationTrail: true,
      isMultiRegionTrail: true,
      includeGlobalServiceEvents: true,
      enableLogFileValidation: true,
      // CloudTrail tries to write as soon as the trail is there, and asks whether the organization trusts it.
      dependsOn: [...bucket.needs, accounts.organization],
    });
  }

  private key(trailName: string, trailArn: string): string {
    const { name, aws } = this.stack;
    const key = new KmsKey(this, 'organization_trail.key', {
      description: `Trail of ${name}`,
      enableKeyRotation: true,
      deletionWindowInDays: DELETION_WINDOW_DAYS,
      policy: Fn.jsonencode({
        Version: '2012-10-17',
        Statement: [administration(aws.accountId), ...auditTrail(aws.accountId, aws.region, trailArn)],
      }),
      lifecycle: { preventDestroy: true },
    });
    new KmsAlias(this, 'organization_trail.alias', { name: `alias/${trailName}`, targetKeyId: key.keyId });
    return key.arn;
  }
}

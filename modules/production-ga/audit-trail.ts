import { Cloudtrail, type CloudtrailEventSelector } from '@cdktf/provider-aws/lib/cloudtrail';
import type { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { CloudwatchLogMetricFilter } from '@cdktf/provider-aws/lib/cloudwatch-log-metric-filter';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { Fn, type ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { Beta } from '../beta';
import type { PalierStack } from '../common/stack';
import type { Ownership, StackSettings } from '../common/stack-settings';
import { administration, auditTrail } from '../early-ga/key-policies';
import { AUDIT_ALARMS, type AuditAlarm, type AuditAlarmDefinition } from './audit-trail-alarms';
import { AuditTrailBucket, type AuditTrailBucketSettings } from './audit-trail-bucket';

export interface DataEventSettings {
  /** Names of buckets whose objects' reads and writes are recorded. */
  readonly s3Buckets: readonly string[];
  /** Functions whose invocations are recorded. */
  readonly lambdaFunctionArns: readonly string[];
}

export interface AuditTrailSettings extends AuditTrailBucketSettings {
  /** `existing`: another trail, of the organization for example, records this account. */
  readonly mode: Ownership;
  readonly name: string;
  /** The key's alias is `alias/<prefix>-audit-trail`. */
  readonly keyAliasPrefix: string;
  /** Beside the management events of the whole account, 0.10 USD per 100,000 (https://aws.amazon.com/cloudtrail/pricing/, 2026-11-23). */
  readonly dataEvents: DataEventSettings;
  /** @default all of them: CIS asks for each */
  readonly alarms?: readonly AuditAlarm[];
}

/** The longest that KMS has: days in which a deletion can be taken back. */
const DELETION_WINDOW_DAYS = 30;

/** What a trail that was managed here goes on with, once the environment calls it existing. */
const KEPT_RUNNING = [
  'aws_cloudtrail.audit_trail',
  'aws_iam_role.audit_trail',
  'aws_iam_role_policy.audit_trail',
] as const;

/**
 * Checklist: a CloudTrail trail to S3. All regions' management events, in files that are encrypted, whose integrity can be proved,
 * and that outlive the 90 days of AWS's own event history, which stays. The same events go to CloudWatch Logs, where the alarms of
 * the CIS benchmark watch them.
 *
 * The first copy of an account's management events is free; a further trail, beside the organization's for example, costs 2.00 USD
 * per 100,000 of them (https://aws.amazon.com/cloudtrail/pricing/, 2026-11-23). Around it, a month: the key 1.00 USD
 * (https://aws.amazon.com/kms/pricing/), fourteen alarms 1.40 USD, logs 0.50 USD per GB taken in and 0.03 USD per GB kept
 * (https://aws.amazon.com/cloudwatch/pricing/), files 0.023 USD per GB (https://aws.amazon.com/s3/pricing/; all us-east-1,
 * 2026-11-23): 3 to 5 USD for a quiet account.
 *
 * Going down a tier deletes the trail, and forgets its bucket, key and log group.
 */
export class AuditTrail extends Construct {
  /** The trail; none where another one records this account, or none does. */
  trail?: Cloudtrail;
  /** Of the trail's key. */
  keyId?: string;

  constructor(
    scope: Construct,
    id: string,
    palierStack: PalierStack,
    private readonly stack: StackSettings,
    private readonly beta: Beta,
    private readonly settings: AuditTrailSettings,
  ) {
    super(scope, id);
    if (settings.mode === 'managed') this.create();
    if (settings.mode === 'existing') palierStack.forget(KEPT_RUNNING);
  }

  private create(): void {
    const { name: environment, aws } = this.stack;
    const { name } = this.settings;
    const trailArn = `arn:aws:cloudtrail:${aws.region}:${aws.accountId}:trail/${name}`;
    const keyArn = this.key(trailArn);
    const bucket = new AuditTrailBucket(this, 'bucket', 'audit_trail', this.settings, {
      accountId: aws.accountId,
      trailArn,
      keyArn,
    });
    const logGroup = this.beta.logs.createLogGroup(this, 'audit_trail.log_group', `/aws/cloudtrail/${name}`);
    const { roleArn, mayWrite } = this.logWriter(logGroup);
    this.trail = new Cloudtrail(this, 'audit_trail', {
      name,
      s3BucketName: bucket.name,
      kmsKeyId: keyArn,
      isMultiRegionTrail: true,
      includeGlobalServiceEvents: true,
      enableLogFileValidation: true,
      cloudWatchLogsGroupArn: `${logGroup.arn}:*`,
      cloudWatchLogsRoleArn: roleArn,
      eventSelector: eventSelectors(this.settings.dataEvents),
      // CloudTrail tries bucket, key and role at once.
      dependsOn: [...bucket.needs, mayWrite],
    });
    const alarms = this.settings.alarms ?? (Object.keys(AUDIT_ALARMS) as AuditAlarm[]);
    for (const alarm of alarms) this.alarm(alarm, logGroup);
    this.beta.published.output(
      'audit_trail_arn',
      this.trail.arn,
      `The trail that records the account of ${environment}`,
    );
    this.beta.published.output('audit_trail_bucket', bucket.name, 'Where the trail delivers its files');
  }

  private key(trailArn: string): string {
    const { name, aws } = this.stack;
    const key = new KmsKey(this, 'audit_trail.key', {
      description: `Audit trail of ${name}`,
      enableKeyRotation: true,
      deletionWindowInDays: DELETION_WINDOW_DAYS,
      policy: Fn.jsonencode({
        Version: '2012-10-17',
        Statement: [administration(aws.accountId), ...auditTrail(aws.accountId, aws.region, trailArn)],
      }),
      lifecycle: { preventDestroy: true },
    });
    const alias = `alias/${this.settings.keyAliasPrefix}-audit-trail`;
    new KmsAlias(this, 'audit_trail.alias', { name: alias, targetKeyId: key.keyId });
    this.keyId = key.keyId;
    return key.arn;
  }

  /**
   * The role by which CloudTrail writes to the log group, as
   * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-required-policy-for-cloudwatch-logs.html has it, which says that
   * conditions on the source are not supported here (2026-11-23).
   */
  private logWriter(group: CloudwatchLogGroup): { roleArn: string; mayWrite: ITerraformDependable } {
    const { name, aws } = this.stack;
    const role = new IamRole(this, 'audit_trail.role', {
      name: `${name}-audit-trail`,
      description: 'CloudTrail writes to CloudWatch Logs',
      assumeRolePolicy: Fn.jsonencode({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      }),
      permissionsBoundary: aws.permissionsBoundary,
    });
    const mayWrite = new IamRolePolicy(this, 'audit_trail.role_policy', {
      name: 'write-log-group',
      role: role.id,
      policy: Fn.jsonencode({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
            Resource: `${group.arn}:log-stream:${aws.accountId}_CloudTrail_${aws.region}*`,
          },
        ],
      }),
    });
    return { roleArn: role.arn, mayWrite };
  }

  private alarm(alarm: AuditAlarm, group: CloudwatchLogGroup): void {
    const id = `audit-${alarm}`;
    const { pattern, description, severity }: AuditAlarmDefinition = AUDIT_ALARMS[alarm];
    const namespace = this.beta.logs.metricNamespace;
    new CloudwatchLogMetricFilter(this, `${id}.filter`, {
      name: `${this.stack.name}-${id}`,
      logGroupName: group.name,
      pattern,
      // No default value: a metric costs 0.30 USD a month only for the hours in which it has data.
      metricTransformation: { name: id, namespace, value: '1' },
    });
    this.beta.alarms.add(this, id, {
      severity,
      category: 'Security',
      namespace,
      metricName: id,
      alarmDescription: `${description} The log group /aws/cloudtrail/${this.settings.name} says who, docs/guides/audit-trail.md how to look it up.`,
      statistic: 'Sum',
      comparisonOperator: 'GreaterThanOrEqualToThreshold',
      threshold: 1,
      period: 300,
      evaluationPeriods: 1,
    });
  }
}

/** None where there are no data events: a trail without selectors records all management events, and costs nothing. */
function eventSelectors({ s3Buckets, lambdaFunctionArns }: DataEventSettings): CloudtrailEventSelector[] | undefined {
  const dataResource = [
    { type: 'AWS::S3::Object', values: s3Buckets.map((bucket) => `arn:aws:s3:::${bucket}/`) },
    { type: 'AWS::Lambda::Function', values: [...lambdaFunctionArns] },
  ].filter(({ values }) => values.length > 0);
  if (dataResource.length === 0) return undefined;
  return [{ readWriteType: 'All', includeManagementEvents: true, dataResource }];
}

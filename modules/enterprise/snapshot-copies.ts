import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { LambdaFunctionEventInvokeConfig } from '@cdktf/provider-aws/lib/lambda-function-event-invoke-config';
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission';
import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { SqsQueuePolicy } from '@cdktf/provider-aws/lib/sqs-queue-policy';
import { Fn, type ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { StackSettings } from '../common/stack-settings';
import type { ProductionGa } from '../production-ga';
import { Runbook } from '../runbooks/runbook';
import { FunctionArchive } from './function-archive';
import { snapshotCopyPermissions } from './snapshot-copy-permissions';

export interface SnapshotCopySettings {
  /** False copies nothing; the copies that there are stay. */
  readonly enabled: boolean;
  /** When the day's copy is started, in UTC: `cron(0 5 * * ? *)`. After the backup window, or it copies yesterday's. */
  readonly scheduleExpression: string;
  /** Copies that are kept, 1 to 90. One goes when that many newer ones are available, and not before. */
  readonly retainCount: number;
  /** Another value copies once more, at the next apply. @default none: only the schedule copies */
  readonly copyRevision?: string;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
/** The longest that SQS has: what failed at Christmas is still there after New Year. */
const DEAD_LETTER_RETENTION = 14 * 24 * HOUR;
/** A day, and half a day for the backup window, AWS's queue of copies, and the copy itself. */
const OLDEST_COPY = 36 * HOUR;
const NAMESPACE_SUFFIX = 'snapshot-copies';
/**
 * What tells whose a copy is. Not the environment's further tags: forty long ones exceed the 4 KB that Lambda has for all
 * variables (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html, 2026-11-23).
 */
const OWN_TAGS = ['Project', 'Environment', 'ManagedBy'];
const CODE = 'modules/enterprise/snapshot-copies/copy_snapshots.py';

/**
 * Checklist: copies of the database's snapshots in the recovery region, daily, under a customer key there: what is left when a
 * whole region is not. A schedule starts the day's copy of the latest automated snapshot; another one looks after it every
 * hour, for a copy takes minutes to hours and may fail: then it is started again. Old copies go only when the newest is
 * available. They survive a destroy, as manual snapshots do.
 *
 * A snapshot under the AWS-managed key of RDS is copied as well: the account is the same, and the copy gets the customer key
 * (https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CopyDBSnapshot.html, 2026-11-23). At most 20 copies to one
 * region may be under way in an account; this one makes one a day
 * (https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_CopySnapshot.html, 2026-11-23).
 *
 * The function runs in the environment's own region: there are the topic that its alarms tell, its logs and its key, and
 * without that region there is nothing to copy any more.
 *
 * What is stored there costs 0.095 USD per GB and month, what is transferred 0.02 USD per GB
 * (https://aws.amazon.com/rds/postgresql/pricing/, us-east-1, 2026-11-23); function, schedule and queue stay below a cent, the
 * three alarms cost 0.10 USD each (https://aws.amazon.com/cloudwatch/pricing/, 2026-11-23).
 */
export class SnapshotCopies extends Construct {
  /** For what must wait until the copy that the runbook makes is there. */
  readonly copiedNow: ITerraformDependable[] = [];
  private readonly name: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly stack: StackSettings,
    private readonly productionGa: ProductionGa,
    private readonly settings: SnapshotCopySettings,
  ) {
    super(scope, id);
    this.name = `${stack.name}-snapshot-copies`;
    if (settings.enabled) {
      const queue = new SqsQueue(this, 'snapshot_copies.queue', {
        name: `${this.name}-dead-letters`,
        sqsManagedSseEnabled: true,
        messageRetentionSeconds: DEAD_LETTER_RETENTION,
      });
      const copier = this.createFunction(queue);
      this.schedule(copier, queue);
      this.watch(copier, queue);
    }
    if (settings.copyRevision !== undefined) this.copyNow(settings.copyRevision);
  }

  private get beta() {
    return this.productionGa.earlyGa.beta;
  }

  private createFunction(queue: SqsQueue): LambdaFunction {
    const { aws, tags } = this.stack;
    const { recoveryKeys } = this.productionGa;
    const { database, logs } = this.beta;
    // Lambda would create it at the first run, without retention and key.
    const logGroup = logs.createLogGroup(this, 'snapshot_copies.log_group', `/aws/lambda/${this.name}`);
    const role = new IamRole(this, 'snapshot_copies.role', {
      name: this.name,
      description: `Copies the database's snapshots of ${this.stack.name} to ${recoveryKeys.region}`,
      permissionsBoundary: aws.permissionsBoundary,
      // The trust that AWS documents, without aws:SourceAccount, which no page says that Lambda sends. Nobody else can use the
      // role: Lambda takes a role of the function's own account only, from who may pass it
      // (https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html, 2026-11-23).
      assumeRolePolicy: Fn.jsonencode({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      }),
    });
    const policy = new IamRolePolicy(this, 'snapshot_copies.policy', {
      name: 'copy-snapshots',
      role: role.name,
      policy: Fn.jsonencode(
        snapshotCopyPermissions({
          accountId: aws.accountId,
          region: aws.region,
          recoveryRegion: recoveryKeys.region,
          database: database.identifier,
          databaseKeyArn: database.keyArn,
          recoveryKeyArn: recoveryKeys.databaseKeyArn,
          copiedBy: this.name,
          logGroupArn: logGroup.arn,
          queueArn: queue.arn,
        }),
      ),
    });

    const archive = new FunctionArchive(this, 'function', CODE);
    const copier = new LambdaFunction(this, 'snapshot_copies.function', {
      functionName: this.name,
      description: `Copies the snapshots of ${database.identifier} to ${recoveryKeys.region}`,
      filename: archive.path,
      sourceCodeHash: archive.hash,
      // The newest that the provider accepts. It brings the SDK with it.
      runtime: 'python3.13',
      handler: 'copy_snapshots.handler',
      architectures: ['arm64'],
      role: role.arn,
      memorySize: 256,
      // A handful of calls, each of them repeated where AWS throttles.
      timeout: 5 * MINUTE,
      environment: {
        variables: {
          DATABASE: database.identifier,
          RECOVERY_REGION: recoveryKeys.region,
          KMS_KEY_ARN: recoveryKeys.databaseKeyArn,
          RETAIN_COUNT: `${this.settings.retainCount}`,
          COPIED_BY: this.name,
          TAGS: Fn.jsonencode(Object.fromEntries(OWN_TAGS.map((key) => [key, tags[key] ?? '']))),
          METRIC_NAMESPACE: this.metricNamespace,
        },
      },
      dependsOn: [logGroup, policy],
    });
    // No concurrency is reserved for it: new accounts have too little to reserve any, and runs may overlap.
    new LambdaFunctionEventInvokeConfig(this, 'snapshot_copies.retries', {
      functionName: copier.functionName,
      maximumRetryAttempts: 2,
      // Then the next hourly run does the work.
      maximumEventAgeInSeconds: HOUR,
      destinationConfig: { onFailure: { destination: queue.arn } },
      dependsOn: [policy],
    });
    return copier;
  }

  private get metricNamespace(): string {
    return `${this.stack.name}/${NAMESPACE_SUFFIX}`;
  }

  private schedule(copier: LambdaFunction, queue: SqsQueue): void {
    const { database } = this.beta;
    const daily = new CloudwatchEventRule(this, 'snapshot_copies.rule', {
      name: this.name,
      description: `Starts the day's copy of the latest snapshot of ${database.identifier}`,
      scheduleExpression: this.settings.scheduleExpression,
    });
    const hourly = new CloudwatchEventRule(this, 'snapshot_copies_check', {
      name: `${this.name}-check`,
      description: `Looks after the copies of the snapshots of ${database.identifier}`,
      scheduleExpression: 'rate(1 hour)',
    });
    const queuePolicy = this.admitEventBridge(queue, [daily, hourly]);
    this.target('snapshot_copies', daily, copier, queue, { start: true }, queuePolicy);
    this.target('snapshot_copies_check', hourly, copier, queue, { start: false }, queuePolicy);
  }

  /** For events that it cannot deliver. The function writes there by its role. */
  private admitEventBridge(queue: SqsQueue, rules: readonly CloudwatchEventRule[]): ITerraformDependable {
    return new SqsQueuePolicy(this, 'snapshot_copies.queue_policy', {
      queueUrl: queue.url,
      policy: Fn.jsonencode({
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'EventsThatWereNotDelivered',
            Effect: 'Allow',
            Principal: { Service: 'events.amazonaws.com' },
            Action: 'sqs:SendMessage',
            Resource: queue.arn,
            Condition: { ArnEquals: { 'aws:SourceArn': rules.map(({ arn }) => arn) } },
          },
          {
            Sid: 'OnlyEncryptedConnections',
            Effect: 'Deny',
            Principal: '*',
            Action: ['sqs:DeleteMessage', 'sqs:ReceiveMessage', 'sqs:SendMessage'],
            Resource: queue.arn,
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
        ],
      }),
    });
  }

  private target(
    id: string,
    rule: CloudwatchEventRule,
    copier: LambdaFunction,
    queue: SqsQueue,
    event: { readonly start: boolean },
    queuePolicy: ITerraformDependable,
  ): void {
    const permission = new LambdaPermission(this, `${id}.permission`, {
      statementId: id.replace(/_/g, '-'),
      functionName: copier.functionName,
      action: 'lambda:InvokeFunction',
      principal: 'events.amazonaws.com',
      sourceArn: rule.arn,
    });
    new CloudwatchEventTarget(this, `${id}.target`, {
      rule: rule.name,
      targetId: 'copy-snapshots',
      arn: copier.arn,
      input: JSON.stringify(event),
      deadLetterConfig: { arn: queue.arn },
      dependsOn: [permission, queuePolicy],
    });
  }

  private watch(copier: LambdaFunction, queue: SqsQueue): void {
    const { alarms, database } = this.beta;
    const { region } = this.productionGa.recoveryKeys;
    const guide = 'docs/guides/disaster-recovery.md says what to do.';
    alarms.add(this, 'snapshot_copies_failed', {
      category: 'Recovery',
      namespace: 'AWS/Lambda',
      metricName: 'Errors',
      dimensions: { FunctionName: copier.functionName },
      alarmDescription: `A copy of the database's snapshot to ${region} failed, or could not be started. The log group of the function says why, ${guide}`,
      statistic: 'Sum',
      comparisonOperator: 'GreaterThanThreshold',
      threshold: 0,
      period: 5 * MINUTE,
      evaluationPeriods: 1,
    });
    alarms.add(this, 'snapshot_copies_silent', {
      category: 'Recovery',
      namespace: this.metricNamespace,
      metricName: 'NewestCopyAge',
      dimensions: { DBInstanceIdentifier: database.identifier },
      alarmDescription: `The newest copy of the database in ${region} is older than 36 hours, or there is none, or nobody looks. Also when all of this is new, for the hours until the first copy is there. ${guide}`,
      statistic: 'Minimum',
      comparisonOperator: 'GreaterThanThreshold',
      threshold: OLDEST_COPY,
      period: HOUR,
      // One hourly run may fail.
      evaluationPeriods: 3,
      treatMissingData: 'breaching',
    });
    alarms.add(this, 'snapshot_copies_dead_letters', {
      category: 'Recovery',
      namespace: 'AWS/SQS',
      metricName: 'ApproximateNumberOfMessagesVisible',
      dimensions: { QueueName: queue.name },
      alarmDescription: `Runs of the function that copies the database's snapshots were given up: the messages in ${this.name}-dead-letters are those. Delete them when they are dealt with. ${guide}`,
      statistic: 'Maximum',
      comparisonOperator: 'GreaterThanThreshold',
      threshold: 0,
      period: 5 * MINUTE,
      evaluationPeriods: 1,
    });
  }

  private copyNow(revision: string): void {
    const { recoveryKeys } = this.productionGa;
    const { database } = this.beta;
    const runbook = new Runbook(this, 'copy_snapshot', {
      script: 'copy-snapshot.sh',
      revision,
      // Not the database's resource id: one that was restored is another one, and nobody has asked for a run.
      triggers: { recovery_region: recoveryKeys.region },
      environment: {
        DATABASE: database.identifier,
        TO_REGION: recoveryKeys.region,
        KMS_KEY_ID: recoveryKeys.databaseKeyArn,
        // Empty means the default: or else what the shell happens to have would count.
        SNAPSHOT: '',
        TARGET: '',
        KEEP: '',
      },
      aws: this.stack.aws,
      dependsOn: [database.instance],
    });
    this.copiedNow.push(runbook.resource);
  }
}

import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { SsmDocument } from '@cdktf/provider-aws/lib/ssm-document';
import { Fn } from 'cdktf';
import { Construct } from 'constructs';
import type { StackSettings } from '../common/stack-settings';
import type { Statement } from '../early-ga/key-policies';

export interface AutomationDocumentSettings {
  readonly description: string;
  /** What whoever starts it gives. @default nothing */
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** As https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-actions.html has them (2026-11-23). */
  readonly steps: readonly Step[];
  /** What the steps may do, and nothing else. */
  readonly statements: readonly Statement[];
}

type Step = Readonly<Record<string, unknown>>;

/**
 * A Systems Manager Automation document with a role of its own. Only Automation in this account may assume the role, as
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-setup-iam.html asks (2026-11-23). A step costs
 * 0.002 USD, a second of a script 0.00003 USD (https://aws.amazon.com/systems-manager/pricing/, 2026-11-23).
 */
export class AutomationDocument extends Construct {
  readonly name: string;
  readonly roleArn: string;

  constructor(scope: Construct, id: string, stack: StackSettings, settings: AutomationDocumentSettings) {
    super(scope, id);
    const { accountId, permissionsBoundary } = stack.aws;
    const name = `${stack.name}-${id.replace(/_/g, '-')}`;
    const role = new IamRole(this, id, {
      name,
      description: settings.description,
      permissionsBoundary,
      assumeRolePolicy: Fn.jsonencode({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'ssm.amazonaws.com' },
            Action: 'sts:AssumeRole',
            Condition: {
              StringEquals: { 'aws:SourceAccount': accountId },
              ArnLike: { 'aws:SourceArn': `arn:aws:ssm:*:${accountId}:automation-execution/*` },
            },
          },
        ],
      }),
    });
    const policy = new IamRolePolicy(this, `${id}.policy`, {
      name,
      role: role.name,
      policy: Fn.jsonencode({ Version: '2012-10-17', Statement: settings.statements }),
    });
    const document = new SsmDocument(this, `${id}.document`, {
      name,
      documentType: 'Automation',
      documentFormat: 'JSON',
      content: Fn.jsonencode({
        schemaVersion: '0.3',
        description: settings.description,
        assumeRole: role.arn,
        ...(settings.parameters !== undefined && { parameters: settings.parameters }),
        mainSteps: settings.steps,
      }),
      dependsOn: [policy],
    });
    this.name = document.name;
    this.roleArn = role.arn;
  }
}

/** Half an hour: a failover takes one to two minutes, a restart with crash recovery longer. */
const REBOOT_SECONDS = 1800;
/** Six hours: a first snapshot of a large volume takes hours. */
const SNAPSHOT_SECONDS = 21_600;

/**
 * What an operator can do to the database while an incident is open. The plan names `AWS-RestartEC2Instance`, which finds nothing to
 * restart: the database is no EC2 instance. These take its place. Neither runs by itself: a restart cuts every
 * connection, and whether that helps is for a person to judge.
 */
export class DatabaseAutomation extends Construct {
  readonly snapshotNow: AutomationDocument;

  constructor(scope: Construct, id: string, stack: StackSettings, databaseIdentifier: string) {
    super(scope, id);
    this.rebootWithFailover(stack, databaseIdentifier);
    this.snapshotNow = this.createSnapshotNow(stack, databaseIdentifier);
  }

  /**
   * RDS refuses `ForceFailover` for an instance without a standby
   * (https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_RebootDBInstance.html, 2026-11-23). The document
   * looks first, and says so in words.
   */
  private rebootWithFailover(stack: StackSettings, databaseIdentifier: string): void {
    const database = { Service: 'rds', Api: 'DescribeDBInstances', DBInstanceIdentifier: databaseIdentifier };
    new AutomationDocument(this, 'reboot_with_failover', stack, {
      description: `Reboots ${databaseIdentifier} with a failover to its standby: one to two minutes without a database`,
      statements: [
        {
          Effect: 'Allow',
          Action: ['rds:DescribeDBInstances', 'rds:RebootDBInstance'],
          Resource: databaseArn(stack, databaseIdentifier),
        },
      ],
      steps: [
        {
          name: 'database',
          action: 'aws:executeAwsApi',
          inputs: database,
          outputs: [
            { Name: 'MultiAZ', Selector: '$.DBInstances[0].MultiAZ', Type: 'Boolean' },
            { Name: 'Status', Selector: '$.DBInstances[0].DBInstanceStatus', Type: 'String' },
          ],
        },
        {
          name: 'hasStandby',
          action: 'aws:branch',
          inputs: {
            Choices: [
              {
                And: [
                  { Variable: '{{ database.MultiAZ }}', BooleanEquals: true },
                  { Variable: '{{ database.Status }}', StringEquals: 'available' },
                ],
                NextStep: 'reboot',
              },
            ],
            Default: 'refuse',
          },
        },
        {
          name: 'reboot',
          action: 'aws:executeAwsApi',
          inputs: {
            Service: 'rds',
            Api: 'RebootDBInstance',
            DBInstanceIdentifier: databaseIdentifier,
            ForceFailover: true,
          },
        },
        {
          name: 'available',
          action: 'aws:waitForAwsResourceProperty',
          timeoutSeconds: REBOOT_SECONDS,
          inputs: {
            ...database,
            PropertySelector: '$.DBInstances[0].DBInstanceStatus',
            DesiredValues: ['available'],
          },
          isEnd: true,
        },
        {
          name: 'refuse',
          action: 'aws:executeScript',
          inputs: {
            Runtime: 'python3.11',
            Handler: 'refuse',
            InputPayload: { multiAz: '{{ database.MultiAZ }}', status: '{{ database.Status }}' },
            // CDKTF escapes no double quotes in what it hands to jsonencode.
            Script: [
              'def refuse(events, context):',
              `    why = 'a failover takes a standby and an available instance (MultiAZ {}, status {})'`,
              `    raise Exception('${databaseIdentifier}: ' + why.format(events['multiAz'], events['status']))`,
            ].join('\n'),
          },
          isEnd: true,
        },
      ],
    });
  }

  private createSnapshotNow(stack: StackSettings, databaseIdentifier: string): AutomationDocument {
    const { accountId, region } = stack.aws;
    const prefix = `${databaseIdentifier}-incident`;
    // Its own id: two that run at once take two snapshots, and the name says which run took it.
    const snapshot = `${prefix}-{{ automation:EXECUTION_ID }}`;
    return new AutomationDocument(this, 'snapshot_now', stack, {
      description: `Takes a snapshot of ${databaseIdentifier} and waits for it. It stays until somebody deletes it`,
      statements: [
        {
          Effect: 'Allow',
          // Tags come by copy_tags_to_snapshot, which asks for the permission to add them.
          Action: ['rds:AddTagsToResource', 'rds:CreateDBSnapshot', 'rds:DescribeDBSnapshots'],
          Resource: [databaseArn(stack, databaseIdentifier), `arn:aws:rds:${region}:${accountId}:snapshot:${prefix}-*`],
        },
      ],
      steps: [
        {
          name: 'snapshot',
          action: 'aws:executeAwsApi',
          inputs: {
            Service: 'rds',
            Api: 'CreateDBSnapshot',
            DBInstanceIdentifier: databaseIdentifier,
            DBSnapshotIdentifier: snapshot,
          },
          outputs: [{ Name: 'Arn', Selector: '$.DBSnapshot.DBSnapshotArn', Type: 'String' }],
        },
        {
          name: 'available',
          action: 'aws:waitForAwsResourceProperty',
          timeoutSeconds: SNAPSHOT_SECONDS,
          inputs: {
            Service: 'rds',
            Api: 'DescribeDBSnapshots',
            DBSnapshotIdentifier: snapshot,
            PropertySelector: '$.DBSnapshots[0].Status',
            DesiredValues: ['available'],
          },
          isEnd: true,
        },
      ],
    });
  }
}

/**
 * To start a document as its role. The action is checked on the document, on the version that it defines, and on the execution
 * (https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html, 2026-11-23).
 */
export function startOf({ name, roleArn }: AutomationDocument, { aws }: StackSettings): Statement[] {
  const ssm = `arn:aws:ssm:${aws.region}:${aws.accountId}`;
  return [
    {
      Effect: 'Allow',
      Action: 'ssm:StartAutomationExecution',
      Resource: [`${ssm}:automation-definition/${name}:*`, `${ssm}:document/${name}`, `${ssm}:automation-execution/*`],
    },
    {
      Effect: 'Allow',
      Action: 'iam:PassRole',
      Resource: roleArn,
      Condition: { StringEquals: { 'iam:PassedToService': 'ssm.amazonaws.com' } },
    },
  ];
}

function databaseArn({ aws }: StackSettings, identifier: string): string {
  return `arn:aws:rds:${aws.region}:${aws.accountId}:db:${identifier}`;
}

import { execa } from 'execa';
import { automation, steps } from '../../support/automation';
import { parsePolicy } from '../../support/policy';
import { type Json, stackJson } from '../../support/stack-json';

const DATABASE = 'arn:aws:rds:us-east-1:123456789012:db:acme-postgres';

let stack: Json;

beforeAll(async () => {
  stack = await stackJson({ tier: 'production-ga' });
});

const statements = (role: string) => parsePolicy(stack.resource.aws_iam_role_policy[role].policy).Statement;

describe('reboot with failover', () => {
  test.each([
    ['a standby', true, 'available', ['database', 'hasStandby', 'reboot', 'available']],
    ['no standby', false, 'available', ['database', 'hasStandby', 'refuse']],
    ['a standby, but an instance that is being changed', true, 'modifying', ['database', 'hasStandby', 'refuse']],
  ])('with %s', (_title, multiAz, status, expected) => {
    const document = automation(stack, 'reboot_with_failover');
    expect(steps(document, { 'database.MultiAZ': multiAz, 'database.Status': status })).toEqual(expected);
  });

  test('fails over, and waits until the instance answers again', () => {
    const { mainSteps, assumeRole } = automation(stack, 'reboot_with_failover');
    expect(assumeRole).toBe('${aws_iam_role.reboot_with_failover.arn}');
    const [, , reboot, available] = mainSteps;
    expect(reboot.inputs).toEqual({
      Service: 'rds',
      Api: 'RebootDBInstance',
      DBInstanceIdentifier: 'acme-postgres',
      ForceFailover: true,
    });
    expect(available).toMatchObject({ timeoutSeconds: 1800, inputs: { DesiredValues: ['available'] } });
  });

  test('a refusal fails, and says why', async () => {
    const { inputs } = automation(stack, 'reboot_with_failover').mainSteps.at(-1);
    const call = `${inputs.Handler}({'multiAz': False, 'status': 'available'}, None)`;
    await expect(execa('python3', ['-c', `${inputs.Script}\n${call}`])).rejects.toThrow(
      'acme-postgres: a failover takes a standby and an available instance (MultiAZ False, status available)',
    );
  });

  test('may reboot this database, and no other', () => {
    expect(statements('reboot_with_failover')).toEqual([
      { Effect: 'Allow', Action: ['rds:DescribeDBInstances', 'rds:RebootDBInstance'], Resource: DATABASE },
    ]);
  });
});

describe('snapshot now', () => {
  test('each run takes one of its own, and waits for it', () => {
    const document = automation(stack, 'snapshot_now');
    expect(steps(document, {})).toEqual(['snapshot', 'available']);
    const name = 'acme-postgres-incident-{{ automation:EXECUTION_ID }}';
    expect(document.mainSteps.map(({ inputs }: Json) => inputs.DBSnapshotIdentifier)).toEqual([name, name]);
  });

  test('may snapshot this database under that name, and delete nothing', () => {
    expect(statements('snapshot_now')).toEqual([
      {
        Effect: 'Allow',
        Action: ['rds:AddTagsToResource', 'rds:CreateDBSnapshot', 'rds:DescribeDBSnapshots'],
        Resource: [DATABASE, 'arn:aws:rds:us-east-1:123456789012:snapshot:acme-postgres-incident-*'],
      },
    ]);
  });
});

test('the identifier of the database is what the environment says', async () => {
  const named = await stackJson({ tier: 'production-ga', database: { identifier: 'shop' } });
  expect(named.resource.aws_ssm_document.snapshot_now.content).toContain('"DBInstanceIdentifier" = "shop"');
  expect(named.resource.aws_iam_role_policy.snapshot_now.policy).not.toContain('acme-postgres');
});

test('nothing starts a document that changes the database', () => {
  const started = JSON.stringify([
    stack.resource.aws_cloudwatch_event_target,
    stack.resource.aws_cloudwatch_metric_alarm,
  ]);
  expect(started).not.toMatch(/reboot/);
});

describe('every role', () => {
  test('is assumed by its service for this account alone, and has the boundary', async () => {
    const boundary = 'arn:aws:iam::123456789012:policy/boundary';
    const bounded = await stackJson({
      tier: 'production-ga',
      aws: { account_id: '123456789012', region: 'us-east-1', permissions_boundary: boundary },
      secret_rotation: { function_arn: 'arn:aws:lambda:us-east-1:123456789012:function:rotation' },
    });
    const roles = ['reboot_with_failover', 'snapshot_now', 'escalate_ops_item', 'post_mortem'];
    for (const role of roles) {
      expect(bounded.resource.aws_iam_role[role].permissions_boundary).toBe(boundary);
      expect(parsePolicy(bounded.resource.aws_iam_role[role].assume_role_policy).Statement).toEqual([
        {
          Effect: 'Allow',
          Principal: { Service: 'ssm.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Condition: {
            StringEquals: { 'aws:SourceAccount': '123456789012' },
            ArnLike: { 'aws:SourceArn': 'arn:aws:ssm:*:123456789012:automation-execution/*' },
          },
        },
      ]);
    }
    for (const role of ['finding_ops_items', 'escalate_ops_items']) {
      expect(bounded.resource.aws_iam_role[role].permissions_boundary).toBe(boundary);
      expect(parsePolicy(bounded.resource.aws_iam_role[role].assume_role_policy).Statement).toEqual([
        {
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Condition: {
            StringEquals: { 'aws:SourceAccount': '123456789012' },
            ArnLike: { 'aws:SourceArn': 'arn:aws:events:us-east-1:123456789012:rule/acme-*' },
          },
        },
      ]);
    }
  });
});

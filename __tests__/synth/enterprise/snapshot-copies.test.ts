import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { argumentsOf } from '../../support/early-ga';
import { parsePolicy } from '../../support/policy';
import { type Json, stackJson } from '../../support/stack-json';
import { environmentYaml, synthesize } from '../../support/synthesize';

const BOUNDARY = 'arn:aws:iam::123456789012:policy/boundary';
const ENTERPRISE = {
  tier: 'enterprise',
  aws: { account_id: '123456789012', region: 'us-east-1', recovery_region: 'eu-west-1' },
};
const FUNCTION = '${aws_lambda_function.snapshot_copies.function_name}';
const QUEUE = '${aws_sqs_queue.snapshot_copies.arn}';

let stack: Json;
let stackDirectory: string;

beforeAll(async () => {
  const tags = { CostCenter: '4711' };
  const aws = { ...ENTERPRISE.aws, permissions_boundary: BOUNDARY };
  ({ stackDirectory } = await synthesize(
    environmentYaml({ ...ENTERPRISE, aws, tags, secret_rotation: ROTATION, snapshot_copies: { retain_count: 30 } }),
  ));
  stack = JSON.parse(await readFile(join(stackDirectory, 'cdk.tf.json'), 'utf8'));
});

/** One that may have a boundary. */
const ROTATION = { function_arn: 'arn:aws:lambda:us-east-1:123456789012:function:rotation' };

const one = (type: string, name = 'snapshot_copies') => argumentsOf(stack.resource[type][name]);

/** What belongs to this line of the checklist. */
function addressesOf(json: Json): string[] {
  return Object.entries<Json>(json.resource).flatMap(([type, named]) =>
    Object.entries<Json>(named)
      .filter(([, body]) => body['//'].metadata.path.includes('/snapshot-copies/'))
      .map(([name]) => `${type}.${name}`),
  );
}

test('the function: what it copies, where to, under which key, how many it keeps', () => {
  const { filename, source_code_hash, depends_on, ...rest } = one('aws_lambda_function');
  expect(rest).toEqual({
    function_name: 'acme-snapshot-copies',
    description: 'Copies the snapshots of acme-postgres to eu-west-1',
    runtime: 'python3.13',
    handler: 'copy_snapshots.handler',
    architectures: ['arm64'],
    role: '${aws_iam_role.snapshot_copies.arn}',
    memory_size: 256,
    timeout: 300,
    environment: {
      variables: {
        DATABASE: 'acme-postgres',
        RECOVERY_REGION: 'eu-west-1',
        KMS_KEY_ARN: '${aws_kms_key.recovery_database.arn}',
        RETAIN_COUNT: '30',
        COPIED_BY: 'acme-snapshot-copies',
        // Without CostCenter: forty such tags are more than Lambda has room for.
        TAGS: '${jsonencode({"Project" = "acme", "Environment" = "acme", "ManagedBy" = "palier"})}',
        METRIC_NAMESPACE: 'acme/snapshot-copies',
      },
    },
  });
  expect(depends_on.sort()).toEqual([
    'aws_cloudwatch_log_group.snapshot_copies',
    'aws_iam_role_policy.snapshot_copies',
  ]);
  expect(one('aws_cloudwatch_log_group')).toEqual({
    name: '/aws/lambda/acme-snapshot-copies',
    retention_in_days: 180,
    kms_key_id: '${aws_kms_key.logs.arn}',
    skip_destroy: true,
  });
});

test('its archive has the code, and the hash that Lambda compares', async () => {
  const { filename, source_code_hash } = one('aws_lambda_function');
  const archive = await readFile(join(stackDirectory, filename.replace('${path.module}/', '')));
  expect(createHash('sha256').update(archive).digest('base64')).toBe(source_code_hash);
  const code = await readFile(
    join(import.meta.dirname, '..', '..', '..', 'modules/enterprise/snapshot-copies/copy_snapshots.py'),
  );
  expect(archive.includes(code)).toBe(true);
});

test('the archive is the same wherever and whenever it is made', async () => {
  const zone = process.env.TZ;
  process.env.TZ = zone === 'Asia/Tokyo' ? 'America/New_York' : 'Asia/Tokyo';
  try {
    const { resource } = await stackJson(ENTERPRISE);
    const { filename, source_code_hash } = one('aws_lambda_function');
    expect(resource.aws_lambda_function.snapshot_copies).toMatchObject({ filename, source_code_hash });
  } finally {
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  }
});

test('its role: for Lambda, within the boundary, and what copying takes', () => {
  const { assume_role_policy, ...role } = one('aws_iam_role');
  expect(role).toMatchObject({ name: 'acme-snapshot-copies', permissions_boundary: BOUNDARY });
  expect(parsePolicy(assume_role_policy).Statement).toEqual([
    { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ]);

  const { Statement } = parsePolicy(one('aws_iam_role_policy').policy);
  const copies = 'arn:aws:rds:eu-west-1:123456789012:snapshot:acme-postgres-copy-*';
  const through = (region: string) => ({ StringEquals: { 'kms:ViaService': `rds.${region}.amazonaws.com` } });
  const use = ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'];
  const key = (which: string, arn: string, region: string) => [
    { Sid: `Use${which}KeyThroughRds`, Effect: 'Allow', Action: use, Resource: arn, Condition: through(region) },
    {
      Sid: `Grant${which}KeyToRds`,
      Effect: 'Allow',
      Action: 'kms:CreateGrant',
      Resource: arn,
      Condition: { ...through(region), Bool: { 'kms:GrantIsForAWSResource': 'true' } },
    },
  ];
  expect(Statement).toEqual([
    {
      Sid: 'WriteLogs',
      Effect: 'Allow',
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: '${aws_cloudwatch_log_group.snapshot_copies.arn}:*',
    },
    { Sid: 'SendDeadLetters', Effect: 'Allow', Action: 'sqs:SendMessage', Resource: QUEUE },
    {
      Sid: 'SeeSnapshots',
      Effect: 'Allow',
      Action: 'rds:DescribeDBSnapshots',
      Resource: '*',
      Condition: { StringEquals: { 'aws:RequestedRegion': ['us-east-1', 'eu-west-1'] } },
    },
    {
      Sid: 'CopyAutomatedSnapshots',
      Effect: 'Allow',
      Action: 'rds:CopyDBSnapshot',
      Resource: [
        'arn:aws:rds:us-east-1:123456789012:snapshot:rds:acme-postgres-*',
        'arn:aws:rds:us-east-1:123456789012:snapshot:acme-postgres-copy-*',
        copies,
      ],
    },
    { Sid: 'TagCopies', Effect: 'Allow', Action: 'rds:AddTagsToResource', Resource: copies },
    {
      Sid: 'RemoveItsOwnCopies',
      Effect: 'Allow',
      Action: 'rds:DeleteDBSnapshot',
      Resource: copies,
      Condition: { StringEquals: { 'aws:ResourceTag/CopiedBy': 'acme-snapshot-copies' } },
    },
    ...key('Home', '${aws_db_instance.database.kms_key_id}', 'us-east-1'),
    ...key('Recovery', '${aws_kms_key.recovery_database.arn}', 'eu-west-1'),
  ]);
});

test('a run that fails is repeated, and then kept in an encrypted queue', () => {
  expect(one('aws_lambda_function_event_invoke_config')).toEqual({
    function_name: FUNCTION,
    maximum_retry_attempts: 2,
    maximum_event_age_in_seconds: 3600,
    destination_config: { on_failure: { destination: QUEUE } },
    depends_on: ['aws_iam_role_policy.snapshot_copies'],
  });
  expect(one('aws_sqs_queue')).toEqual({
    name: 'acme-snapshot-copies-dead-letters',
    sqs_managed_sse_enabled: true,
    message_retention_seconds: 14 * 24 * 3600,
  });
  expect(parsePolicy(one('aws_sqs_queue_policy').policy).Statement).toEqual([
    {
      Sid: 'EventsThatWereNotDelivered',
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: QUEUE,
      Condition: {
        ArnEquals: {
          'aws:SourceArn': [
            '${aws_cloudwatch_event_rule.snapshot_copies.arn}',
            '${aws_cloudwatch_event_rule.snapshot_copies_check.arn}',
          ],
        },
      },
    },
    {
      Sid: 'OnlyEncryptedConnections',
      Effect: 'Deny',
      Principal: '*',
      Action: ['sqs:DeleteMessage', 'sqs:ReceiveMessage', 'sqs:SendMessage'],
      Resource: QUEUE,
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    },
  ]);
});

test.each([
  ['snapshot_copies', 'cron(0 5 * * ? *)', true],
  ['snapshot_copies_check', 'rate(1 hour)', false],
])('%s: at %s, by this rule only', (name, expression, start) => {
  expect(one('aws_cloudwatch_event_rule', name)).toMatchObject({
    name: `acme-${name.replace(/_/g, '-')}`,
    schedule_expression: expression,
  });
  expect(one('aws_cloudwatch_event_target', name)).toEqual({
    rule: `\${aws_cloudwatch_event_rule.${name}.name}`,
    target_id: 'copy-snapshots',
    arn: '${aws_lambda_function.snapshot_copies.arn}',
    input: JSON.stringify({ start }),
    dead_letter_config: { arn: QUEUE },
    depends_on: [`aws_lambda_permission.${name}`, 'aws_sqs_queue_policy.snapshot_copies'],
  });
  expect(one('aws_lambda_permission', name)).toEqual({
    statement_id: name.replace(/_/g, '-'),
    function_name: FUNCTION,
    action: 'lambda:InvokeFunction',
    principal: 'events.amazonaws.com',
    source_arn: `\${aws_cloudwatch_event_rule.${name}.arn}`,
  });
});

test('alarms: at a failure, at what was given up, and at silence', () => {
  expect(one('aws_cloudwatch_metric_alarm', 'snapshot_copies_failed')).toMatchObject({
    namespace: 'AWS/Lambda',
    metric_name: 'Errors',
    dimensions: { FunctionName: FUNCTION },
    threshold: 0,
    treat_missing_data: 'notBreaching',
    alarm_actions: ['${aws_sns_topic.alerts.arn}', 'arn:aws:ssm:us-east-1:123456789012:opsitem:3#CATEGORY=Recovery'],
  });
  expect(one('aws_cloudwatch_metric_alarm', 'snapshot_copies_dead_letters')).toMatchObject({
    namespace: 'AWS/SQS',
    dimensions: { QueueName: '${aws_sqs_queue.snapshot_copies.name}' },
    threshold: 0,
  });
  expect(one('aws_cloudwatch_metric_alarm', 'snapshot_copies_silent')).toMatchObject({
    namespace: 'acme/snapshot-copies',
    metric_name: 'NewestCopyAge',
    dimensions: { DBInstanceIdentifier: 'acme-postgres' },
    comparison_operator: 'GreaterThanThreshold',
    threshold: 36 * 3600,
    period: 3600,
    evaluation_periods: 3,
    treat_missing_data: 'breaching',
  });
});

test('without copies there is nothing of it', async () => {
  const off = await stackJson({ ...ENTERPRISE, snapshot_copies: { enabled: false } });
  expect(addressesOf(off)).toEqual([]);
});

test('the runbook runs when it has a revision, and another one replaces nothing else', async () => {
  expect(stack.resource.null_resource.copy_snapshot).toBeUndefined();
  const revised = (revision: string) => stackJson({ ...ENTERPRISE, runbooks: { copy_snapshot: { revision } } });
  const [first, second] = await Promise.all([revised('1'), revised('2')]);
  const { provisioner, ...runbook } = argumentsOf(first.resource.null_resource.copy_snapshot);
  expect(runbook).toEqual({
    // Only these: a database that was restored has another resource id, and nobody has raised the revision.
    triggers: { recovery_region: 'eu-west-1', revision: '1' },
    depends_on: ['aws_db_instance.database'],
  });
  expect(provisioner[0]['local-exec'].environment).toMatchObject({
    DATABASE: 'acme-postgres',
    AWS_REGION: 'us-east-1',
    TO_REGION: 'eu-west-1',
    KMS_KEY_ID: '${aws_kms_key.recovery_database.arn}',
    SNAPSHOT: '',
    TARGET: '',
    KEEP: '',
  });
  second.resource.null_resource.copy_snapshot.triggers.revision = '1';
  expect(second).toEqual(first);
});

import { argumentsOf, earlyGaJson } from '../../support/early-ga';
import { type Json, stackJson } from '../../support/stack-json';

const FUNCTION_ARN = 'arn:aws:lambda:us-east-1:123456789012:function:rotation';
const AWS_FUNCTION =
  'aws_serverlessapplicationrepository_cloudformation_stack.rotation_function.outputs["RotationLambdaARN"]';

let earlyGa: Json;

beforeAll(async () => {
  earlyGa = await earlyGaJson();
});

const rotationOf = (stack: Json) => stack.resource.aws_secretsmanager_secret_rotation?.database;
const alarmOf = (stack: Json) => stack.resource.aws_cloudwatch_metric_alarm.rotation_failed;

test('every 30 days, never at once, and only when all that it needs is in place', () => {
  const { depends_on, ...rotation } = argumentsOf(rotationOf(earlyGa));
  expect(rotation).toEqual({
    secret_id: '${aws_secretsmanager_secret.database.arn}',
    rotation_lambda_arn: `\${${AWS_FUNCTION}}`,
    rotation_rules: { automatically_after_days: 30 },
    rotate_immediately: false,
  });
  expect(depends_on.sort()).toEqual([
    'aws_serverlessapplicationrepository_cloudformation_stack.rotation_function',
    'aws_vpc_endpoint.secrets_manager',
    'aws_vpc_security_group_egress_rule.rotation_to_database',
    'aws_vpc_security_group_egress_rule.rotation_to_secrets_manager',
    'aws_vpc_security_group_ingress_rule.rotation_to_database',
    'aws_vpc_security_group_ingress_rule.rotation_to_secrets_manager',
    'null_resource.set_database_password',
  ]);
});

test('as often as the environment says', async () => {
  const stack = await earlyGaJson({ secret_rotation: { automatically_after_days: 7 } });
  expect(rotationOf(stack).rotation_rules).toEqual({ automatically_after_days: 7 });
});

test('one that fails is an alarm: the function’s errors, at the first', () => {
  expect(argumentsOf(alarmOf(earlyGa))).toEqual({
    alarm_name: 'acme-rotation-failed',
    alarm_description: expect.stringMatching(/function that rotates .* failed.*secret-rotation\.md/),
    namespace: 'AWS/Lambda',
    metric_name: 'Errors',
    // The name in the function's ARN.
    dimensions: { FunctionName: `\${element(split(":", ${AWS_FUNCTION}), 6)}` },
    statistic: 'Sum',
    comparison_operator: 'GreaterThanThreshold',
    threshold: 0,
    period: 300,
    evaluation_periods: 1,
    treat_missing_data: 'notBreaching',
    alarm_actions: ['${aws_sns_topic.alerts.arn}'],
    ok_actions: ['${aws_sns_topic.alerts.arn}'],
  });
});

test('an existing function gets the permission that it needs and the alarm, and nothing else is made', async () => {
  const stack = await earlyGaJson({ secret_rotation: { function_arn: FUNCTION_ARN } });
  expect(rotationOf(stack)).toMatchObject({
    rotation_lambda_arn: FUNCTION_ARN,
    depends_on: ['aws_lambda_permission.rotation_function', 'null_resource.set_database_password'],
  });
  expect(argumentsOf(stack.resource.aws_lambda_permission.rotation_function)).toEqual({
    statement_id: 'acme-secrets-manager',
    action: 'lambda:InvokeFunction',
    function_name: FUNCTION_ARN,
    principal: 'secretsmanager.amazonaws.com',
    source_account: '123456789012',
  });
  expect(alarmOf(stack).dimensions).toEqual({ FunctionName: `\${element(split(":", "${FUNCTION_ARN}"), 6)}` });
  expect(stack.resource.aws_serverlessapplicationrepository_cloudformation_stack).toBeUndefined();
  expect(stack.resource.aws_vpc_endpoint).toBeUndefined();
});

test('rds-managed: RDS rotates by itself, and nothing is made', async () => {
  const stack = await earlyGaJson({ credentials: { mode: 'rds-managed' } });
  expect(rotationOf(stack)).toBeUndefined();
  expect(stack.resource.aws_serverlessapplicationrepository_cloudformation_stack).toBeUndefined();
  expect(stack.resource.aws_vpc_endpoint).toBeUndefined();
  expect(alarmOf(stack)).toBeUndefined();
});

test('the runbook is off until it is given a revision, and runs again for another one', async () => {
  expect(earlyGa.resource.null_resource.rotate_secret).toBeUndefined();
  for (const revision of ['1', '2']) {
    const stack = await earlyGaJson({ runbooks: { rotate_secret: { revision } } });
    expect(stack.resource.null_resource.rotate_secret).toMatchObject({
      triggers: { revision, secret_arn: '${aws_secretsmanager_secret.database.arn}' },
      depends_on: ['aws_secretsmanager_secret_rotation.database'],
    });
  }
});

test('at beta a revision does nothing', async () => {
  const stack = await stackJson({ runbooks: { rotate_secret: { revision: '1' } } });
  expect(stack.resource.null_resource.rotate_secret).toBeUndefined();
});

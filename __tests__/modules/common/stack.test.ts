import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { SsmParameter } from '@cdktf/provider-aws/lib/ssm-parameter';
import { App, TerraformOutput, Testing } from 'cdktf';
import { Construct } from 'constructs';
import { PalierStack } from '../../../modules/common/stack';
import type { StackSettings } from '../../../modules/common/stack-settings';

const settings: StackSettings = {
  name: 'acme',
  aws: { accountId: '123456789012', region: 'eu-west-1' },
  stateBackend: { type: 'local', arguments: { path: '../../../terraform.acme.tfstate' } },
  tags: { Project: 'acme' },
  imports: {},
};

function stackWith(changes: Partial<StackSettings> = {}): PalierStack {
  return new PalierStack(Testing.stubVersion(new App({ skipBackendValidation: true })), { ...settings, ...changes });
}

function synthesized(stack: PalierStack) {
  return JSON.parse(Testing.synth(stack, true));
}

describe('addresses', () => {
  test('are the construct id up to its first dot, whatever the scope', () => {
    const stack = stackWith();
    const scope = new Construct(new Construct(stack, 'beta'), 'some-line');
    new SnsTopic(scope, 'alerts', {});
    new SsmParameter(scope, 'alerts.parameter', { name: '/acme/alerts', type: 'String', insecureValue: 'x' });
    expect(stack.resourceAddresses()).toEqual(['aws_sns_topic.alerts', 'aws_ssm_parameter.alerts']);
    expect(synthesized(stack).resource.aws_sns_topic.alerts.provider).toBeUndefined();
  });

  test('hyphens become underscores, as Terraform people write them', () => {
    const stack = stackWith();
    new SnsTopic(stack, 'on-call', {});
    expect(stack.resourceAddresses()).toEqual(['aws_sns_topic.on_call']);
  });

  test('two resources with one address are an error that names both constructs', () => {
    const stack = stackWith();
    new SnsTopic(new Construct(stack, 'one'), 'alerts', {});
    new SnsTopic(new Construct(stack, 'two'), 'alerts.again', {});
    expect(() => synthesized(stack)).toThrow(
      'Two constructs have the Terraform address aws_sns_topic.alerts: "acme/one/alerts" and "acme/two/alerts.again".',
    );
  });

  test('two outputs with one name are an error too', () => {
    const stack = stackWith();
    new TerraformOutput(new Construct(stack, 'one'), 'endpoint', { value: 'a' });
    new TerraformOutput(new Construct(stack, 'two'), 'endpoint', { value: 'b' });
    expect(() => synthesized(stack)).toThrow('output.endpoint');
  });

  test('one name for two types is no clash', () => {
    const stack = stackWith();
    new SnsTopic(stack, 'alerts', {});
    new TerraformOutput(new Construct(stack, 'outputs'), 'alerts', { value: 'a' });
    expect(() => synthesized(stack)).not.toThrow();
  });
});

describe('the provider', () => {
  test('admits the environment’s account only, and tags everything', () => {
    expect(synthesized(stackWith()).provider.aws).toEqual([
      { region: 'eu-west-1', allowed_account_ids: ['123456789012'], default_tags: [{ tags: { Project: 'acme' } }] },
    ]);
  });

  test('takes on the profile and the role', () => {
    const aws = {
      ...settings.aws,
      profile: 'acme-production',
      assumeRole: { roleArn: 'arn:aws:iam::123456789012:role/deploy', externalId: 'x-1' },
    };
    expect(synthesized(stackWith({ aws })).provider.aws[0]).toMatchObject({
      profile: 'acme-production',
      assume_role: [{ role_arn: 'arn:aws:iam::123456789012:role/deploy', external_id: 'x-1' }],
    });
  });

  test('of another region has an alias, made once, and gets in the same way', () => {
    const stack = stackWith();
    expect(stack.providerIn('us-east-1')).toBe(stack.providerIn('us-east-1'));
    expect(stack.providerIn('eu-west-1').alias).toBeUndefined();
    expect(synthesized(stack).provider.aws[1]).toEqual({
      alias: 'us_east_1',
      region: 'us-east-1',
      allowed_account_ids: ['123456789012'],
      default_tags: [{ tags: { Project: 'acme' } }],
    });
  });
});

describe('the terraform block', () => {
  test('has the state backend’s arguments as they are given, and no other backend', () => {
    const stateBackend = { type: 's3', arguments: { bucket: 'b', key: 'k', region: 'eu-west-1', use_lockfile: true } };
    expect(synthesized(stackWith({ stateBackend })).terraform.backend).toEqual({ s3: stateBackend.arguments });
  });

  test('asks for a Terraform that has write-only arguments', () => {
    expect(synthesized(stackWith()).terraform.required_version).toBe('>= 1.11.0');
  });
});

test('imports become import blocks', () => {
  const imports = { 'aws_cloudwatch_log_group.application["/aws/lambda/api"]': '/aws/lambda/api' };
  expect(synthesized(stackWith({ imports })).import).toEqual([
    { to: 'aws_cloudwatch_log_group.application["/aws/lambda/api"]', id: '/aws/lambda/api' },
  ]);
  expect(synthesized(stackWith()).import).toBeUndefined();
});

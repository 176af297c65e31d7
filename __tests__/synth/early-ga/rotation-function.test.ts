import { argumentsOf, earlyGaJson } from '../../support/early-ga';
import { allows, parsePolicy } from '../../support/policy';
import type { Json } from '../../support/stack-json';

const EXISTING_VPC = {
  network: { vpc_id: 'vpc-0123456789abcdef0', subnet_ids: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'] },
};
const SECRET = '${aws_secretsmanager_secret.database.arn}';
const ROTATES = [
  'secretsmanager:DescribeSecret',
  'secretsmanager:GetSecretValue',
  'secretsmanager:PutSecretValue',
  'secretsmanager:UpdateSecretVersionStage',
];

let earlyGa: Json;

beforeAll(async () => {
  earlyGa = await earlyGaJson();
});

const applicationOf = (stack: Json) =>
  stack.resource.aws_serverlessapplicationrepository_cloudformation_stack.rotation_function;

test('is AWS’s own, in a pinned version, with its log group before it', () => {
  expect(argumentsOf(applicationOf(earlyGa))).toEqual({
    name: 'acme-database-rotation',
    application_id:
      'arn:aws:serverlessrepo:us-east-1:297356227824:applications/SecretsManagerRDSPostgreSQLRotationSingleUser',
    semantic_version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
    capabilities: ['CAPABILITY_IAM', 'CAPABILITY_RESOURCE_POLICY'],
    // None that equals its default in the application, or is empty: every plan would find it missing.
    parameters: {
      functionName: 'acme-database-rotation',
      endpoint: 'https://${aws_vpc_endpoint.secrets_manager.dns_entry[0].dns_name}',
      kmsKeyArn: '${aws_kms_key.secrets.arn}',
      vpcSubnetIds: '${join(",", [aws_subnet.private_a.id, aws_subnet.private_b.id])}',
      vpcSecurityGroupIds: '${aws_security_group.rotation_function.id}',
    },
    depends_on: ['aws_cloudwatch_log_group.rotation_function'],
    timeouts: { delete: '60m' },
  });
  expect(argumentsOf(earlyGa.resource.aws_cloudwatch_log_group.rotation_function)).toEqual({
    name: '/aws/lambda/acme-database-rotation',
    kms_key_id: '${aws_kms_key.logs.arn}',
    retention_in_days: 90,
    skip_destroy: true,
  });
});

test('the endpoint takes nobody else’s traffic, and costs one network interface', () => {
  expect(argumentsOf(earlyGa.resource.aws_vpc_endpoint.secrets_manager)).toEqual({
    vpc_id: '${aws_vpc.network.id}',
    vpc_endpoint_type: 'Interface',
    service_name: 'com.amazonaws.us-east-1.secretsmanager',
    subnet_ids: ['${element([aws_subnet.private_a.id, aws_subnet.private_b.id], 0)}'],
    security_group_ids: ['${aws_security_group.secrets_manager_endpoint.id}'],
    private_dns_enabled: false,
    policy: expect.any(String),
    tags: { Name: 'acme-secrets-manager' },
  });
});

describe('what passes through the endpoint', () => {
  const policy = () => parsePolicy(earlyGa.resource.aws_vpc_endpoint.secrets_manager.policy);
  const passes = (action: string, resource: string, account: string) =>
    allows(policy(), {
      principal: `arn:aws:iam::${account}:role/rotation`,
      action,
      resource,
      context: { 'aws:PrincipalAccount': account },
    });

  test('word for word', () => {
    const ofThisAccount = { StringEquals: { 'aws:PrincipalAccount': '123456789012' } };
    expect(policy()).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'RotateTheSecret',
          Effect: 'Allow',
          Principal: '*',
          Action: ROTATES,
          Resource: SECRET,
          Condition: ofThisAccount,
        },
        {
          Sid: 'DrawAPassword',
          Effect: 'Allow',
          Principal: '*',
          Action: 'secretsmanager:GetRandomPassword',
          Resource: '*',
          Condition: ofThisAccount,
        },
      ],
    });
  });

  test('the rotation of the one secret, and a random password', () => {
    for (const action of ROTATES) expect(passes(action, SECRET, '123456789012')).toBe(true);
    expect(passes('secretsmanager:GetRandomPassword', '*', '123456789012')).toBe(true);
  });

  test('no other secret, no other action, and nobody of another account, with whose credentials data could leave', () => {
    const other = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:other-AbCdEf';
    for (const action of ROTATES) {
      expect(passes(action, other, '123456789012')).toBe(false);
      expect(passes(action, SECRET, '999999999999')).toBe(false);
    }
    expect(passes('secretsmanager:GetRandomPassword', '*', '999999999999')).toBe(false);
    for (const action of ['DeleteSecret', 'PutResourcePolicy', 'CreateSecret', 'ListSecrets']) {
      expect(passes(`secretsmanager:${action}`, SECRET, '123456789012')).toBe(false);
    }
  });
});

test('reaches the database and Secrets Manager, and is reached by nobody', () => {
  const group = (name: string) => `\${aws_security_group.${name}.id}`;
  const rule = (from: string, to: string, port: string | number) => ({
    security_group_id: group(from),
    referenced_security_group_id: group(to),
    ip_protocol: 'tcp',
    from_port: port,
    to_port: port,
    description: 'Rotation function',
  });
  const { aws_vpc_security_group_egress_rule: egress, aws_vpc_security_group_ingress_rule: ingress } = earlyGa.resource;
  const rules = (named: Json) =>
    Object.fromEntries(Object.entries<Json>(named).map(([name, body]) => [name, argumentsOf(body)]));
  const port = '${aws_db_instance.database.port}';
  expect(rules(egress)).toEqual({
    rotation_to_database: rule('rotation_function', 'database', port),
    rotation_to_secrets_manager: rule('rotation_function', 'secrets_manager_endpoint', 443),
  });
  expect(rules(ingress)).toEqual({
    rotation_to_database: rule('database', 'rotation_function', port),
    rotation_to_secrets_manager: rule('secrets_manager_endpoint', 'rotation_function', 443),
  });
});

test('a way that is there already needs no endpoint', async () => {
  const stack = await earlyGaJson({ ...EXISTING_VPC, secret_rotation: { network_path: 'existing' } });
  expect(stack.resource.aws_vpc_endpoint).toBeUndefined();
  expect(stack.resource.aws_security_group.secrets_manager_endpoint).toBeUndefined();
  expect(applicationOf(stack).parameters.endpoint).toBe('https://secretsmanager.us-east-1.amazonaws.com');
  expect(stack.resource.aws_vpc_security_group_egress_rule.rotation_to_secrets_manager).toMatchObject({
    cidr_ipv4: '0.0.0.0/0',
    from_port: 443,
    to_port: 443,
  });
});

test('runs in the subnets that are named for it', async () => {
  const subnet = 'subnet-0123456789abcdef2';
  const stack = await earlyGaJson({ ...EXISTING_VPC, secret_rotation: { subnet_ids: [subnet] } });
  expect(applicationOf(stack).parameters.vpcSubnetIds).toContain(subnet);
  expect(stack.resource.aws_vpc_endpoint.secrets_manager.subnet_ids[0]).toContain(subnet);
});

import knownAddresses from '../../modules/addresses.json';
import { addresses, type Json, stackJson } from '../support/stack-json';

const earlyGaJson = (changes: Record<string, unknown> = {}) => stackJson({ tier: 'early-ga', ...changes });

const KEYS = ['database', 'logs', 'notifications', 'secrets'];
const FUNCTION_ARN = 'arn:aws:lambda:us-east-1:123456789012:function:rotation';
const EXISTING_VPC = {
  network: { vpc_id: 'vpc-0123456789abcdef0', subnet_ids: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'] },
};

let beta: Json;
let earlyGa: Json;

beforeAll(async () => {
  [beta, earlyGa] = await Promise.all([stackJson(), earlyGaJson()]);
});

/** Without CDKTF's own notes on where it comes from. */
function argumentsOf(resource: Json): Json {
  const { '//': _, ...rest } = resource;
  return rest;
}

/** What one tier says otherwise than the other of the resources that both have: `address: argument`. */
function differences(lower: Json, upper: Json): string[] {
  return addresses(lower).flatMap((address) => {
    const [type = '', name = ''] = address.split('.');
    const [before, after] = [argumentsOf(lower.resource[type][name]), argumentsOf(upper.resource[type]?.[name] ?? {})];
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    const changed = keys.filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));
    return changed.sort().map((key) => `${address}: ${key}`);
  });
}

describe('the step up from beta', () => {
  test('keeps every address, and changes these arguments only', () => {
    expect(differences(beta, earlyGa)).toEqual([
      'aws_cloudwatch_log_group.database_postgresql: kms_key_id',
      'aws_cloudwatch_log_group.database_postgresql: retention_in_days',
      'aws_cloudwatch_log_group.database_upgrade: kms_key_id',
      'aws_cloudwatch_log_group.database_upgrade: retention_in_days',
      'aws_cloudwatch_log_group.firewall: kms_key_id',
      'aws_cloudwatch_log_group.firewall: retention_in_days',
      'aws_db_instance.database: database_insights_mode',
      'aws_db_instance.database: kms_key_id',
      'aws_db_instance.database: lifecycle',
      'aws_db_instance.database: performance_insights_enabled',
      'aws_db_instance.database: performance_insights_kms_key_id',
      'aws_db_instance.database: performance_insights_retention_period',
      'aws_secretsmanager_secret.database: kms_key_id',
      'aws_secretsmanager_secret.database: lifecycle',
      'aws_sns_topic.alerts: kms_master_key_id',
      'aws_wafv2_web_acl.firewall: rule',
    ]);
  });

  test('says nothing of the tier in a tag, a name or a provider', () => {
    expect(earlyGa.provider).toEqual(beta.provider);
    expect(earlyGa.terraform).toEqual(beta.terraform);
  });

  test('adds these, and no others', () => {
    const before = addresses(beta);
    expect(addresses(earlyGa).filter((address) => !before.includes(address))).toEqual([
      'aws_cloudwatch_log_group.rotation_function',
      'aws_cloudwatch_metric_alarm.rotation_failed',
      ...KEYS.map((name) => `aws_kms_alias.${name}`),
      ...KEYS.map((name) => `aws_kms_key.${name}`),
      'aws_secretsmanager_secret_rotation.database',
      'aws_security_group.rotation_function',
      'aws_security_group.secrets_manager_endpoint',
      'aws_serverlessapplicationrepository_cloudformation_stack.rotation_function',
      'aws_vpc_endpoint.secrets_manager',
      'aws_vpc_security_group_egress_rule.rotation_to_database',
      'aws_vpc_security_group_egress_rule.rotation_to_secrets_manager',
      'aws_vpc_security_group_ingress_rule.rotation_to_database',
      'aws_vpc_security_group_ingress_rule.rotation_to_secrets_manager',
    ]);
  });
});

describe('the step down to beta', () => {
  test('forgets every stateful address of early-ga, and deletes none', () => {
    const stateful = knownAddresses.filter(({ tier, stateful }) => tier === 'early-ga' && stateful);
    expect(beta.removed).toEqual(stateful.map(({ address }) => ({ from: address, lifecycle: { destroy: false } })));
    expect(stateful.map(({ address }) => address)).toEqual([
      ...KEYS.map((name) => `aws_kms_alias.${name}`),
      ...KEYS.map((name) => `aws_kms_key.${name}`),
      'aws_cloudwatch_log_group.rotation_function',
    ]);
  });

  test('early-ga forgets nothing of its own', () => {
    expect(earlyGa.removed).toBeUndefined();
  });
});

describe('encryption keys', () => {
  const policyOf = (key: string, stack: Json = earlyGa): string => stack.resource.aws_kms_key[key].policy;

  test('rotate yearly, have an alias of the environment, and cannot be destroyed', () => {
    for (const key of KEYS) {
      expect(argumentsOf(earlyGa.resource.aws_kms_key[key])).toMatchObject({
        enable_key_rotation: true,
        deletion_window_in_days: 30,
        lifecycle: { prevent_destroy: true },
      });
      expect(earlyGa.resource.aws_kms_alias[key]).toMatchObject({
        name: `alias/acme-${key}`,
        target_key_id: `\${aws_kms_key.${key}.key_id}`,
      });
    }
  });

  test('a database that exists keeps its key, and its birth password: nothing of them is in a plan', () => {
    expect(earlyGa.resource.aws_db_instance.database).toMatchObject({
      kms_key_id: '${aws_kms_key.database.arn}',
      lifecycle: { ignore_changes: ['password_wo_version', 'kms_key_id'], prevent_destroy: true },
    });
  });

  test('the secret that RDS owns gets the key of the secrets, and only when it is made', async () => {
    const managed = await earlyGaJson({ credentials: { mode: 'rds-managed' } });
    expect(managed.resource.aws_db_instance.database).toMatchObject({
      master_user_secret_kms_key_id: '${aws_kms_key.secrets.arn}',
      lifecycle: { ignore_changes: ['kms_key_id', 'master_user_secret_kms_key_id'] },
    });
  });

  test('nobody may decrypt but through the service of the key', () => {
    for (const [key, service] of [
      ['database', 'rds'],
      ['secrets', 'secretsmanager'],
      ['notifications', 'sns'],
    ] as const) {
      expect(policyOf(key)).toContain(`"kms:ViaService" = "${service}.us-east-1.amazonaws.com"`);
      expect(policyOf(key)).toContain('"kms:CallerAccount" = "123456789012"');
    }
    for (const key of KEYS) {
      const [administration = ''] = policyOf(key).split('}, {');
      expect(administration).toContain('"AWS" = "arn:aws:iam::123456789012:root"');
      expect(administration).not.toMatch(/kms:(Decrypt|Encrypt|GenerateDataKey|ReEncrypt|CreateGrant|\*)/);
    }
  });

  test('access iam leaves it to the policies of the principals', async () => {
    const narrowed = await earlyGaJson({ encryption_keys: { access: 'iam' } });
    for (const key of ['database', 'secrets', 'notifications']) {
      expect(policyOf(key)).toContain('"AWS" = "*"');
      expect(policyOf(key, narrowed)).not.toContain('"AWS" = "*"');
    }
    expect(policyOf('logs', narrowed)).toBe(policyOf('logs'));
  });

  test('those who publish alerts may use the key of the topic; EventBridge, which supports none, without a condition', () => {
    const policy = policyOf('notifications');
    for (const service of ['budgets', 'cloudwatch', 'costalerts', 'events']) {
      expect(policy).toContain(`"${service}.amazonaws.com"`);
    }
    const [eventBridge = ''] = policy.split('"Sid" = "EventBridge"')[1]?.split('}, {') ?? [];
    expect(eventBridge).not.toContain('Condition');
  });

  test('CloudWatch Logs may use the key for groups of this account only', () => {
    expect(policyOf('logs')).toContain('"logs.us-east-1.amazonaws.com"');
    expect(policyOf('logs')).toContain('"arn:aws:logs:us-east-1:123456789012:log-group:*"');
  });

  test('a log group in another region than the key does without', async () => {
    const elsewhere = await earlyGaJson({
      aws: { account_id: '123456789012', region: 'eu-west-1' },
      firewall: { scope: 'CLOUDFRONT' },
    });
    expect(elsewhere.resource.aws_cloudwatch_log_group.firewall.kms_key_id).toBeUndefined();
    expect(elsewhere.resource.aws_cloudwatch_log_group.database_postgresql.kms_key_id).toBe('${aws_kms_key.logs.arn}');
  });
});

describe('secret rotation', () => {
  const rotationOf = (stack: Json) => stack.resource.aws_secretsmanager_secret_rotation?.database;

  test('every 30 days, never at once, and only when all that it needs is in place', () => {
    expect(rotationOf(earlyGa)).toMatchObject({
      rotation_rules: { automatically_after_days: 30 },
      rotate_immediately: false,
    });
    expect(rotationOf(earlyGa).depends_on.sort()).toEqual([
      'aws_serverlessapplicationrepository_cloudformation_stack.rotation_function',
      'aws_vpc_endpoint.secrets_manager',
      'aws_vpc_security_group_egress_rule.rotation_to_database',
      'aws_vpc_security_group_egress_rule.rotation_to_secrets_manager',
      'aws_vpc_security_group_ingress_rule.rotation_to_database',
      'aws_vpc_security_group_ingress_rule.rotation_to_secrets_manager',
      'null_resource.set_database_password',
    ]);
  });

  test('no parameter of AWS’s function equals its default, or is empty', () => {
    const { parameters } = earlyGa.resource.aws_serverlessapplicationrepository_cloudformation_stack.rotation_function;
    expect(Object.keys(parameters).sort()).toEqual([
      'endpoint',
      'functionName',
      'kmsKeyArn',
      'vpcSecurityGroupIds',
      'vpcSubnetIds',
    ]);
    expect(parameters.endpoint).toMatch(/^https:\/\//);
  });

  test('the endpoint takes nobody else’s traffic, and costs one network interface', () => {
    const endpoint = earlyGa.resource.aws_vpc_endpoint.secrets_manager;
    expect(endpoint).toMatchObject({ vpc_endpoint_type: 'Interface', private_dns_enabled: false });
    expect(endpoint.subnet_ids).toHaveLength(1);
  });

  test('a way that is there already needs no endpoint', async () => {
    const stack = await earlyGaJson({ ...EXISTING_VPC, secret_rotation: { network_path: 'existing' } });
    expect(stack.resource.aws_vpc_endpoint).toBeUndefined();
    expect(stack.resource.aws_security_group.secrets_manager_endpoint).toBeUndefined();
    const { parameters } = stack.resource.aws_serverlessapplicationrepository_cloudformation_stack.rotation_function;
    expect(parameters.endpoint).toBe('https://secretsmanager.us-east-1.amazonaws.com');
    expect(stack.resource.aws_vpc_security_group_egress_rule.rotation_to_secrets_manager).toMatchObject({
      cidr_ipv4: '0.0.0.0/0',
      from_port: 443,
      to_port: 443,
    });
  });

  test('runs in the subnets that are named for it', async () => {
    const subnet = 'subnet-0123456789abcdef2';
    const stack = await earlyGaJson({ ...EXISTING_VPC, secret_rotation: { subnet_ids: [subnet] } });
    const { parameters } = stack.resource.aws_serverlessapplicationrepository_cloudformation_stack.rotation_function;
    expect(parameters.vpcSubnetIds).toContain(subnet);
    expect(stack.resource.aws_vpc_endpoint.secrets_manager.subnet_ids[0]).toContain(subnet);
  });

  test('an existing function gets the permission that it needs, and nothing else is made', async () => {
    const stack = await earlyGaJson({ secret_rotation: { function_arn: FUNCTION_ARN } });
    expect(rotationOf(stack)).toMatchObject({
      rotation_lambda_arn: FUNCTION_ARN,
      depends_on: ['aws_lambda_permission.rotation_function', 'null_resource.set_database_password'],
    });
    expect(stack.resource.aws_lambda_permission.rotation_function).toMatchObject({
      function_name: FUNCTION_ARN,
      principal: 'secretsmanager.amazonaws.com',
      source_account: '123456789012',
    });
    expect(stack.resource.aws_serverlessapplicationrepository_cloudformation_stack).toBeUndefined();
    expect(stack.resource.aws_vpc_endpoint).toBeUndefined();
  });

  test('rds-managed: RDS rotates by itself, and nothing is made', async () => {
    const stack = await earlyGaJson({ credentials: { mode: 'rds-managed' } });
    expect(rotationOf(stack)).toBeUndefined();
    expect(stack.resource.aws_serverlessapplicationrepository_cloudformation_stack).toBeUndefined();
    expect(stack.resource.aws_vpc_endpoint).toBeUndefined();
    expect(stack.resource.aws_cloudwatch_metric_alarm.rotation_failed).toBeUndefined();
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
});

describe('the other lines of the checklist', () => {
  test('logs are kept for 90 days, in every group, or as the environment says', async () => {
    const logs = { application_log_groups: ['/aws/lambda/api'] };
    const retentions = (stack: Json) => [
      ...new Set(Object.values<Json>(stack.resource.aws_cloudwatch_log_group).map((group) => group.retention_in_days)),
    ];
    expect(retentions(await earlyGaJson({ logs }))).toEqual([90]);
    expect(retentions(await earlyGaJson({ logs: { ...logs, retention_days: 400 } }))).toEqual([400]);
  });

  test('Bot Control is the last rule, inspects in common, and counts until it is told to block', async () => {
    const last = (stack: Json) => stack.resource.aws_wafv2_web_acl.firewall.rule.at(-1);
    expect(last(earlyGa)).toMatchObject({
      name: 'AWSManagedRulesBotControlRuleSet',
      priority: 60,
      override_action: { count: {} },
      statement: {
        managed_rule_group_statement: {
          managed_rule_group_configs: [{ aws_managed_rules_bot_control_rule_set: { inspection_level: 'COMMON' } }],
        },
      },
    });
    const blocking = await earlyGaJson({ firewall: { rules: { bot_control: 'block' } } });
    expect(last(blocking).override_action).toEqual({ none: {} });
    expect(earlyGa.resource.aws_wafv2_web_acl.firewall.rule.slice(0, -1)).toEqual(
      beta.resource.aws_wafv2_web_acl.firewall.rule,
    );
  });

  test('Performance Insights for 7 days, in the Standard mode, under the key of the database', async () => {
    expect(earlyGa.resource.aws_db_instance.database).toMatchObject({
      database_insights_mode: 'standard',
      performance_insights_enabled: true,
      performance_insights_retention_period: 7,
      performance_insights_kms_key_id: '${aws_kms_key.database.arn}',
    });
    const awsManaged = await earlyGaJson({
      database: { performance_insights: { retention_period: 31, key: 'aws-managed' } },
    });
    expect(awsManaged.resource.aws_db_instance.database).toMatchObject({ performance_insights_retention_period: 31 });
    expect(awsManaged.resource.aws_db_instance.database.performance_insights_kms_key_id).toBeUndefined();
  });
});

import { addresses, type Json, stackJson } from '../support/stack-json';

let beta: Json;

beforeAll(async () => {
  beta = await stackJson();
});

describe('database', () => {
  test('is encrypted, private, backed up, protected, and cannot be lost without a final snapshot', () => {
    expect(beta.resource.aws_db_instance.database).toMatchObject({
      engine: 'postgres',
      storage_encrypted: true,
      storage_type: 'gp3',
      publicly_accessible: false,
      multi_az: false,
      backup_retention_period: 7,
      delete_automated_backups: false,
      deletion_protection: true,
      skip_final_snapshot: false,
      final_snapshot_identifier: 'acme-postgres-final-1',
      iam_database_authentication_enabled: true,
      enabled_cloudwatch_logs_exports: ['postgresql', 'upgrade'],
    });
    // No customer key at beta: the AWS-managed one, by absence.
    expect(beta.resource.aws_db_instance.database.kms_key_id).toBeUndefined();
  });

  test('a plan that would delete or replace it is refused as a whole, until protection is off', async () => {
    expect(beta.resource.aws_db_instance.database.lifecycle.prevent_destroy).toBe(true);
    const unprotected = await stackJson({ database: { deletion_protection: false } });
    expect(unprotected.resource.aws_db_instance.database).toMatchObject({
      deletion_protection: false,
      lifecycle: { prevent_destroy: false },
    });
  });

  test('a new name of the instance replaces nothing beside it', async () => {
    const renamed = await stackJson({ database: { identifier: 'another-name' } });
    for (const type of ['aws_db_subnet_group', 'aws_security_group', 'aws_db_parameter_group']) {
      expect(renamed.resource[type]).toEqual(beta.resource[type]);
    }
  });

  test('a higher major version is applied only where the environment allows it', async () => {
    expect(beta.resource.aws_db_instance.database.allow_major_version_upgrade).toBe(false);
    const allowed = await stackJson({ database: { engine_version: '18', allow_major_version_upgrade: true } });
    expect(allowed.resource.aws_db_instance.database).toMatchObject({
      engine_version: '18',
      allow_major_version_upgrade: true,
      parameter_group_name: '${aws_db_parameter_group.database.name}',
    });
    // The new group is made before the instance leaves the old one.
    expect(allowed.resource.aws_db_parameter_group.database).toMatchObject({
      name: 'acme-postgres18',
      lifecycle: { create_before_destroy: true },
    });
  });

  test('storage grows by itself, up to a cap', () => {
    const { allocated_storage, max_allocated_storage } = beta.resource.aws_db_instance.database;
    expect(max_allocated_storage).toBeGreaterThan(allocated_storage);
  });

  test('refuses connections without TLS', () => {
    expect(beta.resource.aws_db_parameter_group.database.parameter).toContainEqual({
      name: 'rds.force_ssl',
      value: '1',
      apply_method: 'pending-reboot',
    });
  });

  test('admits nobody until clients are named', () => {
    expect(beta.resource.aws_vpc_security_group_ingress_rule).toBeUndefined();
    expect(beta.resource.aws_security_group.database.ingress).toBeUndefined();
  });

  test('admits exactly the clients that are named, on its port', async () => {
    const clients = { security_group_ids: ['sg-0123456789abcdef0'], cidr_blocks: ['10.1.0.0/16', '10.2.0.0/16'] };
    const stack = await stackJson({ database: { port: 6432, clients } });
    const rules = stack.resource.aws_vpc_security_group_ingress_rule;
    expect(rules.client_cidr_block).toMatchObject({
      for_each: '${toset(["10.1.0.0/16", "10.2.0.0/16"])}',
      cidr_ipv4: '${each.value}',
      from_port: 6432,
      to_port: 6432,
      ip_protocol: 'tcp',
    });
    expect(rules.client_security_group).toMatchObject({
      for_each: '${toset(["sg-0123456789abcdef0"])}',
      referenced_security_group_id: '${each.value}',
    });
  });

  test('waits for its log groups, which RDS would create without retention', () => {
    expect(beta.resource.aws_db_instance.database.depends_on).toEqual([
      'aws_cloudwatch_log_group.database_postgresql',
      'aws_cloudwatch_log_group.database_upgrade',
    ]);
  });
});

describe('credentials', () => {
  test('Terraform holds no version of the secret, and the birth password is drawn while it applies', () => {
    expect(beta.resource.aws_secretsmanager_secret_version).toBeUndefined();
    expect(beta.ephemeral).toBeUndefined();
    expect(beta.resource.aws_db_instance.database).toMatchObject({
      password_wo: '${uuid()}',
      lifecycle: { prevent_destroy: true, ignore_changes: ['password_wo_version'] },
    });
    expect(beta.resource.aws_db_instance.database.password).toBeUndefined();
  });

  test('the runbook runs for another instance, another secret or another revision, and for nothing else', () => {
    expect(beta.resource.null_resource.set_database_password.triggers).toEqual({
      database_resource_id: '${aws_db_instance.database.resource_id}',
      secret_arn: '${aws_secretsmanager_secret.database.arn}',
      revision: '1',
    });
  });

  test('the runbook has the provider’s identity, by environment and not on its command line', async () => {
    const stack = await stackJson({
      aws: {
        account_id: '123456789012',
        region: 'eu-west-1',
        profile: 'acme',
        assume_role: { role_arn: 'arn:aws:iam::123456789012:role/deploy', external_id: 'x-1' },
      },
    });
    const [provisioner] = stack.resource.null_resource.set_database_password.provisioner.map(
      (p: Json) => p['local-exec'],
    );
    expect(provisioner.command).toBe('exec bash "$SCRIPT"');
    expect(provisioner.environment).toMatchObject({
      ACCOUNT_ID: '123456789012',
      AWS_REGION: 'eu-west-1',
      PROFILE: 'acme',
      ROLE_ARN: 'arn:aws:iam::123456789012:role/deploy',
      EXTERNAL_ID: 'x-1',
    });
    expect(provisioner.environment.SCRIPT).toMatch(/^\$\{path\.module\}\/assets\/.*\/set-database-password\.sh$/);
  });

  test('without profile and role the runbook gets empty ones, so that those of the shell do not count', () => {
    const [{ 'local-exec': provisioner }] = beta.resource.null_resource.set_database_password.provisioner;
    expect(provisioner.environment).toMatchObject({ PROFILE: '', ROLE_ARN: '', EXTERNAL_ID: '' });
  });

  test('a restore runs for another revision or another source only, and never cuts over', async () => {
    expect(beta.resource.null_resource.restore_database).toBeUndefined();
    const restore_database = { revision: '1', to_time: '2026-11-22T14:15:00Z' };
    const stack = await stackJson({ runbooks: { restore_database } });
    const { triggers, depends_on, provisioner } = stack.resource.null_resource.restore_database;
    expect(triggers).toEqual({ revision: '1', restore: 'time 2026-11-22T14:15:00Z' });
    expect(depends_on).toEqual(['aws_db_instance.database', 'null_resource.set_database_password']);
    const { environment } = provisioner[0]['local-exec'];
    expect(environment).toMatchObject({
      DATABASE: 'acme-postgres',
      SECRET: '${aws_secretsmanager_secret.database.arn}',
      TO_TIME: '2026-11-22T14:15:00Z',
      REVISION: '1',
      SNAPSHOT: '',
    });
    expect(environment.SCRIPT).toMatch(/\/restore-database\.sh$/);
    expect(JSON.stringify(provisioner)).not.toMatch(/cut.?over/i);
  });

  test('rds-managed: RDS owns password and secret, no runbook', async () => {
    const stack = await stackJson({ credentials: { mode: 'rds-managed' } });
    expect(stack.resource.aws_db_instance.database).toMatchObject({ manage_master_user_password: true });
    expect(stack.resource.aws_db_instance.database.password_wo).toBeUndefined();
    expect(stack.resource.aws_secretsmanager_secret).toBeUndefined();
    expect(stack.resource.null_resource).toBeUndefined();
    expect(stack.output.database_secret_arn.value).toBe('${aws_db_instance.database.master_user_secret[0].secret_arn}');
  });
});

describe('firewall', () => {
  const rule = (stack: Json, name: string) =>
    stack.resource.aws_wafv2_web_acl.firewall.rule.find((candidate: Json) => candidate.name === name);

  test('blocks by AWS’s managed groups and by rate, each at a place of its own', () => {
    const rules = beta.resource.aws_wafv2_web_acl.firewall.rule;
    expect(rules.map(({ name, priority }: Json) => [priority, name])).toEqual([
      [10, 'AWSManagedRulesAmazonIpReputationList'],
      [20, 'rate-limit'],
      [30, 'AWSManagedRulesCommonRuleSet'],
      [40, 'AWSManagedRulesKnownBadInputsRuleSet'],
      [50, 'AWSManagedRulesSQLiRuleSet'],
    ]);
    expect(rule(beta, 'AWSManagedRulesCommonRuleSet').override_action).toEqual({ none: {} });
    expect(rule(beta, 'rate-limit').action).toEqual({ block: {} });
  });

  test('counts where the environment says so, and only there', async () => {
    const stack = await stackJson({
      firewall: { rules: { common: 'count' }, rate_limit_action: 'count', rate_limit: 500 },
    });
    expect(rule(stack, 'AWSManagedRulesCommonRuleSet').override_action).toEqual({ count: {} });
    expect(rule(stack, 'AWSManagedRulesSQLiRuleSet').override_action).toEqual({ none: {} });
    expect(rule(stack, 'rate-limit')).toMatchObject({
      action: { count: {} },
      statement: { rate_based_statement: { limit: 500, aggregate_key_type: 'IP' } },
    });
  });

  test('credentials in headers do not reach its log', () => {
    expect(beta.resource.aws_wafv2_web_acl_logging_configuration.firewall.redacted_fields).toEqual([
      { single_header: { name: 'authorization' } },
      { single_header: { name: 'cookie' } },
    ]);
  });

  test('in front of CloudFront: all of it in us-east-1, and no alarm that could not publish', async () => {
    const stack = await stackJson({
      aws: { account_id: '123456789012', region: 'eu-west-1' },
      firewall: { scope: 'CLOUDFRONT' },
    });
    expect(stack.resource.aws_wafv2_web_acl.firewall).toMatchObject({ scope: 'CLOUDFRONT', provider: 'aws.us_east_1' });
    expect(stack.resource.aws_cloudwatch_log_group.firewall.provider).toBe('aws.us_east_1');
    expect(stack.resource.aws_cloudwatch_metric_alarm.firewall_blocked_requests).toBeUndefined();
    expect(beta.resource.aws_cloudwatch_metric_alarm.firewall_blocked_requests.dimensions).toEqual({
      WebACL: 'acme',
      Rule: 'ALL',
      Region: 'us-east-1',
    });
  });
});

describe('what an account has one of', () => {
  test.each([
    ['security_hub', 'aws_securityhub_account', 'security_hub_findings'],
    ['guardduty', 'aws_guardduty_detector', 'guardduty_findings'],
    ['access_analyzer', 'aws_accessanalyzer_analyzer', 'access_analyzer_findings'],
  ])('%s: managed creates it, existing only listens to it, off does neither', async (key, type, rule) => {
    expect(beta.resource[type]).toBeDefined();
    const existing = await stackJson({ account_wide: { [key]: 'existing' } });
    expect(existing.resource[type]).toBeUndefined();
    expect(existing.resource.aws_cloudwatch_event_rule[rule]).toBeDefined();
    const off = await stackJson({ account_wide: { [key]: 'off' } });
    expect(off.resource[type]).toBeUndefined();
    expect(off.resource.aws_cloudwatch_event_rule[rule]).toBeUndefined();
  });

  test('existing: what was managed before is let go of, and not turned off for the whole account', async () => {
    const everything = ['security_hub', 'guardduty', 'access_analyzer', 'config_recorder'];
    const accountWide = Object.fromEntries(everything.map((key) => [key, 'existing']));
    const monitor = 'arn:aws:ce::123456789012:anomalymonitor/12345678-1234-1234-1234-123456789012';
    const existing = await stackJson({
      account_wide: { ...accountWide, cost_anomaly_monitor: 'existing' },
      cost_monitoring: { anomaly_monitor_arn: monitor },
    });
    const managed = await stackJson({ account_wide: { config_recorder: 'managed' } });
    const gone = addresses(managed).filter((address) => !addresses(existing).includes(address));
    const forgotten = existing.removed.map(({ from }: { from: string }) => from);
    expect(forgotten).toEqual(expect.arrayContaining(gone));
    expect(existing.removed[0]).toEqual({ from: forgotten[0], lifecycle: { destroy: false } });
    expect((await stackJson({ account_wide: { guardduty: 'off' } })).removed).toEqual(beta.removed);
  });

  test('an existing hub keeps its standards as they are', async () => {
    const stack = await stackJson({ account_wide: { security_hub: 'existing' } });
    expect(stack.resource.aws_securityhub_standards_subscription).toBeUndefined();
  });

  test('a hub that is imported later is never replaced for its default standards', () => {
    expect(beta.resource.aws_securityhub_account.findings).toMatchObject({
      enable_default_standards: false,
      lifecycle: { ignore_changes: ['enable_default_standards'] },
    });
  });

  test('an existing anomaly monitor is subscribed to; off has no subscription', async () => {
    const arn = 'arn:aws:ce::123456789012:anomalymonitor/12345678-1234-1234-1234-123456789012';
    const existing = await stackJson({
      account_wide: { cost_anomaly_monitor: 'existing' },
      cost_monitoring: { anomaly_monitor_arn: arn },
    });
    expect(existing.resource.aws_ce_anomaly_monitor).toBeUndefined();
    expect(existing.resource.aws_ce_anomaly_subscription.anomalies.monitor_arn_list).toEqual([arn]);
    const off = await stackJson({ account_wide: { cost_anomaly_monitor: 'off' } });
    expect(off.resource.aws_ce_anomaly_subscription).toBeUndefined();
  });

  test('the Config recorder is off, and complete when it is managed', async () => {
    expect(addresses(beta).filter((address) => address.startsWith('aws_config'))).toEqual([]);
    const stack = await stackJson({ account_wide: { config_recorder: 'managed' } });
    expect(stack.resource.aws_config_configuration_recorder_status.configuration.is_enabled).toBe(true);
    expect(stack.resource.aws_s3_bucket.configuration_history.bucket).toBe('acme-configuration-123456789012-us-east-1');
    expect(stack.resource.aws_s3_bucket_public_access_block.configuration_history).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
  });
});

describe('findings', () => {
  const pattern = (stack: Json, rule: string) =>
    JSON.parse(stack.resource.aws_cloudwatch_event_rule[rule].event_pattern).detail;

  test('of high and critical severity are sent on, each once', () => {
    expect(pattern(beta, 'security_hub_findings').findings).toEqual({
      ProductName: [{ 'anything-but': ['GuardDuty', 'IAM Access Analyzer'] }],
      RecordState: ['ACTIVE'],
      Severity: { Label: ['HIGH', 'CRITICAL'] },
      Workflow: { Status: ['NEW'] },
      Title: [{ 'anything-but': { prefix: 'AWS Config should be enabled' } }],
    });
    expect(pattern(beta, 'guardduty_findings')).toEqual({ severity: [{ numeric: ['>=', 7] }] });
    expect(pattern(beta, 'access_analyzer_findings')).toEqual({ status: ['ACTIVE'], isPublic: [true] });
  });

  test('that the recorder is off is a finding where it was not a choice', async () => {
    const stack = await stackJson({ account_wide: { config_recorder: 'existing' } });
    expect(pattern(stack, 'security_hub_findings').findings.Title).toBeUndefined();
  });

  test('are told in a sentence, to the alerts topic', () => {
    for (const target of Object.values<Json>(beta.resource.aws_cloudwatch_event_target)) {
      expect(target.arn).toBe('${aws_sns_topic.alerts.arn}');
      const { input_paths, input_template } = target.input_transformer;
      const placeholders = [...input_template.matchAll(/<(\w+)>/g)].map(([, name]: string[]) => name);
      expect(Object.keys(input_paths).sort()).toEqual(placeholders.sort());
      expect(input_template).toMatch(/^".*"$/);
    }
  });
});

describe('cost monitoring', () => {
  test('tells at 50, 80 and 100 % of the budget, and when 100 % is forecast', () => {
    const { notification, limit_amount } = beta.resource.aws_budgets_budget.monthly;
    expect(notification.map((n: Json) => `${n.notification_type} ${n.threshold}`)).toEqual([
      'ACTUAL 50',
      'ACTUAL 80',
      'ACTUAL 100',
      'FORECASTED 100',
    ]);
    expect(limit_amount).toBe('30');
  });
});

describe('alarms', () => {
  test('each publishes when it sounds and when it is over, and says what it means', () => {
    for (const alarm of Object.values<Json>(beta.resource.aws_cloudwatch_metric_alarm)) {
      expect(alarm).toMatchObject({
        alarm_actions: ['${aws_sns_topic.alerts.arn}'],
        ok_actions: ['${aws_sns_topic.alerts.arn}'],
        alarm_description: expect.stringMatching(/^[A-Z].{20,}\.$/),
      });
    }
  });

  test('what each watches, and where it sounds', () => {
    const alarms = Object.entries<Json>(beta.resource.aws_cloudwatch_metric_alarm);
    const sign: Record<string, string> = { GreaterThanThreshold: '>', LessThanThreshold: '<' };
    expect(
      Object.fromEntries(
        alarms.map(([name, alarm]) => [
          name,
          `${alarm.statistic} ${alarm.metric_name} ${sign[alarm.comparison_operator]} ${alarm.threshold}, ` +
            `${alarm.evaluation_periods} x ${alarm.period} s`,
        ]),
      ),
    ).toEqual({
      database_cpu: 'Average CPUUtilization > 90, 3 x 300 s',
      database_cpu_credits: 'Sum CPUSurplusCreditsCharged > 0, 3 x 300 s',
      database_connections: 'Maximum DatabaseConnections > 63, 2 x 300 s',
      database_login_failures: 'Sum DatabaseLoginFailures > 10, 1 x 300 s',
      database_memory: 'Average FreeableMemory < 107374182, 3 x 300 s',
      database_read_latency: 'Average ReadLatency > 0.02, 3 x 300 s',
      database_silent: 'SampleCount CPUUtilization < 1, 2 x 300 s',
      database_storage: 'Minimum FreeStorageSpace < 1073741824, 1 x 300 s',
      database_swap: 'Average SwapUsage > 268435456, 3 x 300 s',
      database_transaction_ids: 'Maximum MaximumUsedTransactionIDs > 1000000000, 1 x 300 s',
      firewall_blocked_requests: 'Sum BlockedRequests > 1000, 1 x 300 s',
    });
  });

  test('silence is an alarm for the database, and no trouble for the others', () => {
    const missing = Object.entries<Json>(beta.resource.aws_cloudwatch_metric_alarm)
      .filter(([, alarm]) => alarm.treat_missing_data === 'breaching')
      .map(([name]) => name);
    expect(missing).toEqual(['database_silent']);
  });

  test('CPU credits are watched for the classes that have them', async () => {
    expect(beta.resource.aws_cloudwatch_metric_alarm.database_cpu_credits).toBeDefined();
    const large = await stackJson({ database: { instance_class: 'db.r6g.large' } });
    expect(large.resource.aws_cloudwatch_metric_alarm.database_cpu_credits).toBeUndefined();
  });

  test('errors of the application are watched where it has log groups', async () => {
    expect(beta.resource.aws_cloudwatch_metric_alarm.application_errors).toBeUndefined();
    const stack = await stackJson({ logs: { application_log_groups: ['/aws/lambda/api'] } });
    expect(stack.resource.aws_cloudwatch_metric_alarm.application_errors.metric_name).toBe('ApplicationErrors');
  });

  test('budgets, cost alerts, CloudWatch and EventBridge may publish, the first three for this account only', () => {
    const policy = beta.resource.aws_sns_topic_policy.alerts.policy;
    for (const service of ['budgets', 'cloudwatch', 'costalerts', 'events']) {
      expect(policy).toContain(`${service}.amazonaws.com`);
    }
    expect(policy).toContain('"aws:SourceAccount" = "123456789012"');
    expect(policy).not.toContain('"*"');
  });
});

describe('logs', () => {
  test('every group is kept for 30 days, and survives a destroy', async () => {
    const stack = await stackJson({ logs: { application_log_groups: ['/aws/lambda/api'] } });
    const groups = Object.entries<Json>(stack.resource.aws_cloudwatch_log_group);
    expect(groups.map(([name]) => name).sort()).toEqual([
      'application',
      'database_postgresql',
      'database_upgrade',
      'firewall',
    ]);
    for (const [, group] of groups) expect(group).toMatchObject({ retention_in_days: 30, skip_destroy: true });
  });
});

describe('network', () => {
  test('one that is created reaches nothing: no internet gateway, no NAT, no route, a closed default group', () => {
    const types = Object.keys(beta.resource);
    expect(types).toEqual(expect.arrayContaining(['aws_vpc', 'aws_subnet', 'aws_default_security_group']));
    expect(types.filter((type) => /gateway|aws_route$/.test(type))).toEqual([]);
    expect(beta.resource.aws_default_security_group.network.ingress).toBeUndefined();
    expect(beta.resource.aws_route_table.private.route).toBeUndefined();
  });

  test('an existing one is used, and nothing is created in it but the database’s own', async () => {
    const stack = await stackJson({
      network: {
        vpc_id: 'vpc-0123456789abcdef0',
        subnet_ids: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
      },
    });
    expect(addresses(stack).filter((address) => /^aws_(vpc|subnet|route|default)/.test(address))).toEqual([]);
    expect(stack.resource.aws_db_subnet_group.database.subnet_ids).toEqual([
      'subnet-0123456789abcdef0',
      'subnet-0123456789abcdef1',
    ]);
    expect(stack.resource.aws_security_group.database.vpc_id).toBe('vpc-0123456789abcdef0');
  });
});

test('what other stacks need is published twice: as an output and as an SSM parameter', () => {
  const published = Object.entries<Json>(beta.resource.aws_ssm_parameter);
  expect(published.map(([, parameter]) => parameter.name).sort()).toEqual([
    '/acme/alerts/topic-arn',
    '/acme/database/endpoint',
    '/acme/database/secret-arn',
    '/acme/database/security-group-id',
    '/acme/firewall/web-acl-arn',
  ]);
  for (const [name, parameter] of published) expect(beta.output[name].value).toBe(parameter.insecure_value);
});

test('an output says where the audit trail’s event history is', () => {
  expect(beta.output.audit_event_history_url.value).toContain('cloudtrailv2');
});

test('the smallest environment deploys these, and no others', () => {
  expect(addresses(beta)).toMatchSnapshot();
});

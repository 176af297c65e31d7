import { loadEnvironments } from '../../config';
import type { EnvironmentSettings } from '../../config/settings';
import { ROOT } from '../support/synthesize';
import { load, MINIMAL } from './support';

describe('the smallest file', () => {
  test('has at most ten lines', () => {
    expect(MINIMAL.trim().split('\n').length).toBeLessThanOrEqual(10);
  });

  test('gives these settings', () => {
    const environment = load(MINIMAL);
    expect(environment.tier).toBe('beta');
    const { stack, beta, earlyGa } = withoutUndefined(environment.settings) as EnvironmentSettings;
    expect(earlyGa).toBeUndefined();
    expect(stack).toEqual({
      name: 'acme',
      aws: { accountId: '123456789012', region: 'us-east-1' },
      stateBackend: { type: 'local', arguments: { path: '../../../terraform.acme.tfstate' } },
      tags: { Project: 'acme', Environment: 'acme', ManagedBy: 'palier' },
      imports: {},
    });
    expect(beta).toEqual({
      stack,
      network: {},
      alerts: { emails: ['ops@acme.example'], httpsEndpoints: [] },
      costMonitoring: { monthlyBudgetUsd: 30, anomalyMonitor: 'managed', anomalyThresholdUsd: 10 },
      securityMonitoring: {
        securityHub: 'managed',
        guardDuty: 'managed',
        accessAnalyzer: 'managed',
        configRecorder: 'off',
      },
      firewall: {
        scope: 'REGIONAL',
        rateLimit: 2000,
        rateLimitAction: 'block',
        commonRules: 'block',
        knownBadInputs: 'block',
        ipReputation: 'block',
        sqlInjection: 'block',
        targetArns: [],
      },
      database: {
        identifier: 'acme-postgres',
        engineVersion: '17',
        instanceClass: 'db.t4g.micro',
        allocatedStorage: 20,
        maxAllocatedStorage: 100,
        databaseName: 'acme',
        masterUsername: 'palier_admin',
        port: 5432,
        backupRetentionDays: 7,
        backupWindow: '03:00-04:00',
        maintenanceWindow: 'sun:04:30-sun:05:30',
        clientSecurityGroupIds: [],
        clientCidrBlocks: [],
        deletionProtection: true,
        finalSnapshotRevision: '1',
        allowMajorVersionUpgrade: false,
        applyImmediately: true,
      },
      credentials: {
        mode: 'secret',
        secretName: 'acme/database',
        recoveryWindowDays: 30,
        setDatabasePasswordRevision: '1',
      },
      databaseRestore: {},
      alarms: {
        databaseFreeStorageBytes: 1024 ** 3,
        databaseFreeMemoryBytes: 107_374_182,
        databaseConnections: 63,
        databaseIsBurstable: true,
      },
      logs: { applicationLogGroups: [], retentionDays: 30 },
    });
  });

  test('gives these settings at early-ga, and those of beta', () => {
    const earlyGa = load(MINIMAL.replace('beta', 'early-ga'));
    expect(earlyGa.settings.beta).toEqual(load(MINIMAL).settings.beta);
    expect(withoutUndefined(earlyGa.settings.earlyGa)).toEqual({
      stack: withoutUndefined(earlyGa.settings.stack),
      encryptionKeys: { access: 'account', aliasPrefix: 'acme' },
      secretRotation: { automaticallyAfterDays: 30, networkPath: 'endpoint' },
      logRetention: { retentionDays: 90 },
      botControl: { action: 'count' },
      performanceInsights: { retentionDays: 7, key: 'customer' },
      databaseReencryption: {},
    });
  });

  test('is the same with every section there and empty: a section without a value means its defaults', () => {
    const sections = ['state_backend', 'network', 'database', 'credentials', 'firewall', 'logs', 'cost_monitoring'];
    const more = [
      'account_wide',
      'imports',
      'tags',
      'runbooks',
      'secret_rotation',
      'encryption_keys',
      'multi_region',
      'shield_advanced',
    ];
    const empty = [...sections, ...more].map((key) => `${key}:\n`).join('');
    expect(load(MINIMAL + empty).settings).toEqual(load(MINIMAL).settings);
    const nested = 'database:\n  clients:\nfirewall:\n  rules:\n  target_arns:\nrunbooks:\n  set_database_password:\n';
    expect(load(MINIMAL + nested).settings).toEqual(load(MINIMAL).settings);
  });
});

describe('huntaze.yaml, the environment that ships', () => {
  const [huntaze, ...others] = loadEnvironments({
    directory: `${ROOT}/environments`,
    variable: undefined,
  }).environments;

  test("has the plan's names and values", () => {
    expect(others).toEqual([]);
    expect(huntaze?.tier).toBe('beta');
    const settings = huntaze?.settings;
    const beta = settings?.beta;
    expect(settings?.stack).toMatchObject({
      name: 'huntaze',
      aws: { accountId: '123456789012', region: 'us-east-1', recoveryRegion: 'eu-west-1' },
    });
    expect(beta?.database).toMatchObject({ identifier: 'huntaze-postgres-production', backupRetentionDays: 7 });
    expect(beta?.credentials).toMatchObject({ mode: 'secret', secretName: 'huntaze/database' });
    expect(beta?.logs.applicationLogGroups).toEqual(['/aws/lambda/huntaze-mock-read']);
    expect(beta?.costMonitoring.monthlyBudgetUsd).toBe(30);
  });
});

describe('a key', () => {
  test('of production-ga reaches its settings', () => {
    const productionGa = MINIMAL.replace('beta', 'production-ga');
    expect(load(productionGa).settings.beta.securityMonitoring.configRecorder).toBe('managed');
    expect(load(productionGa).settings.productionGa).toMatchObject({
      multiAz: { enabled: true },
      configurationHistory: { excludedRules: [], backupRetentionDays: 7, rotationDays: 30 },
      crossRegionBackup: { mode: 'off', retentionDays: 7, hour: 6 },
    });
    const more = `database: { multi_az: false, deletion_protection: false, backup_retention_period: 14 }
secret_rotation: { automatically_after_days: 7 }
account_wide: { config_recorder: existing }
configuration_history: { excluded_rules: [audit-trail] }
`;
    expect(load(productionGa + more).settings.beta.securityMonitoring.configRecorder).toBe('existing');
    expect(load(productionGa + more).settings.productionGa).toMatchObject({
      multiAz: { enabled: false },
      configurationHistory: {
        excludedRules: ['audit-trail', 'database-multi-az', 'database-deletion-protection'],
        backupRetentionDays: 14,
        rotationDays: 7,
      },
    });
  });

  test('of backup reaches the settings of production-ga', () => {
    const productionGa = MINIMAL.replace('beta', 'production-ga').replace(
      'us-east-1',
      'us-east-1\n  recovery_region: eu-west-1',
    );
    const more = `database: { backup_window: 22:00-23:00 }\nbackup: { cross_region: aws-backup, retention_days: 365 }\n`;
    expect(load(productionGa + more).settings.productionGa).toMatchObject({
      crossRegionBackup: { mode: 'aws-backup', retentionDays: 365, hour: 0 },
    });
  });

  test('of early-ga reaches its settings', () => {
    const more = `network: { vpc_id: vpc-0123456789abcdef0, subnet_ids: [subnet-01234567, subnet-89abcdef] }
secret_rotation: { automatically_after_days: 7, network_path: existing, subnet_ids: [subnet-0123abcd] }
encryption_keys: { access: iam, alias_prefix: shop/keys }
logs: { retention_days: 400 }
firewall: { rules: { bot_control: block } }
database: { performance_insights: { retention_period: 62, key: aws-managed } }
runbooks: { rotate_secret: { revision: 3 } }
`;
    const { beta, earlyGa } = load(MINIMAL.replace('beta', 'early-ga') + more).settings;
    expect(beta.logs.retentionDays).toBe(400);
    expect(earlyGa).toMatchObject({
      encryptionKeys: { access: 'iam', aliasPrefix: 'shop/keys' },
      secretRotation: {
        automaticallyAfterDays: 7,
        networkPath: 'existing',
        subnetIds: ['subnet-0123abcd'],
        rotateRevision: '3',
      },
      logRetention: { retentionDays: 400 },
      botControl: { action: 'block' },
      performanceInsights: { retentionDays: 62, key: 'aws-managed' },
    });
    const arn = 'arn:aws:lambda:us-east-1:123456789012:function:rotate';
    const existing = `${MINIMAL.replace('beta', 'early-ga')}secret_rotation: { function_arn: "${arn}" }\n`;
    expect(load(existing).settings.earlyGa?.secretRotation.functionArn).toBe(arn);
  });

  test('of each section reaches the settings', () => {
    const { settings } = load(`name: acme-staging
project: Acme Shop
tier: beta
aws:
  account_id: 123456789012
  region: eu-west-3
  recovery_region: eu-central-1
  profile: acme
  assume_role: { role_arn: "arn:aws:iam::123456789012:role/deploy/palier", external_id: "x:y" }
  permissions_boundary: arn:aws:iam::123456789012:policy/boundary
contacts:
  emails: [a@acme.example]
  https_endpoints: ["https://events.pagerduty.example/integration/abc/enqueue"]
network: { vpc_id: vpc-0123456789abcdef0, subnet_ids: [subnet-01234567, subnet-0123456789abcdef0] }
database:
  identifier: shop
  engine_version: 16
  instance_class: db.m7g.large
  allocated_storage: 50
  max_allocated_storage: 55
  db_name: Shop_1
  username: postgres
  port: 6543
  backup_retention_period: 35
  backup_window: 23:30-00:30
  maintenance_window: Mon:01:00-Mon:02:00
  clients: { security_group_ids: [sg-01234567], cidr_blocks: [10.1.0.0/16, 10.2.3.4/32] }
  deletion_protection: false
  final_snapshot_revision: 2
  apply_immediately: false
credentials: { mode: rds-managed, recovery_window_in_days: 0 }
firewall:
  rate_limit: 10
  rate_limit_action: count
  rules: { common: count, known_bad_inputs: count, ip_reputation: count, sql_injection: count }
  target_arns: ["arn:aws:elasticloadbalancing:eu-west-3:123456789012:loadbalancer/app/shop/50dc6c495c0c9188"]
logs: { application_log_groups: [/aws/lambda/a, b], retention_days: 14 }
cost_monitoring:
  monthly_budget_usd: 120.50
  anomaly_threshold_usd: 0.01
  anomaly_monitor_arn: arn:aws:ce::123456789012:anomalymonitor/1234abcd-12ab-34cd-56ef-1234567890ab
account_wide:
  security_hub: existing
  guardduty: off
  access_analyzer: existing
  config_recorder: managed
  cost_anomaly_monitor: existing
imports: { 'aws_cloudwatch_log_group.application["/aws/lambda/a"]': /aws/lambda/a }
tags: { Team: Größe, CostCenter: "" }
runbooks: { set_database_password: { revision: 2026-11 }, restore_database: { revision: 3, snapshot: before-upgrade } }
`);
    const { stack, beta } = settings;
    expect(stack).toEqual({
      name: 'acme-staging',
      aws: {
        accountId: '123456789012',
        region: 'eu-west-3',
        recoveryRegion: 'eu-central-1',
        profile: 'acme',
        assumeRole: { roleArn: 'arn:aws:iam::123456789012:role/deploy/palier', externalId: 'x:y' },
        permissionsBoundary: 'arn:aws:iam::123456789012:policy/boundary',
      },
      stateBackend: { type: 'local', arguments: { path: '../../../terraform.acme-staging.tfstate' } },
      tags: { Team: 'Größe', CostCenter: '', Project: 'Acme Shop', Environment: 'acme-staging', ManagedBy: 'palier' },
      imports: { 'aws_cloudwatch_log_group.application["/aws/lambda/a"]': '/aws/lambda/a' },
    });
    expect(beta).toEqual({
      stack,
      network: { vpcId: 'vpc-0123456789abcdef0', subnetIds: ['subnet-01234567', 'subnet-0123456789abcdef0'] },
      alerts: {
        emails: ['a@acme.example'],
        httpsEndpoints: ['https://events.pagerduty.example/integration/abc/enqueue'],
      },
      costMonitoring: {
        monthlyBudgetUsd: 120.5,
        anomalyMonitor: 'existing',
        existingAnomalyMonitorArn: 'arn:aws:ce::123456789012:anomalymonitor/1234abcd-12ab-34cd-56ef-1234567890ab',
        anomalyThresholdUsd: 0.01,
      },
      securityMonitoring: {
        securityHub: 'existing',
        guardDuty: 'off',
        accessAnalyzer: 'existing',
        configRecorder: 'managed',
      },
      firewall: {
        scope: 'REGIONAL',
        rateLimit: 10,
        rateLimitAction: 'count',
        commonRules: 'count',
        knownBadInputs: 'count',
        ipReputation: 'count',
        sqlInjection: 'count',
        targetArns: ['arn:aws:elasticloadbalancing:eu-west-3:123456789012:loadbalancer/app/shop/50dc6c495c0c9188'],
      },
      database: {
        identifier: 'shop',
        engineVersion: '16',
        instanceClass: 'db.m7g.large',
        allocatedStorage: 50,
        maxAllocatedStorage: 55,
        databaseName: 'Shop_1',
        masterUsername: 'postgres',
        port: 6543,
        backupRetentionDays: 35,
        backupWindow: '23:30-00:30',
        maintenanceWindow: 'mon:01:00-mon:02:00',
        clientSecurityGroupIds: ['sg-01234567'],
        clientCidrBlocks: ['10.1.0.0/16', '10.2.3.4/32'],
        deletionProtection: false,
        finalSnapshotRevision: '2',
        allowMajorVersionUpgrade: false,
        applyImmediately: false,
      },
      credentials: {
        mode: 'rds-managed',
        secretName: 'acme-staging/database',
        recoveryWindowDays: 0,
        setDatabasePasswordRevision: '2026-11',
      },
      databaseRestore: { revision: '3', snapshot: 'before-upgrade', toTime: undefined },
      alarms: {
        databaseFreeStorageBytes: 2.5 * 1024 ** 3,
        databaseFreeMemoryBytes: 858_993_459,
        databaseConnections: 694,
        databaseIsBurstable: false,
      },
      logs: { applicationLogGroups: ['/aws/lambda/a', 'b'], retentionDays: 14 },
    });
  });

  test('of the tags never says the tier: a step up would touch every resource', () => {
    expect(JSON.stringify(load(MINIMAL).settings.stack.tags)).not.toContain('beta');
  });

  test.each([
    ['acme', 'acme'],
    ['Acme Shop', 'acme_shop'],
    ['user', 'user_db'],
    ['A--b', 'a_b'],
  ])('project %s gives the database %s', (project, databaseName) => {
    expect(load(`${MINIMAL}project: ${project}\n`).settings.beta.database.databaseName).toBe(databaseName);
  });

  test('instance_class of an unknown family leaves out the alarms that need its memory', () => {
    const { alarms } = load(`${MINIMAL}database: { instance_class: db.z9x.large }\n`).settings.beta;
    expect(alarms).toEqual({ databaseFreeStorageBytes: 1024 ** 3, databaseIsBurstable: false });
  });
});

function withoutUndefined(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

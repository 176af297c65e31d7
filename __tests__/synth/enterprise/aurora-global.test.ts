import { execa } from 'execa';
import knownAddresses from '../../../modules/addresses.json';
import { argumentsOf } from '../../support/early-ga';
import { addresses, type Json, stackJson } from '../../support/stack-json';
import { temporaryDirectory } from '../../support/synthesize';

const STAGES = ['replica', 'promoted', 'global'] as const;
const aws = { account_id: '123456789012', region: 'us-east-1', recovery_region: 'eu-west-1' };

/** What the real app writes at enterprise. */
function enterpriseJson(changes: Record<string, unknown> = {}): Promise<Json> {
  return stackJson({ tier: 'enterprise', aws, ...changes });
}

const stages: Record<string, Json> = {};

beforeAll(async () => {
  stages.none = await enterpriseJson();
  for (const stage of STAGES) stages[stage] = await enterpriseJson({ aurora: { stage } });
});

/** What Terraform makes of an expression. */
async function evaluate(input: string): Promise<string> {
  const env = { CHECKPOINT_DISABLE: '1' };
  return (await execa('terraform', ['console'], { cwd: await temporaryDirectory(), env, input })).stdout;
}

/** The addresses that one stage has, and not the other. */
function added(before: Json, after: Json): string[] {
  const known = addresses(before);
  return addresses(after).filter((address) => !known.includes(address));
}

/** `address: argument` for all that one stage says otherwise of what both have. */
function differences(before: Json, after: Json): string[] {
  return addresses(before).flatMap((address) => {
    const [type = '', name = ''] = address.split('.');
    const [old, now] = [argumentsOf(before.resource[type][name]), argumentsOf(after.resource[type]?.[name] ?? {})];
    const keys = [...new Set([...Object.keys(old), ...Object.keys(now)])];
    return keys
      .filter((key) => JSON.stringify(old[key]) !== JSON.stringify(now[key]))
      .map((key) => `${address}: ${key}`);
  });
}

describe('each stage adds to the one before, and takes nothing away', () => {
  test('none: nothing of Aurora', () => {
    expect(addresses(stages.none).filter((address) => /aurora|rds_(global_)?cluster/.test(address))).toEqual([]);
  });

  test('replica', () => {
    expect(added(stages.none, stages.replica)).toEqual([
      'aws_cloudwatch_log_group.aurora',
      'aws_cloudwatch_log_metric_filter.aurora_login_failures',
      'aws_cloudwatch_metric_alarm.aurora_source_lag',
      'aws_rds_cluster.aurora',
      'aws_rds_cluster_instance.aurora_a',
      'aws_rds_cluster_parameter_group.aurora',
      'aws_ssm_parameter.aurora_endpoint',
      'aws_ssm_parameter.aurora_reader_endpoint',
    ]);
    expect(differences(stages.none, stages.replica)).toEqual([]);
  });

  test('promoted: the published endpoint is the cluster’s', () => {
    expect(added(stages.replica, stages.promoted)).toEqual([
      'aws_cloudwatch_metric_alarm.aurora_connections',
      'aws_cloudwatch_metric_alarm.aurora_cpu',
      'aws_cloudwatch_metric_alarm.aurora_memory',
      'aws_cloudwatch_metric_alarm.aurora_replica_lag',
      'aws_cloudwatch_metric_alarm.aurora_silent',
      'aws_cloudwatch_metric_alarm.aurora_transaction_ids',
      'aws_rds_cluster_instance.aurora_b',
    ]);
    // Of the cluster only what Terraform itself checks, nothing that it would tell AWS.
    expect(differences(stages.replica, stages.promoted)).toEqual([
      'aws_rds_cluster.aurora: lifecycle',
      'aws_ssm_parameter.database_endpoint: insecure_value',
    ]);
    const endpoint = '${aws_rds_cluster.aurora.endpoint}:${aws_db_instance.database.port}';
    expect(stages.promoted.resource.aws_ssm_parameter.database_endpoint.insecure_value).toBe(endpoint);
    expect(stages.promoted.output.database_endpoint.value).toBe(endpoint);
  });

  test('global', () => {
    expect(added(stages.promoted, stages.global)).toEqual(
      expect.arrayContaining([
        'aws_cloudwatch_log_group.aurora_secondary',
        'aws_cloudwatch_metric_alarm.aurora_global_lag',
        'aws_cloudwatch_metric_alarm.aurora_secondary_silent',
        'aws_rds_cluster.aurora_secondary',
        'aws_rds_cluster_instance.aurora_secondary_a',
        'aws_rds_cluster_parameter_group.aurora_secondary',
        'aws_rds_global_cluster.aurora',
        'aws_ssm_parameter.aurora_global_endpoint',
        'aws_ssm_parameter.aurora_global_endpoint_copy',
        'aws_ssm_parameter.aurora_secondary_reader_endpoint',
        'aws_ssm_parameter.aurora_secondary_reader_endpoint_copy',
      ]),
    );
    expect(differences(stages.promoted, stages.global)).toEqual([
      'aws_cloudwatch_metric_alarm.aurora_silent: alarm_description',
      'aws_cloudwatch_metric_alarm.aurora_silent: dimensions',
      'aws_rds_cluster.aurora: lifecycle',
    ]);
  });

  test('the RDS instance, its secret and its rotation stay as they are in all of them', () => {
    for (const stage of STAGES) {
      for (const type of ['aws_db_instance', 'aws_secretsmanager_secret', 'aws_secretsmanager_secret_rotation']) {
        expect(stages[stage].resource[type]).toEqual(stages.none.resource[type]);
      }
    }
  });
});

describe('the cluster', () => {
  test('follows the RDS instance, under the customer key, and takes user and password from it', () => {
    const cluster = argumentsOf(stages.replica.resource.aws_rds_cluster.aurora);
    expect(cluster).toMatchObject({
      cluster_identifier: 'acme-aurora',
      engine: 'aurora-postgresql',
      engine_version: '${aws_db_instance.database.engine_version_actual}',
      replication_source_identifier: 'arn:aws:rds:us-east-1:123456789012:db:acme-postgres',
      storage_encrypted: true,
      kms_key_id: '${aws_kms_key.database.arn}',
      db_subnet_group_name: '${aws_db_subnet_group.database.name}',
      vpc_security_group_ids: ['${aws_security_group.database.id}'],
      port: '${aws_db_instance.database.port}',
      deletion_protection: true,
      delete_automated_backups: false,
      skip_final_snapshot: false,
      final_snapshot_identifier: 'acme-aurora-final-1',
      depends_on: ['aws_cloudwatch_log_group.aurora', 'null_resource.set_database_password'],
    });
    for (const key of ['master_username', 'master_password', 'master_password_wo', 'database_name']) {
      expect(cluster).not.toHaveProperty(key);
    }
  });

  test('is promoted by no apply, at any stage: the source is left to AWS, and a later stage asks whether it is gone', () => {
    for (const stage of STAGES) {
      const { lifecycle, replication_source_identifier } = stages[stage].resource.aws_rds_cluster.aurora;
      expect(replication_source_identifier).toBeDefined();
      expect(lifecycle.ignore_changes).toContain('replication_source_identifier');
      expect(lifecycle.ignore_changes).toContain('global_cluster_identifier');
      expect(lifecycle.prevent_destroy).toBe(true);
    }
    expect(stages.replica.resource.aws_rds_cluster.aurora.lifecycle.postcondition).toBeUndefined();
    for (const stage of ['promoted', 'global']) {
      const [check] = stages[stage].resource.aws_rds_cluster.aurora.lifecycle.postcondition;
      expect(check.error_message).toContain(`aurora.stage is ${stage}, but the cluster acme-aurora is a replica still`);
    }
  });

  test.each([
    ['promoted', 'null', true],
    ['promoted', '""', true],
    ['still a replica of the instance', '"arn:aws:rds:us-east-1:123456789012:db:acme-postgres"', false],
    // What AWS sets once the other region writes: it must not stop every plan.
    ['secondary after a switchover', '"arn:aws:rds:eu-west-1:123456789012:cluster:acme-aurora-secondary"', true],
  ])('a later stage, the cluster being %s (source %s): Terraform says %s', async (_, source, expected) => {
    for (const stage of ['promoted', 'global']) {
      const [check] = stages[stage].resource.aws_rds_cluster.aurora.lifecycle.postcondition;
      const [, condition] = /^\$\{(.*)\}$/.exec(check.condition) as unknown as [string, string];
      const input = condition.replaceAll('self.replication_source_identifier', source);
      expect(await evaluate(input)).toBe(`${expected}`);
    }
  });

  test('can be created at a minor version that Aurora has', async () => {
    const { resource } = await enterpriseJson({ aurora: { stage: 'replica', engine_version: '17.6' } });
    expect(resource.aws_rds_cluster.aurora).toMatchObject({ engine_version: '17.6' });
    expect(resource.aws_rds_cluster.aurora.lifecycle.ignore_changes).toContain('engine_version');
  });

  test('can be destroyed where the database can', async () => {
    const { resource } = await enterpriseJson({
      aurora: { stage: 'global' },
      database: { deletion_protection: false },
    });
    for (const type of ['aws_rds_cluster', 'aws_rds_cluster_instance', 'aws_rds_global_cluster']) {
      for (const one of Object.values<Json>(resource[type])) expect(one.lifecycle.prevent_destroy).toBe(false);
    }
    expect(resource.aws_rds_cluster.aurora_secondary.deletion_protection).toBe(false);
  });
});

describe('the secondary cluster', () => {
  test('is in the recovery region, under a key of its own, and belongs to the global database', () => {
    const { aws_rds_cluster, aws_rds_cluster_instance, aws_rds_global_cluster } = stages.global.resource;
    expect(aws_rds_global_cluster.aurora).toMatchObject({
      global_cluster_identifier: 'acme-aurora-global',
      source_db_cluster_identifier: '${aws_rds_cluster.aurora.arn}',
      depends_on: ['aws_rds_cluster_instance.aurora_a', 'aws_rds_cluster_instance.aurora_b'],
    });
    expect(aws_rds_cluster.aurora_secondary).toMatchObject({
      provider: 'aws.eu_west_1',
      cluster_identifier: 'acme-aurora-secondary',
      global_cluster_identifier: '${aws_rds_global_cluster.aurora.id}',
      engine_version: '${aws_rds_global_cluster.aurora.engine_version}',
      source_region: 'us-east-1',
      kms_key_id: '${aws_kms_key.recovery_database.arn}',
      depends_on: ['aws_cloudwatch_log_group.aurora_secondary'],
    });
    expect(aws_rds_cluster.aurora_secondary.lifecycle.ignore_changes).toEqual([
      'replication_source_identifier',
      'global_cluster_identifier',
      'engine_version',
      'source_region',
    ]);
    expect(aws_rds_cluster_instance.aurora_secondary_a).toMatchObject({
      provider: 'aws.eu_west_1',
      performance_insights_kms_key_id: '${aws_kms_key.recovery_database.arn}',
    });
  });
});

describe('alarms of a global database, whichever region writes', () => {
  const HOME = { DBClusterIdentifier: '${aws_rds_cluster.aurora.cluster_identifier}' };
  const SECONDARY = { DBClusterIdentifier: '${aws_rds_cluster.aurora_secondary.cluster_identifier}' };
  const alarm = (stage: string, name: string) => stages[stage].resource.aws_cloudwatch_metric_alarm[name];

  test('before, the writer’s silence sounds; then that of the whole cluster, which may have no writer', () => {
    expect(alarm('promoted', 'aurora_silent').dimensions).toEqual({ ...HOME, Role: 'WRITER' });
    expect(alarm('global', 'aurora_silent')).toMatchObject({
      treat_missing_data: 'breaching',
      statistic: 'SampleCount',
    });
    expect(alarm('global', 'aurora_silent').dimensions).toEqual(HOME);
  });

  test('no other alarm of a writer sounds where there is none', () => {
    const alarms = Object.values<Json>(stages.global.resource.aws_cloudwatch_metric_alarm);
    const ofWriters = alarms.filter(({ dimensions }) => dimensions?.Role === 'WRITER');
    expect(ofWriters.map(({ alarm_name }) => alarm_name).sort()).toEqual([
      'acme-aurora-connections',
      'acme-aurora-cpu',
      'acme-aurora-memory',
      'acme-aurora-transaction-ids',
    ]);
    for (const { treat_missing_data } of ofWriters) expect(treat_missing_data).toBe('notBreaching');
  });

  test('the lag and the silence of the recovery region are watched there; a cluster that writes has no lag', () => {
    const there = {
      provider: 'aws.eu_west_1',
      dimensions: SECONDARY,
      alarm_actions: ['${aws_sns_topic.recovery_alerts.arn}'],
      depends_on: ['aws_rds_cluster_instance.aurora_secondary_a'],
    };
    expect(alarm('global', 'aurora_global_lag')).toMatchObject({
      ...there,
      metric_name: 'AuroraGlobalDBRPOLag',
      treat_missing_data: 'notBreaching',
    });
    expect(alarm('global', 'aurora_secondary_silent')).toMatchObject({
      ...there,
      metric_name: 'CPUUtilization',
      statistic: 'SampleCount',
      treat_missing_data: 'breaching',
    });
  });
});

test('the log of the secondary is in its region, under the key there', () => {
  expect(stages.global.resource.aws_cloudwatch_log_group.aurora_secondary).toMatchObject({
    provider: 'aws.eu_west_1',
    kms_key_id: '${aws_kms_key.recovery_logs.arn}',
  });
});

test.each([
  ['aurora_global_endpoint', 'aurora-global-endpoint', '${aws_rds_global_cluster.aurora.endpoint}'],
  [
    'aurora_secondary_reader_endpoint',
    'aurora-secondary-reader-endpoint',
    '${aws_rds_cluster.aurora_secondary.reader_endpoint}',
  ],
])('%s is published in both regions: one of them may be lost', (output, parameter, host) => {
  const { resource, output: outputs } = stages.global;
  const value = `${host}:\${aws_db_instance.database.port}`;
  const here = { name: `/acme/database/${parameter}`, insecure_value: value };
  expect(outputs[output].value).toBe(value);
  expect(resource.aws_ssm_parameter[output]).toMatchObject(here);
  expect(resource.aws_ssm_parameter[output]).not.toHaveProperty('provider');
  expect(resource.aws_ssm_parameter[`${output}_copy`]).toMatchObject({ ...here, provider: 'aws.eu_west_1' });
});

test('what holds data is forgotten, not destroyed, where the environment gives Aurora up', () => {
  const forgotten = stages.none.removed.map(({ from }: Json) => from);
  const stateful = knownAddresses.filter(({ line, stateful }) => line === 'aurora-global' && stateful);
  expect(stateful.map(({ address }) => address)).toEqual([
    'aws_cloudwatch_log_group.aurora',
    'aws_cloudwatch_log_group.aurora_secondary',
    'aws_rds_cluster.aurora',
    'aws_rds_cluster.aurora_secondary',
    'aws_rds_cluster_instance.aurora_a',
    'aws_rds_cluster_instance.aurora_b',
    'aws_rds_cluster_instance.aurora_secondary_a',
    'aws_rds_cluster_parameter_group.aurora',
    'aws_rds_cluster_parameter_group.aurora_secondary',
    'aws_rds_global_cluster.aurora',
  ]);
  for (const { address } of stateful) expect(forgotten).toContain(address);
});

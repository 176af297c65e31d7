import { allows, parsePolicy } from '../../support/policy';
import { addresses, type Json, stackJson } from '../../support/stack-json';

const AWS = { account_id: '123456789012', region: 'us-east-1', recovery_region: 'eu-west-1' };

const productionGa = (backup?: Record<string, unknown>, changes: Record<string, unknown> = {}) =>
  stackJson({ tier: 'production-ga', aws: AWS, ...(backup && { backup }), ...changes });

const added = (stack: Json) => addresses(stack).filter((address) => !addresses(off).includes(address));

/** Whether any principal of the account may use the key of the database through this service. */
function isUsableThrough(service: string, key: Json): boolean {
  const context = { 'kms:CallerAccount': '123456789012', 'kms:ViaService': service };
  const principal = 'arn:aws:iam::123456789012:role/any';
  return allows(parsePolicy(key.policy), { principal, action: 'kms:GenerateDataKey', context });
}

let off: Json;
let automated: Json;
let snapshots: Json;

beforeAll(async () => {
  [off, automated, snapshots] = await Promise.all([
    productionGa(),
    productionGa({ cross_region: 'automated-backups' }),
    productionGa({ cross_region: 'aws-backup', retention_days: 90 }),
  ]);
});

test('by default everything stays in the region', () => {
  expect(addresses(off).filter((address) => /backup(?!s$)|recovery/.test(address))).toEqual([]);
});

describe('automated-backups', () => {
  test('adds the replication and the key over there, and nothing else', () => {
    expect(added(automated)).toEqual([
      'aws_db_instance_automated_backups_replication.database',
      'aws_kms_alias.recovery_database',
      'aws_kms_key.recovery_database',
    ]);
  });

  test('replicates to the recovery region, under its key', () => {
    expect(automated.resource.aws_db_instance_automated_backups_replication.database).toMatchObject({
      provider: 'aws.eu_west_1',
      source_db_instance_arn: '${aws_db_instance.database.arn}',
      kms_key_id: '${aws_kms_key.recovery_database.arn}',
      retention_period: 7,
    });
  });
});

describe('aws-backup', () => {
  test('adds vaults, a plan, a role, and the key over there', () => {
    expect(added(snapshots)).toEqual([
      'aws_backup_plan.database',
      'aws_backup_selection.database',
      'aws_backup_vault.database',
      'aws_backup_vault.recovery_database',
      'aws_cloudwatch_event_rule.backup_failures',
      'aws_cloudwatch_event_target.backup_failures',
      'aws_iam_role.backup',
      'aws_iam_role_policy_attachment.backup',
      'aws_kms_alias.recovery_database',
      'aws_kms_key.recovery_database',
    ]);
  });

  test('a snapshot a day, copied to the vault in the recovery region, both kept for as long as is said', () => {
    const { aws_backup_plan: plans, aws_backup_vault: vaults } = snapshots.resource;
    expect(plans.database.rule).toEqual([
      {
        rule_name: 'daily',
        target_vault_name: '${aws_backup_vault.database.name}',
        schedule: 'cron(0 6 * * ? *)',
        start_window: 60,
        completion_window: 720,
        enable_continuous_backup: false,
        lifecycle: { delete_after: 90 },
        copy_action: [
          { destination_vault_arn: '${aws_backup_vault.recovery_database.arn}', lifecycle: { delete_after: 90 } },
        ],
      },
    ]);
    expect(vaults.database.provider).toBeUndefined();
    expect(vaults.recovery_database).toMatchObject({
      provider: 'aws.eu_west_1',
      kms_key_arn: '${aws_kms_key.recovery_database.arn}',
    });
    // A vault is never emptied for a destroy.
    for (const { force_destroy } of Object.values<Json>(vaults)) expect(force_destroy).toBeUndefined();
  });

  test('of this database only, by a role that AWS Backup alone may assume', async () => {
    expect(snapshots.resource.aws_backup_selection.database).toMatchObject({
      resources: ['${aws_db_instance.database.arn}'],
      iam_role_arn: '${aws_iam_role.backup.arn}',
      plan_id: '${aws_backup_plan.database.id}',
    });
    const boundary = 'arn:aws:iam::123456789012:policy/boundary';
    const bounded = await productionGa(
      { cross_region: 'aws-backup' },
      {
        aws: { ...AWS, permissions_boundary: boundary },
        secret_rotation: { function_arn: 'arn:aws:lambda:us-east-1:123456789012:function:rotation' },
      },
    );
    expect(bounded.resource.aws_iam_role.backup.permissions_boundary).toBe(boundary);
    expect(snapshots.resource.aws_iam_role.backup.assume_role_policy).toContain('backup.amazonaws.com');
  });

  test.each([
    ['at home', 'database', 'us-east-1'],
    ['in the recovery region', 'recovery_database', 'eu-west-1'],
  ])('the key %s may be used through AWS Backup, and only then', (_title, name, region) => {
    const { aws_kms_key: keys } = snapshots.resource;
    expect(isUsableThrough(`backup.${region}.amazonaws.com`, keys[name])).toBe(true);
    expect(isUsableThrough(`rds.${region}.amazonaws.com`, keys[name])).toBe(true);
    expect(isUsableThrough(`ec2.${region}.amazonaws.com`, keys[name])).toBe(false);
    const { aws_kms_key: others } = automated.resource;
    expect(isUsableThrough(`backup.${region}.amazonaws.com`, others[name])).toBe(false);
    expect(isUsableThrough(`rds.${region}.amazonaws.com`, others[name])).toBe(true);
  });

  test('jobs that fail are told to the alerts topic: those of this database', () => {
    const { aws_cloudwatch_event_rule: rules, aws_cloudwatch_event_target: targets } = snapshots.resource;
    expect(JSON.parse(rules.backup_failures.event_pattern)).toEqual({
      source: ['aws.backup'],
      'detail-type': ['Backup Job State Change', 'Copy Job State Change'],
      detail: {
        resourceArn: ['arn:aws:rds:us-east-1:123456789012:db:acme-postgres'],
        state: ['ABORTED', 'EXPIRED', 'FAILED'],
      },
    });
    expect(targets.backup_failures.arn).toBe('${aws_sns_topic.alerts.arn}');
  });
});

test('switched off again, vaults, keys and the role that deletes what is past its time are let go of, and not deleted', () => {
  const forgotten = off.removed.map(({ from }: { from: string }) => from);
  for (const name of [
    'aws_backup_vault.database',
    'aws_backup_vault.recovery_database',
    'aws_kms_key.recovery_database',
    'aws_iam_role.backup',
    'aws_iam_role_policy_attachment.backup',
  ]) {
    expect(forgotten).toContain(name);
  }
});

test('a tier below can forget what is in the recovery region: it has the provider for it', async () => {
  const beta = await stackJson({ aws: AWS });
  for (const { provider } of [off, beta]) expect(provider.aws).toEqual(snapshots.provider.aws);
});

test('a tier below has none of it, whatever its file says', async () => {
  const earlyGa = await stackJson({ tier: 'early-ga', aws: AWS, backup: { cross_region: 'aws-backup' } });
  expect(addresses(earlyGa).filter((address) => /backup|recovery/.test(address))).toEqual([]);
});

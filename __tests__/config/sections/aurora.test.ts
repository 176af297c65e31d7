import { load, MINIMAL, testMistakes } from '../support';

const RECOVERY = 'us-east-1\n  recovery_region: eu-west-1';
const ENTERPRISE = MINIMAL.replace('beta', 'enterprise').replace('us-east-1', RECOVERY);
const WITHOUT_STAGE =
  'is given without aurora.stage (stages replica, promoted, global): begin with stage replica, or remove it';

describe('aurora', () => {
  testMistakes([
    ['aurora: { instance_class: db.r6g.large }', `8:27 aurora.instance_class: ${WITHOUT_STAGE}`],
    ['aurora: { engine_version: "17.6" }', `8:27 aurora.engine_version: ${WITHOUT_STAGE}`],
    [
      'aurora: { stage: primary }',
      '8:18 aurora.stage: is not allowed (got "primary", allowed replica, promoted, global).',
    ],
    [
      'aurora: { stage: replica, instance_class: db.t4g.large }',
      '8:43 aurora.instance_class: is not a class that an Aurora global database takes (got "db.t4g.large", allowed the memory-optimised ones from db.r5 on, such as db.r6g.large, db.r7g.xlarge)',
    ],
    [
      'aurora: { stage: replica, instance_class: db.r4.large }',
      '8:43 aurora.instance_class: is not a class that an Aurora global database takes (got "db.r4.large", allowed the memory-optimised ones from db.r5 on, such as db.r6g.large, db.r7g.xlarge)',
    ],
    [
      'aurora: { stage: replica, engine_version: "17" }',
      '8:43 aurora.engine_version: is not a minor version of PostgreSQL (got "17", allowed such as "17.6", in quotes)',
    ],
    [
      'aurora: { stage: replica, engine_version: "16.9" }',
      '8:43 aurora.engine_version: is of another major version than database.engine_version 17 (got "16.9"): a replica has the same',
    ],
    [
      'credentials: { mode: rds-managed }\naurora: { stage: replica }',
      '9:18 aurora.stage: is not possible with credentials.mode rds-managed (got "replica"): RDS makes no replica of an instance whose password it manages. Set credentials.mode to secret first',
    ],
    [
      'logs: { application_log_groups: [/aws/rds/cluster/acme-aurora/postgresql] }',
      '8:34 logs.application_log_groups[0]: is the log group of this environment\'s database, firewall, audit trail or one of its functions (got "/aws/rds/cluster/acme-aurora/postgresql"), which Palier governs already',
    ],
  ]);
});

test('there is no Aurora unless it is asked for, and none below enterprise', () => {
  expect(load(ENTERPRISE).settings.enterprise?.aurora).toBeUndefined();
  expect(load(`${ENTERPRISE}aurora:\n`).settings.enterprise?.aurora).toBeUndefined();
  expect(load(`${MINIMAL}aurora: { stage: replica }\n`).settings.enterprise).toBeUndefined();
});

test('takes from the database what the cluster shares with it', () => {
  const database =
    'database: { engine_version: 16, backup_retention_period: 14, deletion_protection: false, final_snapshot_revision: 2 }\n';
  const aurora = 'aurora: { stage: replica, instance_class: db.x2g.large, engine_version: "16.9" }\n';
  expect(load(`${ENTERPRISE}${database}${aurora}`).settings.enterprise?.aurora).toMatchObject({
    stage: 'replica',
    instanceClass: 'db.x2g.large',
    engineVersion: '16.9',
    majorVersion: '16',
    backupRetentionDays: 14,
    deletionProtection: false,
    finalSnapshotRevision: '2',
    alarms: { freeMemoryBytes: 3435973836, connections: 2856 },
  });
});

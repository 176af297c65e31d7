import { load, MINIMAL, problemsIn, testMistakes } from '../support';

const ENTERPRISE = MINIMAL.replace('beta', 'enterprise').replace(
  'us-east-1',
  'us-east-1\n  recovery_region: eu-west-1',
);
const allowed = 'allowed cron(minute hour * * ? *) in UTC, such as cron(0 5 * * ? *)';

describe('snapshot_copies', () => {
  testMistakes([
    [
      'snapshot_copies: { retain_count: 0 }',
      '8:34 snapshot_copies.retain_count: is out of range (got 0, allowed 1 to 90)',
    ],
    [
      'snapshot_copies: { retain_count: 91 }',
      '8:34 snapshot_copies.retain_count: is out of range (got 91, allowed 1 to 90)',
    ],
    [
      'snapshot_copies: { schedule_expression: rate(1 day) }',
      `8:41 snapshot_copies.schedule_expression: is not a time of every day (got "rate(1 day)", ${allowed})`,
    ],
    [
      'snapshot_copies: { schedule_expression: cron(0 5 ? * MON *) }',
      `8:41 snapshot_copies.schedule_expression: is not a time of every day (got "cron(0 5 ? * MON *)", ${allowed})`,
    ],
    [
      'snapshot_copies: { schedule_expression: cron(5 24 * * ? *) }',
      '8:41 snapshot_copies.schedule_expression: is no time of a day (got "cron(5 24 * * ? *)", allowed minutes 0 to 59 and hours 0 to 23, in this order)',
    ],
    [
      'snapshot_copies: { schedule_expression: cron(60 5 * * ? *) }',
      '8:41 snapshot_copies.schedule_expression: is no time of a day (got "cron(60 5 * * ? *)", allowed minutes 0 to 59 and hours 0 to 23, in this order)',
    ],
    [
      'runbooks: { copy_snapshot: { revision: "a b" } }',
      '8:40 runbooks.copy_snapshot.revision: is not a revision (got "a b", allowed 1 to 64 letters, digits and ._-, in quotes)',
    ],
    [
      'logs: { application_log_groups: [/aws/lambda/acme-snapshot-copies] }',
      '8:34 logs.application_log_groups[0]: is the log group of this environment\'s database, firewall, audit trail or one of its functions (got "/aws/lambda/acme-snapshot-copies"), which Palier governs already',
    ],
  ]);
});

test.each([
  ['', 'cron(0 5 * * ? *)'],
  ['database: { backup_window: "22:45-23:30" }\n', 'cron(30 0 * * ? *)'],
  ['database: { backup_window: "23:30-00:15" }\n', 'cron(15 1 * * ? *)'],
  ['snapshot_copies: { schedule_expression: cron(7 6 * * ? *) }\n', 'cron(7 6 * * ? *)'],
])('%s the copy starts an hour after the backup window, or when the file says: %s', (more, expected) => {
  expect(load(ENTERPRISE + more).settings.enterprise?.snapshotCopies.scheduleExpression).toBe(expected);
});

test('two instances of one name in two regions, copied to the same third one, are an error', () => {
  const database = 'database: { identifier: shop }\n';
  const other = ENTERPRISE.replace('acme', 'b').replace('us-east-1', 'us-west-2') + database;
  const once = 'account_wide: { cost_anomaly_monitor: off, config_recorder: off }\naudit_trail: { mode: existing }\n';
  const path = (b: string) =>
    problemsIn({ 'a.yaml': ENTERPRISE + database, 'b.yaml': b + once }).map((one) => one.path);
  expect(path(other)).toContain('database.identifier');
  expect(() => path(other.replace('eu-west-1', 'eu-west-2'))).toThrow('nothing was thrown');
  expect(() => path(`${other}snapshot_copies: { enabled: false }\n`)).toThrow('nothing was thrown');
});

const AT = 'snapshot_copies: { schedule_expression: cron';
const AROUND_MIDNIGHT = 'database: { backup_window: "23:30-00:30" }\n';
const COPY = 'runbooks: { copy_snapshot: { revision: 1 } }\n';
const DRILL = 'runbooks: { restore_drill: { revision: 1 } }\n';
const OF_YESTERDAY = ['snapshot-copies-of-yesterday warning snapshot_copies.schedule_expression'];

test.each([
  ['daily copies', ENTERPRISE, []],
  [
    'no copies',
    `${ENTERPRISE}snapshot_copies: { enabled: false }\n`,
    ['snapshot-copies-off warning snapshot_copies.enabled'],
  ],
  ['no copies, at a tier that has none', `${MINIMAL}snapshot_copies: { enabled: false }\n`, []],
  ['a start after the backup', `${ENTERPRISE}${AT}(30 4 * * ? *) }\n`, []],
  ['a start while the backup may still come', `${ENTERPRISE}${AT}(30 3 * * ? *) }\n`, OF_YESTERDAY],
  ['a start before the backup', `${ENTERPRISE}${AT}(0 1 * * ? *) }\n`, OF_YESTERDAY],
  ['a start right after a backup around midnight', `${ENTERPRISE}${AROUND_MIDNIGHT}${AT}(0 1 * * ? *) }\n`, []],
  ['a copy', `${ENTERPRISE}${COPY}`, []],
  [
    'a copy, at a tier that makes none',
    `${MINIMAL}${COPY}`,
    ['copy-waits-for-tier warning runbooks.copy_snapshot.revision'],
  ],
  ['a drill', `${ENTERPRISE}${DRILL}`, []],
  [
    'a drill, at a tier that has no copy to restore',
    `${MINIMAL}${DRILL}`,
    ['drill-waits-for-tier warning runbooks.restore_drill.revision'],
  ],
])('findings: %s', (_title, yaml, expected) => {
  const found = load(yaml).findings.filter(({ id }) => /^(snapshot-copies|copy|drill)-/.test(id));
  expect(found.map(({ id, severity, where }) => `${id} ${severity} ${where}`)).toEqual(expected);
});

import { section } from '../support/markdown';
import { load, MINIMAL } from './support';

const EARLY_GA = MINIMAL.replace('beta', 'early-ga');
const PRODUCTION_GA = MINIMAL.replace('beta', 'production-ga');
const ALWAYS = ['security-hub-without-config warning account_wide.config_recorder'];
const INCIDENT_MANAGER = '{ mode: incident-manager, contacts: [{ name: on-call, email: a@acme.example }] }';
const KEY = 'database-key warning aws_db_instance.database';

const ENTERPRISE = MINIMAL.replace('beta', 'enterprise').replace(
  'us-east-1',
  'us-east-1\n  recovery_region: eu-west-1',
);
const SUPPORT = 'support-plan warning tier';
const [OLD_INSTANCE = ''] = section('docs/guides/aurora-global.md', 'The old instance')
  .filter(({ language }) => language === 'yaml')
  .map(({ text }) => text);
const HEALTH_CHECKS = 'multi_region: { health_checks: [{ fqdn: app.example.com }] }\n';

/** `id severity where` of each. */
function findings(yaml: string): string[] {
  return load(yaml).findings.map(({ id, severity, where }) => `${id} ${severity} ${where}`);
}

test.each([
  ['at beta', MINIMAL, ALWAYS],
  ['with a recorder', `${MINIMAL}account_wide: { config_recorder: existing }\n`, []],
  ['without Security Hub', `${MINIMAL}account_wide: { security_hub: off }\n`, []],
  ['at early-ga: which key the database has, its file cannot know', EARLY_GA, [...ALWAYS, KEY]],
  [
    'a created VPC has no way to Secrets Manager of its own',
    `${EARLY_GA}secret_rotation: { network_path: existing }\n`,
    [...ALWAYS, KEY, 'rotation-without-network-path error secret_rotation.network_path'],
  ],
  [
    'an existing VPC may have one',
    `${EARLY_GA}network: { vpc_id: vpc-01234567, subnet_ids: [subnet-01234567, subnet-89abcdef] }\nsecret_rotation: { network_path: existing }\n`,
    [...ALWAYS, KEY],
  ],
  [
    'RDS needs none',
    `${EARLY_GA}credentials: { mode: rds-managed }\n`,
    [...ALWAYS, KEY, 'managed-secret-key warning credentials.mode'],
  ],
  [
    'a boundary that the rotation function cannot have',
    EARLY_GA.replace('us-east-1', 'us-east-1\n  permissions_boundary: arn:aws:iam::123456789012:policy/b'),
    [...ALWAYS, KEY, 'rotation-role-without-boundary error secret_rotation.function_arn'],
  ],
  [
    'a boundary, and a function that has it perhaps',
    `${EARLY_GA.replace('us-east-1', 'us-east-1\n  permissions_boundary: arn:aws:iam::123456789012:policy/b')}secret_rotation: { function_arn: "arn:aws:lambda:us-east-1:123456789012:function:r" }\n`,
    [...ALWAYS, KEY],
  ],
  ['retention as the tier has it', `${MINIMAL}logs: { retention_days: 30 }\n`, ALWAYS],
  [
    'retention below that of beta',
    `${MINIMAL}logs: { retention_days: 14 }\n`,
    [...ALWAYS, 'log-retention-below-tier warning logs.retention_days'],
  ],
  [
    'retention below that of early-ga',
    `${EARLY_GA}logs: { retention_days: 60 }\n`,
    [...ALWAYS, 'log-retention-below-tier warning logs.retention_days', KEY],
  ],
  [
    'retention below that of production-ga',
    `${PRODUCTION_GA}logs: { retention_days: 90 }\n`,
    ['log-retention-below-tier warning logs.retention_days', KEY],
  ],
  [
    'a database without a standby',
    `${PRODUCTION_GA}database: { multi_az: false }\n`,
    [KEY, 'single-az warning database.multi_az'],
  ],
  [
    'a standby that comes with the maintenance window',
    `${PRODUCTION_GA}database: { apply_immediately: false }\n`,
    [KEY, 'multi-az-pending warning database.apply_immediately'],
  ],
  [
    'nothing recorded, on purpose',
    `${PRODUCTION_GA}account_wide: { config_recorder: off, security_hub: off }\n`,
    [KEY, 'configuration-not-recorded warning account_wide.config_recorder'],
  ],
  ['at production-ga, which records', PRODUCTION_GA, [KEY]],
  [
    'the same below production-ga',
    `${EARLY_GA}database: { multi_az: false, apply_immediately: false }\n`,
    [...ALWAYS, KEY],
  ],
  [
    'a rotation that would come with the next tier',
    `${MINIMAL}runbooks: { rotate_secret: { revision: 1 } }\n`,
    [...ALWAYS, 'rotation-waits-for-tier warning runbooks.rotate_secret.revision'],
  ],
  [
    'a customer key that would come with the next tier',
    `${MINIMAL}runbooks: { reencrypt_database: { revision: 1 } }\n`,
    [...ALWAYS, 'reencryption-waits-for-tier warning runbooks.reencrypt_database.revision'],
  ],
  ['a rotation', `${EARLY_GA}runbooks: { rotate_secret: { revision: 1 } }\n`, [...ALWAYS, KEY]],
  [
    'a firewall in front of CloudFront, elsewhere',
    `${EARLY_GA.replace('us-east-1', 'eu-west-1')}firewall: { scope: CLOUDFRONT }\n`,
    [...ALWAYS, KEY, 'firewall-logs-without-key warning aws_cloudwatch_log_group.firewall'],
  ],
  [
    'Incident Manager: for whom it is, and what Terraform cannot do',
    `${MINIMAL.replace('beta', 'production-ga')}incident_response: ${INCIDENT_MANAGER}\n`,
    [
      KEY,
      'incident-manager-closed warning incident_response.mode',
      'contact-channels-inactive warning incident_response.contacts',
    ],
  ],
  ['Incident Manager, at a tier without it', `${EARLY_GA}incident_response: ${INCIDENT_MANAGER}\n`, [...ALWAYS, KEY]],
  [
    'an Aurora replica',
    `${ENTERPRISE}aurora: { stage: replica }\n`,
    [KEY, SUPPORT, 'aurora-price warning aurora.stage'],
  ],
  [
    'an Aurora global database, beside the instance',
    `${ENTERPRISE}aurora: { stage: global }\n`,
    [KEY, SUPPORT, 'aurora-price warning aurora.stage', 'aurora-old-instance warning aws_db_instance.database'],
  ],
  [
    'an Aurora global database, the instance made small as its guide says',
    `${ENTERPRISE}aurora: { stage: global }\n${OLD_INSTANCE}`,
    [
      KEY,
      'single-az warning database.multi_az',
      'snapshot-copies-off warning snapshot_copies.enabled',
      SUPPORT,
      'aurora-price warning aurora.stage',
      'aurora-old-instance warning aws_db_instance.database',
    ],
  ],
  [
    'an Aurora replica below enterprise',
    `${MINIMAL}aurora: { stage: replica }\n`,
    [...ALWAYS, 'aurora-waits-for-tier warning aurora.stage'],
  ],
  [
    'a promoted Aurora cluster below enterprise',
    `${PRODUCTION_GA}aurora: { stage: promoted }\n`,
    [KEY, 'aurora-waits-for-tier error aurora.stage'],
  ],
  [
    'an Aurora global database below enterprise',
    `${MINIMAL}aurora: { stage: global }\n`,
    [...ALWAYS, 'aurora-waits-for-tier error aurora.stage'],
  ],
  ['a firewall in front of CloudFront, there', `${EARLY_GA}firewall: { scope: CLOUDFRONT }\n`, [...ALWAYS, KEY]],
  ['at enterprise', ENTERPRISE, [KEY, SUPPORT]],
  [
    'at enterprise, a secret that cannot be replicated',
    `${ENTERPRISE}credentials: { mode: rds-managed }\n`,
    [
      KEY,
      'managed-secret-key warning credentials.mode',
      'managed-secret-not-replicated warning credentials.mode',
      SUPPORT,
    ],
  ],
  ['health checks, their alarms at home', `${ENTERPRISE}${HEALTH_CHECKS}`, [KEY, SUPPORT]],
  [
    'health checks, their alarms in the recovery region',
    `${ENTERPRISE.replace('us-east-1', 'eu-west-3').replace('eu-west-1', 'us-east-1')}${HEALTH_CHECKS}`,
    [KEY, SUPPORT],
  ],
  [
    'health checks, their alarms in a region without a key',
    `${ENTERPRISE.replace('us-east-1', 'eu-west-3')}${HEALTH_CHECKS}`,
    [KEY, 'health-check-alerts-without-key warning aws_sns_topic.global_alerts', SUPPORT],
  ],
  [
    'a subscription to Shield Advanced',
    `${ENTERPRISE}shield_advanced: { mode: managed }\n`,
    [KEY, 'shield-advanced-price error shield_advanced.mode', SUPPORT],
  ],
  ['a subscription that is there', `${ENTERPRISE}shield_advanced: { mode: existing }\n`, [KEY, SUPPORT]],
  ...['managed', 'existing'].map((mode): [string, string, string[]] => [
    `Shield Advanced that would come with the tier: ${mode}`,
    `${MINIMAL}shield_advanced: { mode: ${mode} }\n`,
    [...ALWAYS, 'shield-waits-for-tier warning shield_advanced.mode'],
  ]),
  ...[
    '{ network: { cidr_block: 10.30.0.0/16 } }',
    '{ clients: { cidr_blocks: [10.30.0.0/16] } }',
    '{ clients: { security_group_ids: [sg-01234567] } }',
    '{ health_checks: [{ fqdn: app.example.com }] }',
  ].map((given): [string, string, string[]] => [
    `a recovery region that would come with the tier: ${given}`,
    `${PRODUCTION_GA}multi_region: ${given}\n`,
    [KEY, 'multi-region-waits-for-tier warning multi_region'],
  ]),
  ['an empty section waits for nothing', `${MINIMAL}multi_region: {}\nshield_advanced: {}\n`, ALWAYS],
  [
    'no audit trail',
    `${PRODUCTION_GA}audit_trail: { mode: "off" }\n`,
    [KEY, 'audit-trail-off warning audit_trail.mode'],
  ],
  ['another audit trail', `${PRODUCTION_GA}audit_trail: { mode: existing }\n`, [KEY]],
  ['no audit trail, below the tier that has one', `${EARLY_GA}audit_trail: { mode: "off" }\n`, [...ALWAYS, KEY]],
  [
    'data events',
    `${PRODUCTION_GA}audit_trail: { data_events: { s3_buckets: [invoices] } }\n`,
    [KEY, 'audit-trail-data-events warning audit_trail.data_events'],
  ],
  [
    'data events of functions',
    `${PRODUCTION_GA}audit_trail: { data_events: { lambda_functions: ["arn:aws:lambda:us-east-1:123456789012:function:f"] } }\n`,
    [KEY, 'audit-trail-data-events warning audit_trail.data_events'],
  ],
  [
    'data events that nothing records',
    `${PRODUCTION_GA}audit_trail: { mode: existing, data_events: { s3_buckets: [invoices] } }\n`,
    [KEY],
  ],
])('%s', (_title, yaml, expected) => {
  expect(findings(yaml)).toEqual(expected);
});

test('Aurora costs more than the plan says, and by the stage', () => {
  const why = (stage: string) =>
    load(`${ENTERPRISE}aurora: { stage: ${stage} }\n`).findings.find(({ id }) => id === 'aurora-price')?.why;
  expect(why('replica')).toContain('1 Aurora instance of db.r6g.large cost about 190 USD a month');
  expect(why('promoted')).toContain('2 Aurora instances of db.r6g.large cost about 380 USD a month');
  expect(why('global')).toContain('3 Aurora instances of db.r6g.large cost about 570 USD a month');
});

test.each(['promoted', 'global'])(
  'below enterprise, stage %s: what applications would read, and not to go',
  (stage) => {
    const { findings } = load(`${PRODUCTION_GA}aurora: { stage: ${stage} }\n`);
    const found = findings.find(({ id }) => id === 'aurora-waits-for-tier');
    expect(found?.why).toContain('/acme/database/endpoint becomes that of the RDS instance acme-postgres again');
    expect(found?.why).toContain('old data');
    expect(found?.whatToDo).toMatch(/^Keep the tier enterprise and this stage/);
  },
);

test.each(['promoted', 'global'])('at stage %s, what stays green is the old instance’s', (stage) => {
  const { findings } = load(`${ENTERPRISE}aurora: { stage: ${stage} }\n`);
  const found = findings.find(({ id }) => id === 'aurora-old-instance');
  for (const part of ['acme-postgres', 'NewestCopyAge', 'restore-drill', 'nothing about the Aurora cluster']) {
    expect(found?.why).toContain(part);
  }
  expect(found?.whatToDo).toContain('In an incident, act on the Aurora cluster');
});

test('a recovery region that waits: the finding names what is given', () => {
  const given = '{ network: { cidr_block: 10.30.0.0/16 }, health_checks: [{ fqdn: app.example.com }] }';
  const [finding] = load(`${MINIMAL}multi_region: ${given}\n`).findings.filter(({ where }) => where === 'multi_region');
  expect(finding?.why).toContain('at beta nothing is made of network, health_checks.');
});

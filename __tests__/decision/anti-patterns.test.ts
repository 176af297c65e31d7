import { antiPatternRules } from '../../decision/anti-patterns';
import { load, MINIMAL } from '../config/support';

const IDS = Object.keys(antiPatternRules);

/** Enough of everything: nothing is found then, at any tier. */
const SOUND =
  'users: 20000, mrr: 200K, sla_asked: 99.9, sla_signed: 99.9, compliance: [soc-2], uptime_30d: 99.99, incidents_30d: 0';

const at = (tier: string) =>
  MINIMAL.replace('beta', tier).replace('us-east-1', 'us-east-1\n  recovery_region: eu-west-1');

/** `id where` of each anti-pattern. */
function found(tier: string, metrics: string, others = ''): string[] {
  const yaml = `${at(tier)}${metrics === '' ? '' : `metrics: { ${metrics} }\n`}${others}`;
  return load(yaml)
    .findings.filter(({ id }) => IDS.includes(id))
    .map(({ id, where }) => `${id} ${where}`);
}

/** SOUND, with other figures. */
function but(figures: string): string {
  const keys = figures.split(', ').map((one) => one.split(':')[0]);
  return [...SOUND.split(', ').filter((one) => !keys.includes(one.split(':')[0])), ...figures.split(', ')]
    .filter((one) => !one.endsWith(': unknown'))
    .join(', ');
}

const DATA_EVENTS = 'audit_trail: { data_events: { s3_buckets: [acme-invoices] } }\n';
const BACKUP = 'backup: { cross_region: aws-backup }\n';
const INSIGHTS = 'database: { performance_insights: { retention_period: 93 } }\n';
const SHIELD = 'shield_advanced: { mode: managed }\n';
const RECORDER = 'account_wide: { config_recorder: managed }\n';
const HEALTH_CHECKS = 'multi_region: { health_checks: [{ fqdn: www.example.com }] }\n';
const AURORA = 'aurora: { stage: replica }\n';

test.each(['beta', 'early-ga', 'production-ga', 'enterprise'])('nothing is found in a sound %s', (tier) => {
  expect(found(tier, SOUND)).toEqual([]);
});

test('without metrics nothing is found, whatever is on', () => {
  expect(found('enterprise', '', `${SHIELD}${AURORA}${BACKUP}${DATA_EVENTS}`)).toEqual([]);
});

/** Each line of the plan's anti-patterns, on both sides of it. */
test.each([
  ['Multi-AZ for 50 users', 'production-ga', but('users: 50'), '', ['multi-az-for-few-users database.multi_az']],
  ['Multi-AZ at the end of beta', 'production-ga', but('users: 200'), '', ['multi-az-for-few-users database.multi_az']],
  ['Multi-AZ beyond', 'production-ga', but('users: 201'), '', []],
  ['no Multi-AZ', 'production-ga', but('users: 50'), 'database: { multi_az: false }\n', []],
  ['Multi-AZ is not of early-ga', 'early-ga', but('users: 50'), '', []],
  [
    'Shield Advanced for beta',
    'beta',
    but('users: 20000'),
    SHIELD,
    ['shield-advanced-for-few-users shield_advanced.mode'],
  ],
  [
    'Shield Advanced below 10,000 users',
    'enterprise',
    but('users: 9999'),
    SHIELD,
    ['shield-advanced-for-few-users shield_advanced.mode'],
  ],
  ['Shield Advanced from there', 'enterprise', but('users: 10000'), SHIELD, []],
  [
    'Shield Advanced of the organization',
    'enterprise',
    but('users: 9999'),
    'shield_advanced: { mode: existing }\n',
    [],
  ],
  ['Aurora below 1,000 users', 'enterprise', but('users: 999'), AURORA, ['aurora-for-few-users aurora.stage']],
  ['Aurora from there', 'enterprise', but('users: 1000'), AURORA, []],
  [
    'all services just in case',
    'production-ga',
    SOUND,
    `${DATA_EVENTS}${BACKUP}${INSIGHTS}`,
    ['services-just-in-case tier'],
  ],
  ['two of them', 'production-ga', SOUND, `${DATA_EVENTS}${BACKUP}`, []],
  ['all that beta offers', 'beta', SOUND, RECORDER, ['services-just-in-case tier']],
  ['all that early-ga offers', 'early-ga', SOUND, `${RECORDER}${INSIGHTS}`, ['services-just-in-case tier']],
  ['one of the two', 'early-ga', SOUND, RECORDER, []],
  ["the plan's own checklist for enterprise", 'enterprise', SOUND, `${BACKUP}${AURORA}${HEALTH_CHECKS}`, []],
  [
    'it, and all that it does without',
    'enterprise',
    SOUND,
    `${DATA_EVENTS}${INSIGHTS}${SHIELD}`,
    ['services-just-in-case tier'],
  ],
  ['services that the tier ignores', 'early-ga', SOUND, `${DATA_EVENTS}${BACKUP}${INSIGHTS}`, []],
  [
    'logs for ever',
    'beta',
    but('compliance: []'),
    'logs: { retention_days: 3653 }\n',
    ['log-retention-without-end logs.retention_days'],
  ],
  [
    'logs for longer than a year',
    'beta',
    but('compliance: unknown'),
    'logs: { retention_days: 400 }\n',
    ['log-retention-without-end logs.retention_days'],
  ],
  ['logs for a year', 'beta', but('compliance: []'), 'logs: { retention_days: 365 }\n', []],
  ['logs that an auditor asks for', 'beta', SOUND, 'logs: { retention_days: 3653 }\n', []],
  [
    'an audit trail for a century',
    'production-ga',
    but('compliance: []'),
    'audit_trail: { retention_days: 36500 }\n',
    ['log-retention-without-end audit_trail.retention_days'],
  ],
  ['an uptime that nobody measures', 'early-ga', but('uptime_30d: unknown'), '', ['uptime-not-measured metrics']],
  ['the same at beta, where nobody has moved', 'beta', but('uptime_30d: unknown'), '', []],
  ['an uptime of three months', 'early-ga', but('uptime_30d: unknown, uptime_90d: 99.9'), '', []],
  [
    'Multi-AZ without documented incidents',
    'production-ga',
    but('incidents_30d: unknown'),
    '',
    ['multi-az-without-incident-record database.multi_az'],
  ],
  [
    'incidents of three months, of which there were none',
    'production-ga',
    but('incidents_30d: unknown, incidents_90d: 0'),
    '',
    [],
  ],
  ['no Multi-AZ, no record', 'production-ga', but('incidents_30d: unknown'), 'database: { multi_az: false }\n', []],
  [
    'paying for 99.9 % without demand',
    'enterprise',
    but('sla_asked: 99.5, sla_signed: 99.5'),
    '',
    ['sla-without-demand tier'],
  ],
  [
    'the same where nobody knows of a demand',
    'enterprise',
    but('sla_asked: unknown, sla_signed: unknown'),
    '',
    ['sla-without-demand tier'],
  ],
  [
    'a demand that has no figure',
    'enterprise',
    but('sla_asked: 99.5, sla_signed: 99.5, higher_sla_requests: 1'),
    '',
    [],
  ],
  ['99.9 % asked for', 'enterprise', but('sla_signed: 99.5'), '', []],
  ['a tier is skipped', 'production-ga', but('tier: beta'), '', ['tier-skipped tier']],
  ['no tier is skipped', 'production-ga', `${but('tier: production-ga')}`, '', []],
  ['a step that is no GO', 'early-ga', but('tier: beta'), '', ['upgrade-without-go tier']],
  [
    'a step that is GO',
    'early-ga',
    but('tier: beta, churn: 3, infrastructure_cost: 30, mrr_history: { 2026-09: 9000, 2026-10: 9001 }'),
    '',
    [],
  ],
  ['a step down', 'beta', but('tier: early-ga'), '', []],
  ['a tier without its triggers', 'early-ga', but('users: 200, mrr: 5000'), '', ['tier-without-triggers tier']],
  ['two of its triggers', 'early-ga', but('users: 200, mrr: 5001'), '', []],
  ['triggers that nobody knows of', 'early-ga', but('users: 200, mrr: unknown'), '', []],
])('%s', (_title, tier, metrics, others, expected) => {
  expect(found(tier, metrics, others)).toEqual(expected);
});

test('the remaining line, data events, is found with and without metrics', () => {
  for (const metrics of ['', `metrics: { ${SOUND} }\n`]) {
    const ids = load(`${at('production-ga')}${metrics}${DATA_EVENTS}`).findings.map(({ id }) => id);
    expect(ids).toContain('audit-trail-data-events');
  }
});

test('the messages name what was found', () => {
  const why = (tier: string, metrics: string, others = '') =>
    load(`${at(tier)}metrics: { ${metrics} }\n${others}`)
      .findings.filter(({ id }) => IDS.includes(id))
      .map((finding) => finding.why);
  expect(why('enterprise', but('tier: beta'))).toEqual([
    'The metrics are of beta, and the file says enterprise: that skips early-ga and production-ga. What each step has brought is then never known, and all of it is paid for at once.',
  ]);
  expect(why('early-ga', but('tier: beta, users: 1, mrr: 1'))).toEqual([
    "The file goes up from beta to early-ga, and the plan's rules say otherwise. WAIT: stay on beta. 1 trigger of early-ga met, 2 needed.",
  ]);
  expect(why('early-ga', but('users: 200, mrr: 5000'))).toEqual([
    'The plan has early-ga for who meets 2 of its triggers. Here one is met, and not: users > 200 (now 200); MRR > 5,000 (now 5,000).',
  ]);
  expect(why('production-ga', but('users: 1, mrr: 1, sla_signed: unknown')).at(-1)).toContain(
    'and not: users > 1,000 (now 1); MRR > 20,000 (now 1). Not known: SLA signed ≥ 99.5 %.',
  );
  const few = but('users: 50');
  expect(why('beta', few, SHIELD)[0]).toContain('is not made before enterprise; there it would be 3,000 USD');
  expect(why('enterprise', few, SHIELD).join()).toContain('Shield Advanced is 3,000 USD');
  expect(why('beta', few, AURORA)[0]).toContain('An Aurora cluster, the way to a global database, would be made at');
  expect(why('enterprise', few, AURORA.replace('replica', 'global')).join()).toContain(
    'An Aurora global database is made for',
  );
  expect(why('production-ga', SOUND, `${DATA_EVENTS}${BACKUP}${INSIGHTS}`)).toEqual([
    'All is on that costs and that the plan\'s production-ga does without: database.performance_insights.retention_period, audit_trail.data_events, backup.cross_region. The plan warns of what is switched on "just in case".',
  ]);
});

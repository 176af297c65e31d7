import { loadEnvironments } from '../../../config';
import { directory, lines, load, MINIMAL, testMistakes, thrownBy } from '../support';

testMistakes([
  ['metrics: { users: -1 }', '8:19 metrics.users: is negative (got -1, allowed 0 to 10,000,000,000 users)'],
  ['metrics: { users: 1.5 }', '8:19 metrics.users: must be a whole number (got 1.5, allowed 0 or more users)'],
  ['metrics: { users: 50-200 }', '8:19 metrics.users: is a range (got "50-200"): give one number'],
  ['metrics: { users: }', '8:12 metrics.users: has no value: give it one, or remove the key'],
  ['metrics: { userz: 1 }', '8:12 metrics.userz: is not a key of metrics. Did you mean "users"?'],
  [
    'metrics: { mrr: "5.000" }',
    '8:17 metrics.mrr: can be read in two ways (got "5.000"): write it without a separator of thousands',
  ],
  [
    'metrics: { mrr: 5.000 }',
    '8:17 metrics.mrr: can be read in two ways (got 5.000): write it without a separator of thousands',
  ],
  [
    'metrics: { mrr_history: { 2026-10: 1.500 } }',
    '8:36 metrics.mrr_history.2026-10: can be read in two ways (got 1.500): write it without a separator of thousands',
  ],
  [
    'metrics: { mrr: .nan }',
    '8:17 metrics.mrr: this number can be read in two ways (got .nan): put it in quotes, or write it plainly',
  ],
  ['metrics: { mrr: 5K€ }', '8:17 metrics.mrr: is not in US dollars (got "5K€"): convert it'],
  [
    'metrics: { mrr: plenty }',
    '8:17 metrics.mrr: is not an amount (got "plenty", allowed US dollars, such as 5000, 5,000, $5K)',
  ],
  [
    'metrics: { mrr: true }',
    '8:17 metrics.mrr: must be an amount (got true, allowed US dollars, such as 5000, 5,000, $5K)',
  ],
  [
    'metrics: { mrr_history: { 2026-13: 5 } }',
    '8:27 metrics.mrr_history.2026-13: is not a month (allowed YYYY-MM, such as 2026-10)',
  ],
  [
    'metrics: { mrr_history: { 2026-10: -5 } }',
    '8:36 metrics.mrr_history.2026-10: is negative (got -5, allowed 0 to 10,000,000,000 US dollars)',
  ],
  [
    'metrics: { measured_on: 2026-10-31, mrr_history: { 2026-11: 5 } }',
    '8:61 metrics.mrr_history.2026-11: is a month after measured_on 2026-10-31: correct one of the two',
  ],
  ['metrics: { measured_on: 2026-02-30 }', '8:25 metrics.measured_on: is not in the calendar (got "2026-02-30")'],
  ['metrics: { sla_asked: 9 }', '8:23 metrics.sla_asked: is not an SLA (got 9, allowed none, or 50 to 100 percent)'],
  [
    'metrics: { uptime_30d: 0.995 }',
    '8:24 metrics.uptime_30d: can be read in two ways (got 0.995): write "0.995 %" or "99.5 %"',
  ],
  ['metrics: { churn: 0.03 }', '8:19 metrics.churn: can be read in two ways (got 0.03): write "0.03 %" or "3 %"'],
  ['metrics: { churn: 101 }', '8:19 metrics.churn: is too much (got 101, allowed 0 to 100 percent)'],
  [
    'metrics: { incidents_30d: 5, incidents_90d: 2 }',
    '8:45 metrics.incidents_90d: is less than incidents_30d 5 (got 2): the 90 days have the 30 in them',
  ],
  [
    'metrics: { compliance: [hipaa] }',
    '8:25 metrics.compliance[0]: is not allowed (got "hipaa", allowed soc-2, iso-27001).',
  ],
  ['metrics: { compliance: }', '8:12 metrics.compliance: has no value: give it one, or remove the key'],
  [
    'metrics: { tier: early }',
    '8:18 metrics.tier: is not allowed (got "early", allowed beta, early-ga, production-ga, enterprise).',
  ],
]);

test('all mistakes are said at once', () => {
  expect(lines(`${MINIMAL}metrics: { users: -1, mrr: 5K€, churn: 0.5 }\n`)).toHaveLength(3);
});

test('three decimals are fine where nothing has thousands', () => {
  expect(load(`${MINIMAL}metrics: { uptime_30d: 99.950, mrr: 1234.50 }\n`).metrics).toEqual({
    uptime_30d: 99.95,
    mrr: 1234.5,
  });
});

test('an environment has the metrics of its file, or none', () => {
  const yaml = `${MINIMAL}metrics: { users: 1.2K, mrr: 5K$, sla_signed: best effort, compliance: [SOC 2], churn: 0.5 % }\n`;
  expect(load(yaml).metrics).toEqual({ users: 1200, mrr: 5000, sla_signed: 0, compliance: ['soc-2'], churn: 0.5 });
  expect(load(MINIMAL).metrics).toBeUndefined();
  expect(load(`${MINIMAL}metrics:\n`).metrics).toEqual({});
});

describe('dates in the future', () => {
  const yaml = `${MINIMAL}metrics:\n  measured_on: 2026-11-24\n  mrr_history: { 2026-11: 5 }\n`;
  const read = (today?: string) =>
    loadEnvironments({ directory: directory({ 'acme.yaml': yaml }), variable: undefined, today });

  test.each([
    ['2026-11-23', ['metrics.measured_on: is in the future (got "2026-11-24", allowed 2026-11-23 or before)']],
    [
      '2026-10-31',
      [
        'metrics.measured_on: is in the future (got "2026-11-24", allowed 2026-10-31 or before)',
        'metrics.mrr_history.2026-11: is in the future (allowed 2026-10 or before)',
      ],
    ],
  ])('are problems, seen from %s', (today, expected) => {
    const { problems } = thrownBy(() => read(today));
    expect(problems.map(({ path, message }) => `${path}: ${message}`)).toEqual(expected);
    expect(problems.map(({ line }) => line)).toEqual(expected.map((_one, index) => 9 + index));
  });

  test.each(['2026-11-24', undefined])('are none, seen from %s', (today) => {
    expect(read(today).environments).toHaveLength(1);
  });
});

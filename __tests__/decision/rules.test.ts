import type { Tier } from '../../config/tiers';
import { assessed, rule } from './support';

/** The plan's thresholds, on both sides. */
describe('triggers', () => {
  test.each<[Tier, string, object, string]>([
    ['beta', 'trigger-users', { users: 200 }, 'not met'],
    ['beta', 'trigger-users', { users: 201 }, 'met'],
    ['early-ga', 'trigger-users', { users: 1000 }, 'not met'],
    ['early-ga', 'trigger-users', { users: 1001 }, 'met'],
    ['production-ga', 'trigger-users', { users: 10_000 }, 'not met'],
    ['production-ga', 'trigger-users', { users: 10_001 }, 'met'],
    ['beta', 'trigger-users', {}, 'unknown'],
    ['beta', 'trigger-mrr', { mrr: 5000 }, 'not met'],
    ['beta', 'trigger-mrr', { mrr: 5000.01 }, 'met'],
    ['early-ga', 'trigger-mrr', { mrr: 20_000 }, 'not met'],
    ['early-ga', 'trigger-mrr', { mrr: 20_000.01 }, 'met'],
    ['production-ga', 'trigger-mrr', { mrr: 100_000 }, 'not met'],
    ['production-ga', 'trigger-mrr', { mrr: 100_000.01 }, 'met'],
    ['beta', 'trigger-mrr', {}, 'unknown'],
    ['beta', 'trigger-mrr', { mrr_history: { '2026-10': 5001, '2026-01': 1 } }, 'met'],
    ['beta', 'trigger-mrr', { mrr: 5000, mrr_history: { '2026-10': 5001 } }, 'not met'],
    // Asked for is enough at first; what is signed was asked for.
    ['beta', 'trigger-sla', { sla_asked: 98.9 }, 'not met'],
    ['beta', 'trigger-sla', { sla_asked: 99 }, 'met'],
    ['beta', 'trigger-sla', { sla_signed: 99 }, 'met'],
    ['beta', 'trigger-sla', { sla_asked: 'none', sla_signed: 99 }, 'met'],
    ['beta', 'trigger-sla', { sla_signed: 98 }, 'unknown'],
    ['beta', 'trigger-sla', { sla_asked: 'none' }, 'not met'],
    ['beta', 'trigger-sla', {}, 'unknown'],
    // Later only what is signed counts.
    ['early-ga', 'trigger-sla', { sla_signed: 99.4, sla_asked: 99.9 }, 'not met'],
    ['early-ga', 'trigger-sla', { sla_signed: 99.5 }, 'met'],
    ['early-ga', 'trigger-sla', { sla_asked: 99.5 }, 'unknown'],
    ['production-ga', 'trigger-sla', { sla_signed: 99.89 }, 'not met'],
    ['production-ga', 'trigger-sla', { sla_signed: 99.9 }, 'met'],
    ['production-ga', 'trigger-compliance', { compliance: ['soc-2'] }, 'met'],
    ['production-ga', 'trigger-compliance', { compliance: ['iso-27001'] }, 'met'],
    ['production-ga', 'trigger-compliance', { compliance: [] }, 'not met'],
    ['production-ga', 'trigger-compliance', {}, 'unknown'],
  ])('%s: %s of %j is %s', (tier, id, input, outcome) => {
    expect(rule(assessed(tier, input), id).outcome).toBe(outcome);
  });

  test('compliance is a trigger of enterprise only', () => {
    const ids = (tier: Tier) =>
      assessed(tier, {})
        .rules.filter(({ kind }) => kind === 'trigger')
        .map(({ id }) => id);
    expect(ids('beta')).toEqual(['trigger-users', 'trigger-mrr', 'trigger-sla']);
    expect(ids('early-ga')).toEqual(['trigger-users', 'trigger-mrr', 'trigger-sla']);
    expect(ids('production-ga')).toEqual(['trigger-users', 'trigger-mrr', 'trigger-sla', 'trigger-compliance']);
  });
});

const months = (...mrr: (number | undefined)[]) => ({
  mrr_history: Object.fromEntries(
    mrr.flatMap((value, index) =>
      value === undefined ? [] : [[`2026-${String(11 - mrr.length + index).padStart(2, '0')}`, value]],
    ),
  ),
});

describe('signals', () => {
  test.each<[string, object, string]>([
    ['go-growth', months(1000, 1201, 1442, 1731), 'met'],
    ['go-growth', months(1000, 1200, 1441, 1730), 'not met'],
    ['go-growth', months(1000, 1201, 1442, 1730.4), 'not met'],
    ['go-growth', months(0.1, 0.12, 0.15, 0.19), 'not met'],
    ['go-growth', months(0, 1, 2, 3), 'met'],
    ['go-growth', months(0, 0, 1, 2), 'not met'],
    ['go-growth', months(1, 9000, 1201, 1442, 1731), 'not met'],
    ['go-growth', months(1201, 1442, 1731), 'unknown'],
    ['go-growth', months(1000, undefined, 1442, 1731), 'unknown'],
    // One bad month is enough to know.
    ['go-growth', months(1000, undefined, 1731, 1700), 'not met'],
    ['go-growth', {}, 'unknown'],
    ['wait-mrr', months(1000, 1000), 'met'],
    ['wait-mrr', months(1000, 999.99), 'met'],
    ['wait-mrr', months(1000, 1000.01), 'not met'],
    ['wait-mrr', months(0, 0), 'met'],
    ['wait-mrr', months(2000, 1000, 1001), 'not met'],
    ['wait-mrr', months(1000), 'unknown'],
    ['wait-mrr', months(1000, undefined, 1000), 'unknown'],
    ['go-churn', { churn: 5 }, 'not met'],
    ['go-churn', { churn: 4.99 }, 'met'],
    ['go-churn', {}, 'unknown'],
    ['wait-churn', { churn: 10 }, 'not met'],
    ['wait-churn', { churn: 10.01 }, 'met'],
    ['go-incidents', { incidents_30d: 0 }, 'met'],
    ['go-incidents', { incidents_30d: 1 }, 'not met'],
    ['go-incidents', { incidents_90d: 2 }, 'met'],
    ['go-incidents', { incidents_90d: 3 }, 'not met'],
    ['go-incidents', { incidents_30d: 0, incidents_90d: 3 }, 'not met'],
    ['go-incidents', {}, 'unknown'],
    ['wait-incidents', { incidents_30d: 2 }, 'not met'],
    ['wait-incidents', { incidents_30d: 3 }, 'met'],
    ['wait-incidents', { incidents_90d: 6 }, 'not met'],
    ['wait-incidents', { incidents_90d: 7 }, 'met'],
    ['wait-incidents', { incidents_30d: 3, incidents_90d: 4 }, 'met'],
    ['wait-incidents', { incidents_30d: 0, incidents_90d: 7 }, 'met'],
    // Records that have none are records.
    ['wait-incidents', { incidents_30d: 0 }, 'not met'],
    ['wait-incidents', {}, 'unknown'],
    ['go-uptime', { uptime_30d: 95 }, 'not met'],
    ['go-uptime', { uptime_30d: 95.01 }, 'met'],
    ['go-uptime', { uptime_90d: 95.01 }, 'met'],
    ['go-uptime', { uptime_30d: 99, uptime_90d: 95 }, 'not met'],
    ['go-uptime', {}, 'unknown'],
    ['wait-infrastructure', { infrastructure_cost: 100, mrr: 5000 }, 'not met'],
    ['wait-infrastructure', { infrastructure_cost: 100.01, mrr: 5000 }, 'met'],
    ['wait-infrastructure', { infrastructure_cost: 1, mrr: 0 }, 'met'],
    ['wait-infrastructure', { infrastructure_cost: 0, mrr: 0 }, 'not met'],
    ['wait-infrastructure', { infrastructure_cost: 100 }, 'unknown'],
    ['wait-infrastructure', { mrr: 100 }, 'unknown'],
    ['go-demand', { higher_sla_requests: 1 }, 'met'],
    ['go-demand', { higher_sla_requests: 0 }, 'not met'],
    ['go-demand', { sla_asked: 95.1 }, 'met'],
    ['go-demand', { sla_asked: 95 }, 'not met'],
    ['go-demand', { sla_asked: 99, higher_sla_requests: 0 }, 'not met'],
    ['go-demand', { sla_signed: 99 }, 'met'],
    ['go-demand', { sla_signed: 'none' }, 'unknown'],
    ['go-demand', {}, 'unknown'],
    ['wait-demand', { higher_sla_requests: 1 }, 'not met'],
    ['wait-demand', { higher_sla_requests: 0 }, 'met'],
    ['wait-demand', { sla_asked: 'none' }, 'met'],
    ['wait-demand', {}, 'unknown'],
  ])('%s of %j is %s', (id, input, outcome) => {
    expect(rule(assessed('beta', input), id).outcome).toBe(outcome);
  });

  test.each<[Tier, number]>([
    ['beta', 95],
    ['early-ga', 99],
    ['production-ga', 99.5],
  ])('the uptime of %s is held against %d %', (tier, target) => {
    expect(rule(assessed(tier, { uptime_30d: target }), 'go-uptime').outcome).toBe('not met');
    expect(rule(assessed(tier, { uptime_30d: target + 0.01 }), 'go-uptime').outcome).toBe('met');
    expect(rule(assessed(tier, { sla_asked: target }), 'go-demand').outcome).toBe('not met');
    expect(rule(assessed(tier, { sla_asked: target + 0.1 }), 'go-demand').outcome).toBe('met');
  });

  test('a history that ends before the last month says nothing of today', () => {
    const growing = { mrr_history: { '2026-06': 1000, '2026-07': 1300, '2026-08': 1700, '2026-09': 2300 } };
    const old = assessed('beta', growing);
    expect(rule(old, 'go-growth')).toMatchObject({
      outcome: 'unknown',
      text: 'MRR growth > 20 % a month, 3 months in a row (unknown: mrr_history ends in 2026-09)',
    });
    expect(rule(old, 'wait-mrr').outcome).toBe('unknown');
    expect(rule(assessed('beta', { ...growing, measured_on: '2026-10-31' }), 'go-growth').outcome).toBe('met');
    expect(rule(assessed('beta', { ...growing, measured_on: '2026-11-01' }), 'go-growth').outcome).toBe('unknown');
  });

  test('a history goes over the end of a year, and says where it has a gap', () => {
    const history = { '2025-10': 1000, '2025-11': 1300, '2025-12': 1700, '2026-01': 2300 };
    const read = (mrr_history: object) =>
      rule(assessed('beta', { mrr_history, measured_on: '2026-01-31' }), 'go-growth');
    expect(read(history).outcome).toBe('met');
    const { '2025-11': _gap, ...rest } = history;
    expect(read(rest)).toMatchObject({
      outcome: 'unknown',
      missing: ['mrr_history'],
      text: 'MRR growth > 20 % a month, 3 months in a row (unknown: 2026-01 +35.29 %, mrr_history lacks 2025-11)',
    });
  });
});

test('each rule says what it looked at, and what it lacks', () => {
  const { rules } = assessed('beta', { users: '1.2K', sla_signed: 'none', infrastructure_cost: 30 });
  expect(rules.find(({ id }) => id === 'trigger-users')).toEqual({
    id: 'trigger-users',
    kind: 'trigger',
    outcome: 'met',
    looksAt: ['users'],
    input: { users: 1200 },
    missing: [],
    condition: 'users > 200',
    now: '1,200',
    text: 'users > 200 (now 1,200)',
  });
  expect(rules.find(({ id }) => id === 'wait-infrastructure')).toEqual({
    id: 'wait-infrastructure',
    kind: 'wait-signal',
    outcome: 'unknown',
    input: { infrastructure_cost: 30 },
    looksAt: ['infrastructure_cost', 'mrr', 'mrr_history'],
    missing: ['mrr', 'mrr_history'],
    condition: 'infrastructure > 2 % of MRR',
    text: 'infrastructure > 2 % of MRR (unknown)',
  });
});

import { SUPPORT_PLANS } from '../../../config/support-plans';
import { isAtLeast, TIERS } from '../../../config/tiers';
import {
  type Bill,
  type Comparison,
  CostError,
  compareWithPlan,
  deltas,
  PLAN_ITEMS,
  PLAN_TOTALS,
  price,
  shareOfMrr,
  supportCost,
} from '../../../decision/cost';
import type { Json } from '../../support/stack-json';
import { cents, fullStack, sampleStacks } from './support';

let bills: Record<(typeof TIERS)[number] | 'full', Bill>;
let organization: Json;

beforeAll(async () => {
  const stacks = await sampleStacks();
  organization = stacks.organization;
  const ofTiers = TIERS.map((tier) => [tier, price(stacks[tier])]);
  bills = { ...Object.fromEntries(ofTiers), full: price(await fullStack()) };
});

function row(comparison: Comparison | undefined, what: string) {
  const found = comparison?.rows.find((one) => one.what.startsWith(what));
  if (found === undefined) throw new Error(`No row ${what}`);
  return found;
}

test("the plan's items add up to the plan's totals", () => {
  for (const tier of TIERS) {
    const items = PLAN_ITEMS.filter((item) => isAtLeast(tier, item.tier));
    const add = (bound: 'low' | 'high') => items.reduce((total, { estimate }) => total + estimate[bound], 0);
    expect([tier, { low: add('low'), high: add('high') }]).toEqual([tier, PLAN_TOTALS[tier].cost]);
  }
  expect(PLAN_TOTALS.enterprise.cost).toEqual({ low: 170, high: 298 });
});

test.each([...TIERS, 'full'] as const)('%s: every line is in one row, and the differences add up', (name) => {
  const [comparison] = compareWithPlan([bills[name]]);
  const rows = comparison?.rows ?? [];
  const total = cents([bills[name].total]);
  expect(cents(rows.map(({ bill }) => bill))).toEqual(total);
  expect(cents(rows.flatMap(({ checklistLines }) => checklistLines))).toEqual(total);
  expect(cents(rows.map(({ difference }) => difference))).toEqual(
    cents([comparison?.difference as Comparison['difference']]),
  );
  const plan = comparison?.plan ?? { low: 0, high: 0 };
  expect(comparison?.difference.low).toBeCloseTo(bills[name].total.low - plan.low, 9);
  expect(comparison?.difference.high).toBeCloseTo(bills[name].total.high - plan.high, 9);
});

test("every line is in one row whatever a bill has lines of, a stranger's too", () => {
  const places = ['organization', 'none', ...TIERS].flatMap((tier) =>
    ['none', 'multi-az', 'database', 'audit-trail', 'aurora-global'].map((checklistLine) => ({ tier, checklistLine })),
  );
  const lines = places.map((place) => ({ ...place, low: 1, expected: 2, high: 3 }));
  const total = { low: lines.length, expected: 2 * lines.length, high: 3 * lines.length };
  for (const tier of TIERS) {
    const bill = { ...bills.beta, tier, total, lines: lines as unknown as Bill['lines'], byChecklistLine: lines };
    const rows = compareWithPlan([bill])[0]?.rows ?? [];
    expect(cents(rows.map((one) => one.bill))).toEqual(cents([total]));
    expect(rows.flatMap(({ checklistLines }) => checklistLines)).toHaveLength(lines.length);
  }
});

test('each row says why the figures differ', () => {
  const [comparison] = compareWithPlan([bills.full]);
  for (const { why } of comparison?.rows ?? []) expect(why).toMatch(/^[A-Z].+\.$/);
});

test('the differences that the plan itself does not have', () => {
  const [earlyGa] = compareWithPlan([bills['early-ga']]);
  expect(row(earlyGa, 'WAF Bot Control')).toMatchObject({ plan: { low: 0, high: 0 }, difference: { expected: 11 } });
  expect(row(earlyGa, 'Secrets Manager rotation').difference.low).toBe(6.4);
  // The plan's middle is 7.50 USD.
  expect(row(earlyGa, 'CloudWatch Logs')).toMatchObject({ bill: { expected: 0.02 }, difference: { expected: -7.48 } });
  const [productionGa] = compareWithPlan([bills['production-ga']]);
  expect(row(productionGa, 'AWS Config').bill.expected).toBeGreaterThan(3);
  expect(row(productionGa, 'RDS Multi-AZ').bill.expected).toBe(13.98);
  const [full] = compareWithPlan([bills.full]);
  expect(row(full, 'Aurora Global').bill.low).toBeGreaterThan(570);
  expect(row(full, 'Shield Advanced').bill.low).toBeGreaterThanOrEqual(3000);
});

test('the plan has no figure for an organization', () => {
  expect(() => compareWithPlan([price(organization)])).toThrow(CostError);
  expect(() => compareWithPlan([price(organization)])).toThrow('acme-organization is of no tier (got organization)');
});

test('from tier to tier: the differences of the lines are the difference of the totals', () => {
  const steps = deltas([bills.enterprise, bills.beta, bills['production-ga'], bills['early-ga']]);
  expect(steps.map(({ from, to }) => `${from} ${to}`)).toEqual([
    'beta early-ga',
    'early-ga production-ga',
    'production-ga enterprise',
  ]);
  for (const step of steps) expect(cents(step.byChecklistLine)).toEqual(cents([step]));
  const botControl = steps[0]?.byChecklistLine.find(({ checklistLine }) => checklistLine === 'bot-control');
  expect(botControl).toMatchObject({ tier: 'early-ga', low: 11, expected: 11, high: 11 });
});

test('a bill beside itself: nothing is added', () => {
  expect(deltas([bills.beta, bills.beta])).toEqual([
    { from: 'beta', to: 'beta', low: 0, expected: 0, high: 0, byChecklistLine: [] },
  ]);
  expect(deltas([bills.beta])).toEqual([]);
});

describe('the golden rule', () => {
  const bill = { low: 40, expected: 50, high: 60 };

  test.each([
    [6000.01, 'kept'],
    [6000, 'open'],
    [4000.01, 'open'],
    [4000, 'broken'],
  ] as const)('an MRR of %d USD: %s', (mrr, goldenRule) => {
    expect(shareOfMrr(bill, mrr).goldenRule).toBe(goldenRule);
  });

  test('is a share in percent, and none where there is no revenue', () => {
    expect(shareOfMrr(bill, 10_000).percent).toEqual({ low: 0.4, expected: 0.5, high: 0.6 });
    expect(shareOfMrr(bill, 0)).toEqual({ percent: undefined, goldenRule: 'broken' });
    expect(shareOfMrr({ low: 0, expected: 0, high: 1 }, 0)).toEqual({ percent: undefined, goldenRule: 'open' });
  });

  test.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('an MRR of %d is refused', (mrr) => {
    expect(() => shareOfMrr(bill, mrr)).toThrow(`MRR must be 0 USD or more (got ${mrr})`);
  });
});

test('support is apart: what the plan names, and what AWS sells', () => {
  expect(TIERS.map((tier) => supportCost(tier).planned.usd)).toEqual([0, 29, 100, 15_000]);
  expect(supportCost('enterprise').sold).toBe(SUPPORT_PLANS.enterprise);
  expect(bills.full.lines.some(({ what }) => /support/i.test(what))).toBe(false);
});

test('the bill of beta is that of the plan, about', () => {
  expect(bills.beta.total.low).toBeLessThan(30);
  expect(bills.beta.total.high).toBeGreaterThan(30);
});

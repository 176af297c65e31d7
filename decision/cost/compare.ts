import { isAtLeast, TIERS, type Tier } from '../../config/tiers';
import type { Bill, BillLine, Subtotal } from './bill';
import { CostError } from './cost-error';
import { type Estimate, GOLDEN_RULE_PERCENT, PLAN_ITEMS, PLAN_TOTALS, type PlanItem } from './plan';
import { difference, type Range, rangeOf, sum } from './range';

/** What the plan says and what the bill says, item by item. */
export interface Comparison {
  readonly environment: string;
  readonly tier: Tier;
  readonly plan: Estimate;
  readonly bill: Range;
  /** Bill less plan: low less low, high less high, expected less the middle. The rows' add up to it. */
  readonly difference: Range;
  readonly rows: readonly ComparisonRow[];
}

export interface ComparisonRow {
  readonly tier: Tier;
  readonly what: string;
  readonly plan: Estimate;
  readonly bill: Range;
  readonly difference: Range;
  readonly why: string;
  /** The lines of the checklist that `bill` is the sum of. */
  readonly checklistLines: readonly Subtotal[];
}

/**
 * Each bill beside the plan's figure for its tier, with the reason for each difference. Every line of a bill is in exactly
 * one row.
 * @throws CostError for a bill that is of no tier: the plan has no figure for it
 */
export function compareWithPlan(bills: readonly Bill[]): Comparison[] {
  return bills.map(compare);
}

function compare(bill: Bill): Comparison {
  const tier = tierOf(bill);
  const rows = PLAN_ITEMS.filter((item) => isAtLeast(tier, item.tier)).map((item) => row(item, tier, bill));
  const { cost: plan } = PLAN_TOTALS[tier];
  return { environment: bill.environment, tier, plan, bill: bill.total, difference: less(bill.total, plan), rows };
}

function row(item: PlanItem, of: Tier, { lines, byChecklistLine }: Bill): ComparisonRow {
  const isOfItem = (line: Pick<BillLine, 'tier' | 'checklistLine'>) => itemOf(line, of) === item;
  const bill = sum(lines.filter(isOfItem));
  return {
    tier: item.tier,
    what: item.what,
    plan: item.estimate,
    bill,
    difference: less(bill, item.estimate),
    why: item.why,
    checklistLines: byChecklistLine.filter((subtotal) =>
      isOfItem({ tier: subtotal.tier, checklistLine: subtotal.checklistLine ?? '' }),
    ),
  };
}

/** What is of no tier that the bill has rows of counts as beta's: it is in the bill, and the plan has nothing else for it. */
function itemOf({ tier, checklistLine }: Pick<BillLine, 'tier' | 'checklistLine'>, of: Tier): PlanItem | undefined {
  const known = TIERS.find((one) => one === tier && isAtLeast(of, one)) ?? 'beta';
  const ofTier = PLAN_ITEMS.filter((item) => item.tier === known);
  return (
    ofTier.find(({ checklistLines }) => checklistLines !== '*' && checklistLines.includes(checklistLine)) ??
    ofTier.find(({ checklistLines }) => checklistLines === '*')
  );
}

function less(bill: Range, plan: Estimate): Range {
  return difference(bill, { low: plan.low, expected: (plan.low + plan.high) / 2, high: plan.high });
}

function tierOf({ tier, environment }: Bill): Tier {
  const known = TIERS.find((one) => one === tier);
  if (known === undefined)
    throw new CostError([`${environment} is of no tier (got ${tier}): the plan has no figure for it`]);
  return known;
}

/** What moving up adds, and which lines of the checklist change. */
export interface Delta extends Range {
  readonly from: string;
  readonly to: string;
  /** Only those that change. */
  readonly byChecklistLine: readonly Subtotal[];
}

/** From each bill to the next, in the order of the tiers. */
export function deltas(bills: readonly Bill[]): Delta[] {
  const sorted = [...bills].sort((a, b) => TIERS.indexOf(tierOf(a)) - TIERS.indexOf(tierOf(b)));
  return sorted.slice(1).map((to, index) => delta(sorted[index] as Bill, to));
}

function delta(from: Bill, to: Bill): Delta {
  const keys = new Set([...from.byChecklistLine, ...to.byChecklistLine].map(keyOf));
  const byChecklistLine = [...keys].map((key): Subtotal => {
    const [tier, checklistLine] = key.split(' ') as [string, string];
    const of = ({ byChecklistLine }: Bill) => sum(byChecklistLine.filter((subtotal) => keyOf(subtotal) === key));
    return { tier, checklistLine, ...difference(of(to), of(from)) };
  });
  return {
    from: from.tier,
    to: to.tier,
    ...difference(to.total, from.total),
    byChecklistLine: byChecklistLine.filter(({ low, expected, high }) => low !== 0 || expected !== 0 || high !== 0),
  };
}

function keyOf({ tier, checklistLine }: Subtotal): string {
  return `${tier} ${checklistLine}`;
}

/** Infrastructure against revenue. */
export interface MrrShare {
  /** Of the MRR, to a hundredth of a percent. Undefined where there is no revenue. */
  readonly percent: Range | undefined;
  /** The plan's golden rule: `kept` where even the high estimate is below 1 %, `broken` where even the low one is not. */
  readonly goldenRule: 'kept' | 'open' | 'broken';
}

/**
 * @param mrrUsd monthly recurring revenue, 0 or more
 * @throws CostError where it is no such number
 */
export function shareOfMrr(bill: Range, mrrUsd: number): MrrShare {
  if (!(mrrUsd >= 0) || !Number.isFinite(mrrUsd)) throw new CostError([`MRR must be 0 USD or more (got ${mrrUsd})`]);
  if (mrrUsd === 0) return { percent: undefined, goldenRule: bill.low > 0 ? 'broken' : 'open' };
  const isBelow = (usd: number) => usd * 100 < GOLDEN_RULE_PERCENT * mrrUsd;
  const goldenRule = isBelow(bill.high) ? 'kept' : isBelow(bill.low) ? 'open' : 'broken';
  return { percent: rangeOf((level) => Math.round((bill[level] * 1e4) / mrrUsd) / 100), goldenRule };
}

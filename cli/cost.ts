import { displayName } from '../config/sources';
import { didYouMean } from '../config/suggestions';
import { TIERS, type Tier } from '../config/tiers';
import { type Bill, compareWithPlan, deltas, type MrrShare, shareOfMrr } from '../decision/cost';
import { mrrOf } from '../decision/mrr';
import type { Grouping } from './bill-rows';
import { billsText } from './bill-text';
import { comparisonText } from './comparison-text';
import { findSources, type Source } from './environments';
import { usage } from './failure';
import { metricsBlock, metricsOf } from './metrics-input';
import { billsOf, type PricingFiles, readPricing, withNameOf } from './pricing';
import { staircaseOf } from './staircase';
import { note, say } from './terminal';
import { today } from './today';
import { writeNew } from './write-new';

export interface CostOptions extends PricingFiles {
  readonly tier?: string;
  readonly mrr?: string;
  readonly by: Grouping;
  readonly compare?: boolean;
  readonly svg?: string;
  readonly force?: boolean;
  readonly json?: boolean;
}

/** What one environment costs, at one tier or more. */
interface Cost {
  readonly bills: readonly Bill[];
  readonly mrr: number | undefined;
  /** Of each bill. Undefined where nobody knows the MRR. */
  readonly shares: readonly MrrShare[] | undefined;
}

/** `palier cost` */
export async function costCommand(given: readonly string[], options: CostOptions): Promise<void> {
  const sources = findSources(given);
  if (options.svg !== undefined && sources.length > 1) {
    throw usage(`--svg: the picture is of one environment: name one of ${sources.map(({ name }) => name).join(', ')}`);
  }
  const tiers = tiersOf(options);
  const pricing = readPricing(options);
  const costs: Cost[] = [];
  for (const source of sources) {
    const mrr = mrrOfSource(source, options.mrr);
    const bills = await billsOf(
      source,
      source.kind === 'synthesized' && options.tier === undefined ? [] : tiers,
      pricing,
    );
    costs.push({
      bills,
      mrr,
      shares: mrr === undefined ? undefined : bills.map(({ total }) => shareOfMrr(total, mrr)),
    });
  }
  const picture =
    options.svg === undefined
      ? undefined
      : writeNew(options.svg, staircaseOf(comparisons((costs[0] as Cost).bills)), options.force === true);
  say(options.json ? json(costs, options) : costs.map((cost) => text(cost, options)).join('\n\n'));
  const idle = idleUsage(costs.flatMap(({ bills }) => bills));
  if (idle.length > 0) note(`${displayName(options.usage as string)}: nothing here depends on ${idle.join(', ')}`);
  if (picture !== undefined) note(`Wrote ${picture}`);
}

function text({ bills, shares }: Cost, { by, compare }: CostOptions): string {
  return compare ? comparisonText(comparisons(bills)) : billsText(bills, { by, lang: 'en', shares });
}

/** Public: see docs/guides/cost.md. */
function json(costs: readonly Cost[], { compare }: CostOptions): string {
  const environments = costs.map(({ bills, mrr, shares }) => ({
    environment: bills[0]?.environment,
    mrr,
    bills: bills.map((bill, index) => ({ ...bill, shareOfMrr: shares?.[index] })),
    steps: bills.length > 1 ? deltas(bills) : [],
    comparisons: compare ? comparisons(bills) : undefined,
  }));
  return JSON.stringify({ version: 1, command: 'cost', currency: 'USD', per: 'month', environments }, null, 2);
}

function comparisons(bills: readonly Bill[]) {
  return withNameOf(bills[0]?.environment ?? '', () => compareWithPlan(bills));
}

/** Of what is given on the command line, or else in the environment. */
function mrrOfSource(source: Source, mrr: string | undefined): number | undefined {
  const file = source.kind === 'environment' && mrr === undefined ? metricsBlock(source.file) : undefined;
  return mrrOf(metricsOf({ file, flags: { mrr }, today: today() }));
}

/** `beta,early-ga`, or `all`: in the order of the tiers, each once. Empty: the one that the environment has. */
function tiersOf({ tier, compare, svg }: CostOptions): Tier[] {
  if (tier === 'all' || (tier === undefined && (compare || svg !== undefined))) return [...TIERS];
  if (tier === undefined) return [];
  const names = tier.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !TIERS.some((one) => one === name));
  if (unknown === undefined) return TIERS.filter((one) => names.includes(one));
  throw usage(`--tier: "${unknown}" is no tier (allowed: ${TIERS.join(', ')}, all).${didYouMean(unknown, TIERS)}`);
}

/** What was given, and moves no figure: something is not what the writer thinks. */
function idleUsage([first, ...others]: readonly Bill[]): string[] {
  return first?.idleUsage.filter((key) => others.every(({ idleUsage }) => idleUsage.includes(key))) ?? [];
}

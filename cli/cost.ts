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
import { billsOf, type Pricing, type PricingFiles, readPricing, withNameOf } from './pricing';
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
  const sources = sourcesOf(given, options);
  const pricing = readPricing(options);
  const costs: Cost[] = [];
  for (const source of sources) costs.push(await costOf(source, options, pricing));
  const picture = options.svg === undefined ? undefined : writePicture(costs[0] as Cost, options.svg, options.force);
  say(options.json ? json(costs, options) : costs.map((cost) => text(cost, options)).join('\n\n'));
  const idle = idleUsage(costs.flatMap(({ bills }) => bills));
  if (idle.length > 0) note(`${displayName(options.usage as string)}: nothing here depends on ${idle.join(', ')}`);
  if (picture !== undefined) note(`Wrote ${picture}`);
}

/** An organization has no tier: where nobody named it, it is not what was asked for. */
function sourcesOf(given: readonly string[], { tier, compare, svg }: CostOptions): Source[] {
  const found = findSources(given);
  const isOfTiers = tier !== undefined || compare || svg !== undefined;
  const sources = found.filter(({ kind }) => given.length > 0 || !isOfTiers || kind !== 'organization');
  if (svg === undefined || sources.length === 1) return sources;
  throw usage(`--svg: the picture is of one environment: name one of ${sources.map(({ name }) => name).join(', ')}`);
}

async function costOf(source: Source, options: CostOptions, pricing: Pricing): Promise<Cost> {
  const mrr = mrrOfSource(source, options.mrr);
  const bills = await billsToShow(source, options, pricing);
  return { bills, mrr, shares: mrr === undefined ? undefined : bills.map(({ total }) => shareOfMrr(total, mrr)) };
}

/** Beside the plan stand all tiers that the environment can have, unless some are asked for. */
async function billsToShow(source: Source, options: CostOptions, pricing: Pricing): Promise<Bill[]> {
  const { tier, compare, svg } = options;
  if (tier !== undefined) return billsOf(source, tiersOf(tier), pricing);
  if (source.kind !== 'environment' || !(compare || svg !== undefined)) return billsOf(source, [], pricing);
  return billsOf(source, TIERS, pricing, (left, error) => note(`Not at ${left}:\n${error.message}`));
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

function writePicture({ bills }: Cost, path: string, force = false): string {
  return writeNew(path, staircaseOf(comparisons(bills)), force);
}

function comparisons(bills: readonly Bill[]) {
  return withNameOf(bills[0]?.environment ?? '', () => compareWithPlan(bills));
}

/** Of what is given on the command line, or else in the environment. */
function mrrOfSource(source: Source, mrr: string | undefined): number | undefined {
  const file = source.kind !== 'synthesized' && mrr === undefined ? metricsBlock(source.file) : undefined;
  const date = today();
  const metrics = metricsOf({ file, flags: { mrr }, today: date });
  return mrrOf(metrics, metrics.measured_on ?? date);
}

/** `beta,early-ga`, or `all`: in the order of the tiers, each once. */
function tiersOf(text: string): Tier[] {
  if (text === 'all') return [...TIERS];
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !TIERS.some((one) => one === name));
  if (unknown === undefined) return TIERS.filter((one) => names.includes(one));
  throw usage(`--tier: "${unknown}" is no tier (allowed: ${TIERS.join(', ')}, all).${didYouMean(unknown, TIERS)}`);
}

/** What was given, and moves no figure: something is not what the writer thinks. */
function idleUsage([first, ...others]: readonly Bill[]): string[] {
  return first?.idleUsage.filter((key) => others.every(({ idleUsage }) => idleUsage.includes(key))) ?? [];
}

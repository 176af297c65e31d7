import { displayName } from '../config/sources';
import { didYouMean } from '../config/suggestions';
import { TIERS, type Tier } from '../config/tiers';
import type { Bill } from '../decision/cost';
import type { Grouping } from './bill-rows';
import { billsText } from './bill-text';
import { findSources } from './environments';
import { usage } from './failure';
import { billsOf, type PricingFiles, readPricing } from './pricing';
import { note, say } from './terminal';
import { WORDS } from './words';

export interface CostOptions extends PricingFiles {
  readonly tier?: string;
  readonly by: Grouping;
  readonly json?: boolean;
}

/** `palier cost` */
export async function costCommand(given: readonly string[], options: CostOptions): Promise<void> {
  const tiers = options.tier === undefined ? [] : tiersOf(options.tier);
  const pricing = readPricing(options);
  const environments: Bill[][] = [];
  for (const source of findSources(given)) environments.push(await billsOf(source, tiers, pricing));
  if (options.json) say(JSON.stringify({ version: 1, command: 'cost', bills: environments.flat() }, null, 2));
  else say(environments.map((bills) => billsText(bills, options.by, WORDS.en)).join('\n\n'));
  const idle = idleUsage(environments.flat());
  if (idle.length > 0) note(`${displayName(options.usage as string)}: nothing of it depends on ${idle.join(', ')}`);
}

/** `beta,early-ga`, or `all`. In the order of the tiers, each once. */
function tiersOf(text: string): Tier[] {
  if (text === 'all') return [...TIERS];
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !TIERS.some((tier) => tier === name));
  if (unknown === undefined) return TIERS.filter((tier) => names.includes(tier));
  throw usage(`--tier: "${unknown}" is no tier (allowed: ${TIERS.join(', ')}, all).${didYouMean(unknown, TIERS)}`);
}

/** What was given, and moves no figure: something is not what the writer thinks. */
function idleUsage([first, ...others]: readonly Bill[]): string[] {
  return first?.idleUsage.filter((key) => others.every(({ idleUsage }) => idleUsage.includes(key))) ?? [];
}

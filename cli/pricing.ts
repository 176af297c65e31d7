import { readFileSync } from 'node:fs';
import { EnvironmentError } from '../config/problems';
import { displayName } from '../config/sources';
import type { Tier } from '../config/tiers';
import { readYamlFile } from '../config/yaml-file';
import {
  type Bill,
  CATALOGUE,
  type Catalogue,
  CostError,
  price,
  readPricingExport,
  readUsage,
  type Usage,
} from '../decision/cost';
import type { Source } from './environments';
import { Failure, usage as usageFailure } from './failure';
import { synthesize } from './synthesis';
import { during, note } from './terminal';

export interface PricingFiles {
  /** A YAML file. */
  readonly usage?: string;
  /** Exports of AWS's price list. */
  readonly prices?: readonly string[];
}

export interface Pricing {
  readonly usage: Usage;
  readonly catalogue: Catalogue;
  readonly exports: readonly PriceExport[];
}

interface PriceExport {
  readonly name: string;
  /** `kms.key in us-east-1` */
  readonly replaced: readonly string[];
}

/** @throws EnvironmentError, Failure */
export function readPricing({ usage, prices = [] }: PricingFiles): Pricing {
  let catalogue = CATALOGUE;
  const exports: PriceExport[] = [];
  for (const path of prices) {
    const name = displayName(path);
    const read = withNameOf(name, () => readPricingExport(readJson(path), catalogue));
    catalogue = read.catalogue;
    exports.push({ name, replaced: read.replaced });
    note(`${name}: replaces ${replacedText(read.replaced)}`);
  }
  return { usage: usage === undefined ? {} : readUsageFile(usage), catalogue, exports };
}

const SHOWN = 3;

function replacedText(replaced: readonly string[]): string {
  const others = replaced.length > SHOWN ? `, and ${replaced.length - SHOWN} more` : '';
  return `${replaced.length} ${replaced.length === 1 ? 'price' : 'prices'} (${replaced.slice(0, SHOWN).join(', ')}${others})`;
}

/** Of a list of another region, say: something is not what the reader thinks. */
function noteIdleExports({ name }: Source, bills: readonly Bill[], { exports }: Pricing): void {
  const lines = bills.flatMap((bill) => bill.lines);
  const used = new Set(lines.flatMap(({ price: id, region }) => [`${id} in ${region}`, `${id} in any`]));
  const regions = [...new Set(bills.flatMap((bill) => bill.regions))].join(', ');
  for (const { name: file, replaced } of exports) {
    if (!replaced.some((one) => used.has(one)))
      note(`${file}: none of its prices is in the bill of ${name} (${regions})`);
  }
}

/**
 * The bills of one environment, one for each tier.
 * @param tiers none: only the tier that it has
 * @param leave told of each tier that it cannot have as it is. @default that is an error, as it is if it can have none
 */
export async function billsOf(
  source: Source,
  tiers: readonly Tier[],
  pricing: Pricing,
  leave?: (tier: Tier, error: Failure) => void,
): Promise<Bill[]> {
  const bills = await pricedBills(source, tiers, pricing, leave);
  noteIdleExports(source, bills, pricing);
  return bills;
}

async function pricedBills(
  source: Source,
  tiers: readonly Tier[],
  pricing: Pricing,
  leave?: (tier: Tier, error: Failure) => void,
): Promise<Bill[]> {
  const priced = (json: unknown) => withNameOf(source.name, () => price(json, pricing));
  if (tiers.length > 0) refuseWithoutTier(source);
  if (source.kind === 'synthesized') return [priced(readJson(source.path))];
  if (tiers.length === 0) return [priced(await during(`Synthesizing ${source.name}`, synthesize(source)))];
  const work = Promise.allSettled(tiers.map((tier) => synthesize(source, tier)));
  const stacks = await during(`Synthesizing ${source.name}`, work);
  const isNone = stacks.every(({ status }) => status === 'rejected');
  return stacks.flatMap((stack, index) => {
    if (stack.status === 'fulfilled') return [priced(stack.value)];
    if (leave === undefined || isNone || !(stack.reason instanceof Failure)) throw stack.reason;
    leave(tiers[index] as Tier, stack.reason);
    return [];
  });
}

function refuseWithoutTier({ kind, name }: Source): void {
  if (kind === 'organization') throw usageFailure(`--tier: ${name} is an organization, which has no tier`);
  if (kind === 'synthesized')
    throw usageFailure(`--tier: ${name} is synthesized already: name its environment instead`);
}

function readUsageFile(path: string): Usage {
  const name = displayName(path);
  const file = readYamlFile(path, name, { what: 'a usage file' });
  if (Array.isArray(file)) throw new EnvironmentError(file);
  return withNameOf(name, () => readUsage(file.data));
}

function readJson(path: string): unknown {
  const name = displayName(path);
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) throw new Failure(`${name} is not JSON`);
    throw new Failure(`${name} cannot be read (${(error as NodeJS.ErrnoException).code ?? error})`);
  }
}

/** What is wrong with a file is told with its name. */
export function withNameOf<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof CostError)) throw error;
    throw new Failure(error.problems.map((problem) => `${name}: ${problem}`).join('\n'));
  }
}

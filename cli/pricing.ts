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
import { during } from './terminal';

export interface PricingFiles {
  /** A YAML file. */
  readonly usage?: string;
  /** Exports of AWS's price list. */
  readonly prices?: readonly string[];
}

export interface Pricing {
  readonly usage: Usage;
  readonly catalogue: Catalogue;
}

/** @throws EnvironmentError, Failure */
export function readPricing({ usage, prices = [] }: PricingFiles): Pricing {
  let catalogue = CATALOGUE;
  for (const path of prices) {
    catalogue = withNameOf(displayName(path), () => readPricingExport(readJson(path), catalogue)).catalogue;
  }
  return { usage: usage === undefined ? {} : readUsageFile(usage), catalogue };
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

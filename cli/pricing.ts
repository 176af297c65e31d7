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
 */
export async function billsOf(source: Source, tiers: readonly Tier[], pricing: Pricing): Promise<Bill[]> {
  const priced = (json: unknown) => withNameOf(source.name, () => price(json, pricing));
  if (source.kind === 'synthesized') {
    if (tiers.length > 0)
      throw usageFailure(`--tier: ${source.name} is synthesized already; name its environment instead`);
    return [priced(readJson(source.path))];
  }
  if (tiers.length > 0 && 'organization' in source.file.data) {
    throw usageFailure(`--tier: ${source.name} is an organization, which has no tier`);
  }
  const wanted: (Tier | undefined)[] = tiers.length > 0 ? [...tiers] : [undefined];
  const work = Promise.all(wanted.map((tier) => synthesize(source, tier)));
  return (await during(`Synthesizing ${source.name}`, work)).map(priced);
}

function readUsageFile(path: string): Usage {
  const name = displayName(path);
  const file = readYamlFile(path, name);
  if (Array.isArray(file)) throw new EnvironmentError(file);
  return withNameOf(name, () => readUsage(file.data));
}

function readJson(path: string): unknown {
  const name = displayName(path);
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) throw new Failure(`${name} is not JSON: ${error.message}`);
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

import { REGIONS } from '../../config/regions';
import { didYouMean } from '../../config/suggestions';
import type { Bill, BillLine, Subtotal } from './bill';
import { CATALOGUE } from './catalogue';
import type { Catalogue } from './catalogue/price';
import { CostError } from './cost-error';
import { Pricer } from './pricer';
import { type Range, sum } from './range';
import { ORDER, providerOf, type Resource, readStack, UNKNOWN_REGION } from './terraform-json';
import { USAGE_NAMES } from './usage/keys';
import type { Usage } from './usage/read';

export interface PriceOptions {
  /** What `readUsage` gives. @default that of the environment's tier */
  readonly usage?: Usage;
  /** Prices, such as `readPricingExport` gives. @default AWS's list prices of 2026-11-23: the reader may have no export */
  readonly catalogue?: Catalogue;
}

/**
 * What the resources of a stack cost a month.
 * @param stackJson what `cdktf synth` writes: the data of cdk.tf.json
 * @throws CostError where it is no Terraform JSON, or where there are no prices for one of its regions
 */
export function price(stackJson: unknown, { usage = {}, catalogue = CATALOGUE }: PriceOptions = {}): Bill {
  const stack = readStack(stackJson);
  const ofAws = stack.resources.filter(isOfAws);
  checkProviders(ofAws);
  const regions = [...new Set(ofAws.map(({ region }) => region))].sort();
  checkRegions(regions, catalogue);
  const pricer = new Pricer(stack, usage, catalogue);
  // What AWS gives for nothing goes to the lowest tier first: a tier's delta is then what it really adds.
  for (const resource of [...stack.resources].sort(byTierAndAddress)) pricer.add(resource);
  for (const name of stack.modules) pricer.addModule(name);
  const { lines, free, unpriced, usedKeys } = pricer;
  return {
    environment: stack.name,
    tier: stack.tier,
    regions,
    lines,
    free,
    unpriced,
    byTier: subtotals(lines, ({ tier }) => ({ tier })),
    byChecklistLine: subtotals(lines, ({ tier, checklistLine }) => ({ tier, checklistLine })),
    total: sum(lines),
    idleUsage: USAGE_NAMES.filter(
      (name) => usage[name] !== undefined && !usedKeys.has(name) && name !== 'free_allowance',
    ),
  };
}

function byTierAndAddress(a: Resource, b: Resource): number {
  return ORDER.indexOf(a.tier) - ORDER.indexOf(b.tier) || (a.address < b.address ? -1 : 1);
}

function subtotals(lines: readonly BillLine[], keyOf: (line: BillLine) => Omit<Subtotal, keyof Range>): Subtotal[] {
  const keys = [...new Set(lines.map((line) => JSON.stringify(keyOf(line))))];
  return keys
    .map((key) => ({
      ...(JSON.parse(key) as Omit<Subtotal, keyof Range>),
      ...sum(lines.filter((line) => JSON.stringify(keyOf(line)) === key)),
    }))
    .sort((a, b) => ORDER.indexOf(a.tier) - ORDER.indexOf(b.tier));
}

function isOfAws({ type }: Resource): boolean {
  return type.startsWith('aws_');
}

function checkProviders(resources: readonly Resource[]): void {
  const lost = resources.filter(({ region }) => region === UNKNOWN_REGION);
  const providers = [...new Set(lost.map((resource) => providerOf(resource.arguments)))];
  if (providers.length === 0) return;
  throw new CostError(
    providers.map((provider) => {
      const example = lost.find((resource) => providerOf(resource.arguments) === provider)?.address;
      return `provider ${provider} has no region (needed by ${example}): write it`;
    }),
  );
}

/** A region without a single price is a mistake, or one that nobody has looked up; a price that one region lacks is a line. */
function checkRegions(regions: readonly string[], catalogue: Catalogue): void {
  const priced = new Set(Object.values(catalogue).flatMap(({ usd }) => Object.keys(usd)));
  const problems = regions.filter((region) => !priced.has(region)).map((region) => regionProblem(region, priced));
  if (problems.length > 0) throw new CostError(problems);
}

function regionProblem(region: string, priced: ReadonlySet<string>): string {
  if (!REGIONS.includes(region))
    return `region ${region}: is no region of AWS that is known.${didYouMean(region, REGIONS)}`;
  const known = [...priced].filter((name) => name !== 'any').sort();
  return (
    `region ${region}: has no prices here. Prices are known for ${known.join(', ')}. ` +
    "Give an export of AWS's price list for the others."
  );
}

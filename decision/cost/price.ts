import { REGIONS } from '../../config/regions';
import { didYouMean } from '../../config/suggestions';
import type { Bill, BillLine, Subtotal, Unpriced } from './bill';
import { CATALOGUE } from './catalogue';
import { type Catalogue, rateIn, sourceIn } from './catalogue/price';
import { CostError } from './cost-error';
import { FREE } from './free';
import { Meters } from './meters';
import { LEVELS, type Level, type Range, rangeOf, roundToCent, sum } from './range';
import { type Charge, RuleContext } from './rule';
import { RULES } from './rules';
import { ORDER, type Resource, readStack } from './terraform-json';
import { USAGE_NAMES, type UsageName } from './usage/keys';
import { type Usage, usageOf } from './usage/read';

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
  const { tier, homeRegion } = stack;
  const regions = [...new Set(stack.resources.filter(isOfAws).map(({ region }) => region))].sort();
  checkRegions(regions, catalogue);

  const meters = rangesOf((level) => new Meters(catalogue, usageOf('free_allowance', usage, tier)[level]));
  const lines: BillLine[] = [];
  const free: Unpriced[] = [];
  const unpriced: Unpriced[] = [];
  const used = new Set<UsageName>();
  // What AWS gives for nothing goes to the lowest tier first: a tier's delta is then what it really adds.
  for (const resource of [...stack.resources].sort(byTierAndAddress)) {
    const rule = RULES[resource.type];
    const gratis = FREE[resource.type];
    if (rule === undefined) {
      (gratis === undefined ? unpriced : free).push({
        ...nameOf(resource),
        why: gratis?.why ?? 'no rule here knows what it costs',
        ...(gratis?.source === undefined ? {} : { source: gratis.source }),
      });
      continue;
    }
    const contexts = rangesOf(
      (level) => new RuleContext(resource, stack, homeRegion, (name) => usageOf(name, usage, tier)[level]),
    );
    const charges = rangesOf((level) => rule(contexts[level]));
    if (charges.expected.length === 0 && gratis !== undefined) free.push({ ...nameOf(resource), ...gratis });
    for (const key of contexts.expected.usedKeys) used.add(key);
    for (const [index, charge] of charges.expected.entries()) {
      const result = lineOf(
        resource,
        charge,
        (level) => charges[level][index] as Charge,
        contexts.expected,
        meters,
        catalogue,
      );
      if ('why' in result) unpriced.push(result);
      else lines.push(result);
    }
  }
  return {
    environment: stack.name,
    tier,
    regions,
    lines,
    free,
    unpriced,
    byTier: subtotals(lines, ({ tier }) => ({ tier })),
    byChecklistLine: subtotals(lines, ({ tier, checklistLine }) => ({ tier, checklistLine })),
    total: sum(lines),
    idleUsage: USAGE_NAMES.filter((name) => usage[name] !== undefined && !used.has(name) && name !== 'free_allowance'),
  };
}

function lineOf(
  resource: Resource,
  charge: Charge,
  at: (level: Level) => Charge,
  context: RuleContext,
  meters: Readonly<Record<Level, Meters>>,
  catalogue: Catalogue,
): BillLine | Unpriced {
  const unpriced = (why: string) => ({ ...nameOf(resource), why: `${charge.what}: ${why}` });
  if ('unpriced' in charge) return unpriced(charge.unpriced);
  const region = charge.region ?? resource.region;
  const price = catalogue[charge.price];
  const rate = price && rateIn(price, region);
  if (price === undefined || rate === undefined) return unpriced(`no price of ${charge.price} in ${region}`);
  const quantity = rangeOf((level) => {
    const one = at(level);
    return 'unpriced' in one ? 0 : one.quantity;
  });
  const usd = rangeOf((level) => roundToCent(meters[level].charge(charge.price, region, quantity[level])));
  const notes = [resource.note, charge.note, ...context.notes].filter((note) => note !== undefined);
  const raised = resource.tier === 'none' ? undefined : charge.raisedBy;
  return {
    ...nameOf(resource),
    ...raised,
    what: charge.what,
    region,
    quantity,
    unit: price.unit,
    price: charge.price,
    ...usd,
    source: sourceIn(price, region),
    usage: [...context.usedKeys],
    ...(notes.length === 0 ? {} : { note: notes.join('; ') }),
  };
}

function nameOf({ address, type, tier, checklistLine }: Resource) {
  return { address, type, tier, checklistLine };
}

function rangesOf<Value>(value: (level: Level) => Value): Readonly<Record<Level, Value>> {
  return Object.fromEntries(LEVELS.map((level) => [level, value(level)])) as Record<Level, Value>;
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

/** A region without a single price is a mistake, or one that nobody has looked up; a price that one region lacks is a line. */
function checkRegions(regions: readonly string[], catalogue: Catalogue): void {
  const priced = new Set(Object.values(catalogue).flatMap(({ usd }) => Object.keys(usd)));
  const problems = regions
    .filter((region) => !priced.has(region))
    .map((region) => {
      const known = [...priced].filter((name) => name !== 'any').sort();
      const hint = REGIONS.includes(region)
        ? ` Prices are known for ${known.join(', ')}. Give an export of AWS's price list for the others.`
        : didYouMean(region, REGIONS);
      return `region ${region}: ${REGIONS.includes(region) ? 'has no prices here.' : 'is no region of AWS that is known.'}${hint}`;
    });
  if (problems.length > 0) throw new CostError(problems);
}

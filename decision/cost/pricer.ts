import type { BillLine, Unpriced } from './bill';
import { type Catalogue, rateIn, sourceIn } from './catalogue/price';
import { FREE } from './free';
import { Meters } from './meters';
import { type ByLevel, byLevel, rangeOf, roundToCent } from './range';
import { type Charge, type Rule, RuleContext } from './rule';
import { RULES } from './rules';
import type { Resource, Stack } from './terraform-json';
import type { UsageName } from './usage/keys';
import { type Usage, usageOf } from './usage/read';

/** Prices one resource after the other, each three times: at low, expected and high usage. */
export class Pricer {
  readonly lines: BillLine[] = [];
  readonly free: Unpriced[] = [];
  readonly unpriced: Unpriced[] = [];
  readonly usedKeys = new Set<UsageName>();
  private readonly meters: ByLevel<Meters>;

  constructor(
    private readonly stack: Stack,
    private readonly usage: Usage,
    private readonly catalogue: Catalogue,
  ) {
    const share = usageOf('free_allowance', usage, stack.tier);
    this.meters = byLevel((level) => new Meters(catalogue, share[level]));
  }

  /** Every resource ends up in `lines`, `free` or `unpriced`. The order matters: the first ones use the free allowances up. */
  add(resource: Resource): void {
    const rule = Object.hasOwn(RULES, resource.type) ? RULES[resource.type] : undefined;
    if (rule === undefined) this.addWithoutCharges(resource, 'no rule here knows what it costs');
    else this.addCharges(resource, rule);
  }

  addModule(name: string): void {
    const why = 'what is in a module is not read';
    this.unpriced.push({ address: `module.${name}`, type: 'module', tier: 'none', checklistLine: 'none', why });
  }

  private addCharges(resource: Resource, rule: Rule): void {
    const contexts = byLevel(
      (level) => new RuleContext(resource, this.stack, (name) => usageOf(name, this.usage, this.stack.tier)[level]),
    );
    const charges = byLevel((level) => rule(contexts[level]));
    if (charges.expected.length === 0) this.addWithoutCharges(resource, 'nothing in it says what it costs');
    for (const index of charges.expected.keys()) {
      this.addCharge(
        resource,
        byLevel((level) => charges[level][index] as Charge),
        contexts.expected,
      );
    }
  }

  private addWithoutCharges(resource: Resource, otherwise: string): void {
    const free = Object.hasOwn(FREE, resource.type) ? FREE[resource.type] : undefined;
    if (free === undefined) this.unpriced.push({ ...nameOf(resource), why: otherwise });
    else this.free.push({ ...nameOf(resource), ...free });
  }

  private addCharge(resource: Resource, charges: ByLevel<Charge>, context: RuleContext): void {
    const charge = charges.expected;
    const unpriced = (why: string) => this.unpriced.push({ ...nameOf(resource), why: `${charge.what}: ${why}` });
    if ('unpriced' in charge) {
      unpriced(charge.unpriced);
      return;
    }
    const region = charge.region ?? resource.region;
    const price = this.catalogue[charge.price];
    if (price === undefined || rateIn(price, region) === undefined) {
      unpriced(`no price of ${charge.price} in ${region}`);
      return;
    }
    for (const key of context.usedKeys) this.usedKeys.add(key);
    const quantity = rangeOf((level) => quantityOf(charges[level]));
    const notes = [resource.note, charge.note, ...context.notes].filter((note) => note !== undefined);
    this.lines.push({
      ...nameOf(resource),
      ...(charge.raisedBy !== undefined && context.isAtLeast(charge.raisedBy.tier) && context.isOfPalier
        ? charge.raisedBy
        : undefined),
      what: charge.what,
      region,
      quantity,
      unit: price.unit,
      price: charge.price,
      ...rangeOf((level) => roundToCent(this.meters[level].charge(charge.price, region, quantity[level]))),
      source: sourceIn(price, region),
      usage: [...context.usedKeys],
      ...(notes.length === 0 ? {} : { note: notes.join('; ') }),
    });
  }
}

function quantityOf(charge: Charge): number {
  if ('unpriced' in charge) throw new Error(`${charge.what} has a quantity at one level of usage only`);
  return charge.quantity;
}

function nameOf({ address, type, tier, checklistLine }: Resource) {
  return { address, type, tier, checklistLine };
}

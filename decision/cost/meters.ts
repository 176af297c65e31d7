import { type Catalogue, rateIn, usdOf } from './catalogue/price';

/**
 * What is left of the free allowances of an account, at one level of usage. They are the account's, whatever the region.
 *
 * Falling blocks begin anew with each line, though AWS counts the whole account: the bill is then rather too high than too low.
 */
export class Meters {
  private readonly left = new Map<string, number>();

  /** @param share of each allowance that this environment has to itself, 0 to 1 */
  constructor(
    private readonly catalogue: Catalogue,
    private readonly share: number,
  ) {}

  /** USD of so many units of a price that there is. */
  charge(id: string, region: string, quantity: number): number {
    const price = this.catalogue[id];
    const rate = price && rateIn(price, region);
    if (price === undefined || rate === undefined) throw new Error(`No price of ${id} in ${region}`);
    const left = this.left.get(id) ?? (price.free ?? 0) * this.share;
    const given = Math.min(left, quantity);
    this.left.set(id, left - given);
    return usdOf(rate, price.per ?? 1, quantity - given);
  }
}

/** What AWS asks for so many units. */
export interface Price {
  /** `instance-hour`, `GB-month`, `request`. */
  readonly unit: string;
  /** The price is for so many units, as AWS's page writes it: 10,000 requests. @default 1 */
  readonly per?: number;
  /** USD by region; `any` where all regions have one price. */
  readonly usd: Readonly<Record<string, Rate>>;
  /** Units that AWS gives each account every month, always. @default none */
  readonly free?: number;
  /** The page or the price list that says so. */
  readonly source: string;
  /** Day on which it was read, or of the price list. */
  readonly date: string;
  /** Of a region (or `any`) whose figure could not be read on AWS's page: where it is from. @default `source` */
  readonly sources?: Readonly<Record<string, string>>;
  /** Where an export of AWS's price list has it. @default nowhere: the export replaces nothing */
  readonly listed?: Listed;
}

/** One price, or blocks: each up to so many units, the last without end. */
export type Rate = number | readonly Block[];

export interface Block {
  readonly upTo: number;
  readonly usd: number;
}

/** How a product of AWS's price list is found. */
export interface Listed {
  /** Its `servicecode`. */
  readonly service: string;
  /** How its `usagetype` ends, less what stands for the region in front (`EU-`, `USE1-`, nothing). */
  readonly usageType: string;
  /** Other attributes that it must have. */
  readonly attributes?: Readonly<Record<string, string>>;
}

export type Catalogue = Readonly<Record<string, Price>>;

/** Prices of one page, read on one day. */
export function fromPage(
  source: string,
  date: string,
  prices: Readonly<Record<string, Omit<Price, 'source' | 'date'>>>,
): Catalogue {
  return Object.fromEntries(Object.entries(prices).map(([id, price]) => [id, { ...price, source, date }]));
}

/** Undefined where there is no price for the region. */
export function rateIn(price: Price, region: string): Rate | undefined {
  return price.usd[region] ?? price.usd.any;
}

/** USD of so many units, block by block. */
export function usdOf(rate: Rate, per: number, quantity: number): number {
  if (typeof rate === 'number') return (quantity * rate) / per;
  let below = 0;
  let usd = 0;
  for (const block of rate) {
    usd += (Math.max(0, Math.min(quantity, block.upTo) - below) * block.usd) / per;
    below = block.upTo;
  }
  return usd;
}

/** A figure that somebody else says AWS asks, or has paid. */
export function secondHand(where: string): string {
  return `second-hand: ${where}`;
}

/** `https://aws.amazon.com/kms/pricing/, 2026-11-23` */
export function sourceIn(price: Price, region: string): string {
  return price.sources?.[region] ?? price.sources?.any ?? `${price.source}, ${price.date}`;
}

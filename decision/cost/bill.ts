import type { Range } from './range';

/** One thing that AWS charges for one resource. USD a month, to the cent. */
export interface BillLine extends Range {
  /** With the key of a `for_each` instance: `aws_sns_topic_subscription.email["ops@acme.example"]`. */
  readonly address: string;
  readonly type: string;
  /** What is charged: `instance db.t4g.micro, Multi-AZ`. */
  readonly what: string;
  /** That adds it, or `organization`; `none` of what Palier does not emit. */
  readonly tier: string;
  readonly checklistLine: string;
  readonly region: string;
  readonly quantity: Range;
  /** Of the quantity: `instance-hour`, `GB-month`. */
  readonly unit: string;
  readonly price: string;
  /** Page and date of the price, and whether somebody else's page says so and not AWS's. */
  readonly source: string;
  /** Keys of the usage that the lines of its resource depend on. */
  readonly usage: readonly string[];
  /** What was assumed where the JSON does not say it. */
  readonly note?: string;
}

/** A resource, or a part of one, without a price. */
export interface Unpriced {
  readonly address: string;
  readonly type: string;
  readonly tier: string;
  readonly checklistLine: string;
  readonly why: string;
  /** Of what costs nothing: the page that says so. */
  readonly source?: string;
}

export interface Subtotal extends Range {
  readonly tier: string;
  /** Absent where it is the whole tier. */
  readonly checklistLine?: string;
}

/** What an environment costs a month, without tax and discounts. */
export interface Bill {
  readonly environment: string;
  /** The highest one that the JSON has resources of, `organization`, or `none`. */
  readonly tier: string;
  readonly regions: readonly string[];
  readonly lines: readonly BillLine[];
  /** Costs nothing by itself, or is on the line of another resource; each says which. */
  readonly free: readonly Unpriced[];
  /** Costs something, but nothing here knows how much. */
  readonly unpriced: readonly Unpriced[];
  readonly byTier: readonly Subtotal[];
  readonly byChecklistLine: readonly Subtotal[];
  readonly total: Range;
  /**
   * Keys of the usage that were given and that no line depends on: something is not what the writer thinks. Of several bills with
   * one usage, only what is idle in all.
   */
  readonly idleUsage: readonly string[];
}

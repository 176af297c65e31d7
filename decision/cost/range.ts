/** How sure a figure is: what a quiet, a usual and a busy month need. */
export const LEVELS = ['low', 'expected', 'high'] as const;

export type Level = (typeof LEVELS)[number];

export type ByLevel<Value> = Readonly<Record<Level, Value>>;

export type Range = ByLevel<number>;

export function byLevel<Value>(value: (level: Level) => Value): ByLevel<Value> {
  return { low: value('low'), expected: value('expected'), high: value('high') };
}

export const rangeOf: (figure: (level: Level) => number) => Range = byLevel;

/** USD a month, of ranges in USD: added in cents, so that the sum of what is displayed is the displayed sum. */
export function sum(ranges: readonly Range[]): Range {
  return rangeOf((level) => ranges.reduce((total, range) => total + cents(range[level]), 0) / 100);
}

export function difference(a: Range, b: Range): Range {
  return rangeOf((level) => (cents(a[level]) - cents(b[level])) / 100);
}

/** To the nearest cent. Only lines are rounded; everything else adds up what they show. */
export function roundToCent(usd: number): number {
  return cents(usd) / 100;
}

function cents(usd: number): number {
  // Half a cent that binary fractions have made a little less (1.005 * 100 = 100.49999999999999) is still half a cent.
  return Math.round(usd * 100 + 1e-7);
}

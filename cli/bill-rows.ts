import { type Bill, type Range, sum } from '../decision/cost';

/** How far a bill is broken down: into tiers, the lines of their checklists, or the resources of those. */
export type Grouping = 'tier' | 'line' | 'resource';

const DEPTHS: Readonly<Record<Grouping, number>> = { tier: 1, line: 2, resource: 3 };

/** One row of a table of bills: a part of them, and what it costs in each; undefined where a bill has it not. */
export interface BillRow {
  /** 0 for a tier. */
  readonly depth: number;
  readonly title: string;
  readonly ranges: readonly (Range | undefined)[];
}

/** Each part before what it consists of, in the order of the bills. */
export function billRows(bills: readonly Bill[], by: Grouping): BillRow[] {
  const parts = bills.flatMap(({ lines }, bill) =>
    lines.map((range) => {
      const path = [range.tier, range.checklistLine, `${range.address}: ${range.what}`];
      return { path: path.slice(0, DEPTHS[by]), bill, range };
    }),
  );
  return rowsBelow(parts, 0, bills.length);
}

interface Part {
  readonly path: readonly string[];
  readonly bill: number;
  readonly range: Range;
}

function rowsBelow(parts: readonly Part[], depth: number, count: number): BillRow[] {
  const titles = [...new Set(parts.flatMap(({ path }) => path[depth] ?? []))];
  return titles.flatMap((title) => {
    const own = parts.filter(({ path }) => path[depth] === title);
    const ranges = Array.from({ length: count }, (_, bill) => totalOf(own.filter((part) => part.bill === bill)));
    return [{ depth, title, ranges }, ...rowsBelow(own, depth + 1, count)];
  });
}

function totalOf(parts: readonly Part[]): Range | undefined {
  return parts.length === 0 ? undefined : sum(parts.map(({ range }) => range));
}

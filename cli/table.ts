import Table from 'cli-table3';
import { wrap } from './wrap';

/** What no terminal is narrower than. */
const WIDTH = 80;
const GAP = '  ';
const MIN_COLUMN = 8;

/** Only spaces between the columns, so that a table can be cut and pasted. */
const BORDERS = {
  ...Object.fromEntries(
    ['top', 'bottom', 'left', 'right', 'mid'].flatMap((side) =>
      [side, `${side}-mid`, `${side}-left`, `${side}-right`].map((part) => [part, '']),
    ),
  ),
  middle: GAP,
};

export interface Column {
  readonly title: string;
  /** @default left: text. Figures stand right, and are never broken. */
  readonly align?: 'left' | 'right';
}

/**
 * A table that fits 80 columns: where it would be wider, texts go on in the next line, the widest first.
 * @param rows a cell for each column; a row without cells is an empty line
 */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const widths = fittingWidths(columns, rows);
  const rendered = new Table({
    head: columns.map(({ title }) => title),
    chars: BORDERS,
    colAligns: columns.map(({ align }) => align ?? 'left'),
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  for (const row of rows) {
    rendered.push(columns.map((_, index) => wrap(row[index] ?? '', widths[index] as number).join('\n')));
  }
  return rendered.toString().replace(/ +$/gm, '');
}

function fittingWidths(columns: readonly Column[], rows: readonly (readonly string[])[]): number[] {
  const widths = columns.map(({ title }, index) =>
    Math.max(title.length, ...rows.map((row) => (row[index] ?? '').length)),
  );
  const room = WIDTH - GAP.length * (columns.length - 1);
  const canShrink = (index: number) => columns[index]?.align !== 'right' && (widths[index] as number) > MIN_COLUMN;
  while (sum(widths) > room) {
    const texts = widths.map((_, index) => index).filter(canShrink);
    if (texts.length === 0) break;
    const widest = texts.reduce((a, b) => ((widths[b] as number) > (widths[a] as number) ? b : a));
    widths[widest] = (widths[widest] as number) - 1;
  }
  return widths;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

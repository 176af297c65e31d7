import { type Bill, LEVELS } from '../decision/cost';
import { billRows, type Grouping } from './bill-rows';
import { type Column, table } from './table';
import { colours } from './terminal';
import type { Words } from './words';
import { wrap } from './wrap';

/** What an environment costs: at one tier the range of each part; at several, what is expected of each, side by side. */
export function billsText(bills: readonly Bill[], by: Grouping, words: Words): string {
  const [first] = bills;
  if (first === undefined) return '';
  const place = `${first.environment}, ${first.regions.join(' + ')}`;
  const [title, figures] =
    bills.length === 1
      ? [words.bill(place, first.tier), rangeTable(first, by, words)]
      : [words.bills(place), tiersTable(bills, by, words)];
  const unpriced = unpricedText(bills, words);
  const free = words.free(Math.max(...bills.map((bill) => bill.free.length)));
  return [`${colours().bold(title)}\n${figures}`, unpriced, wrap(free, 80).join('\n')]
    .filter((part) => part !== '')
    .join('\n\n');
}

function rangeTable(bill: Bill, by: Grouping, words: Words): string {
  const columns = [
    { title: words.items },
    ...LEVELS.map((level): Column => ({ title: words.levels[level], align: 'right' })),
  ];
  const rows = billRows([bill], by).map(({ depth, title, ranges }) => [
    indented(depth, title),
    ...LEVELS.map((level) => usd(ranges[0]?.[level])),
  ]);
  return table(columns, [...rows, [], [words.total, ...LEVELS.map((level) => usd(bill.total[level]))]]);
}

function tiersTable(bills: readonly Bill[], by: Grouping, words: Words): string {
  const columns = [{ title: words.items }, ...bills.map(({ tier }): Column => ({ title: tier, align: 'right' }))];
  const rows = billRows(bills, by).map(({ depth, title, ranges }) => [
    indented(depth, title),
    ...ranges.map((range) => usd(range?.expected)),
  ]);
  const totals = LEVELS.map((level) => [
    `${words.total}, ${words.levels[level]}`,
    ...bills.map(({ total }) => usd(total[level])),
  ]);
  return table(columns, [...rows, [], ...totals]);
}

function unpricedText(bills: readonly Bill[], { notPriced }: Words): string {
  const lines = new Set(bills.flatMap(({ unpriced }) => unpriced.map(({ address, why }) => `  ${address}: ${why}`)));
  return lines.size === 0
    ? ''
    : [colours().bold(notPriced), ...[...lines].flatMap((line) => wrap(line, 80))].join('\n');
}

function indented(depth: number, title: string): string {
  return '  '.repeat(depth) + title;
}

/** `1,234.50`: two decimals, so that a reader can add them up. */
function usd(amount: number | undefined): string {
  return amount?.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 }) ?? '';
}

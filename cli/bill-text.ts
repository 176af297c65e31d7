import { type Bill, deltas, GOLDEN_RULE_PERCENT, LEVELS, type MrrShare } from '../decision/cost';
import type { Language } from '../decision/language';
import { billRows, type Grouping } from './bill-rows';
import { signedUsd, usd } from './figures';
import { type Column, table } from './table';
import { colours } from './terminal';
import { WORDS } from './words';
import { wrap } from './wrap';

export interface BillsTextOptions {
  readonly by: Grouping;
  readonly lang: Language;
  /** What share of the MRR each bill is. @default none: nobody knows the MRR */
  readonly shares?: readonly MrrShare[];
}

/** What an environment costs: at one tier the range of each part; at several, what is expected of each, side by side. */
export function billsText(bills: readonly Bill[], { by, lang, shares }: BillsTextOptions): string {
  const [first] = bills;
  if (first === undefined) return '';
  const words = WORDS[lang];
  const place = `${first.environment}, ${[...new Set(bills.flatMap(({ regions }) => regions))].join(' + ')}`;
  const [title, figures] =
    bills.length === 1
      ? [words.bill(place, first.tier), rangeTable(first, by, lang)]
      : [words.bills(place), tiersTable(bills, by, lang)];
  const free = wrap(words.free(Math.max(...bills.map((bill) => bill.free.length))), 80).join('\n');
  const heading = wrap(title, 80).map((line) => colours().bold(line));
  const asides = [sharesText(bills, shares, lang), unpricedText(bills, lang), assumedText(bills, lang), free];
  return [[...heading, figures].join('\n'), ...asides].filter((part) => part !== '').join('\n\n');
}

function rangeTable(bill: Bill, by: Grouping, lang: Language): string {
  const { items, levels, total } = WORDS[lang];
  const columns = [{ title: items }, ...LEVELS.map((level): Column => ({ title: levels[level], align: 'right' }))];
  const rows = billRows([bill], by).map(({ depth, title, ranges: [range] }) => [
    indented(depth, title),
    ...LEVELS.map((level) => (range === undefined ? '' : usd(range[level], lang))),
  ]);
  return table(columns, [...rows, [], [total, ...LEVELS.map((level) => usd(bill.total[level], lang))]]);
}

function tiersTable(bills: readonly Bill[], by: Grouping, lang: Language): string {
  const { items, levels, step, total } = WORDS[lang];
  const columns = [{ title: items }, ...bills.map(({ tier }): Column => ({ title: tier, align: 'right' }))];
  const rows = billRows(bills, by).map(({ depth, title, ranges }) => [
    indented(depth, title),
    ...ranges.map((range) => (range === undefined ? '' : usd(range.expected, lang))),
  ]);
  const totals = LEVELS.map((level) => [
    `${total}, ${levels[level]}`,
    ...bills.map((bill) => usd(bill.total[level], lang)),
  ]);
  const steps = ['', ...deltas(bills).map(({ expected }) => signedUsd(expected, lang))];
  return table(columns, [...rows, [], ...totals, [step, ...steps]]);
}

function unpricedText(bills: readonly Bill[], lang: Language): string {
  const lines = new Set(bills.flatMap(({ unpriced }) => unpriced.map(({ address, why }) => `  ${address}: ${why}`)));
  if (lines.size === 0) return '';
  return [colours().bold(WORDS[lang].notPriced), ...[...lines].flatMap((line) => wrap(line, 80))].join('\n');
}

/** What the lines say was assumed, each with the resources that it is of. */
function assumedText(bills: readonly Bill[], lang: Language): string {
  const lines = bills.flatMap((bill) => bill.lines).filter(({ note }) => note !== undefined);
  if (lines.length === 0) return '';
  const notes = [...new Set(lines.map(({ note }) => note))];
  const texts = notes.map((note) => {
    const addresses = new Set(lines.filter((line) => line.note === note).map(({ address }) => address));
    return `  ${[...addresses].join(', ')}: ${note}`;
  });
  return [colours().bold(WORDS[lang].assumed), ...texts.flatMap((text) => wrap(text, 80))].join('\n');
}

/** The plan's golden rule, held against each bill. */
function sharesText(bills: readonly Bill[], shares: readonly MrrShare[] | undefined, lang: Language): string {
  if (shares === undefined) return '';
  const { ofMrr, noMrr, goldenRule } = WORDS[lang];
  const lines = shares.map(({ percent, goldenRule: rule }, index) => {
    const share =
      percent === undefined
        ? noMrr
        : ofMrr(usd(percent.expected, lang), usd(percent.low, lang), usd(percent.high, lang));
    return `${bills[index]?.tier}: ${share}; ${goldenRule(GOLDEN_RULE_PERCENT, rule)}`;
  });
  return lines.flatMap((line) => wrap(line, 80)).join('\n');
}

function indented(depth: number, title: string): string {
  return '  '.repeat(depth) + title;
}

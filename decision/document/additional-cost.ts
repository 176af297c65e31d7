import type { DocumentWords } from '../language/document-english';
import type { Words } from '../language/english';
import { cents } from '../mrr';
import { GOLDEN_RULE_PERCENT_OF_MRR } from '../thresholds';

/** What a bill of decision/cost/ comes to: US dollars a month. */
export interface BillTotal {
  readonly total: { readonly low: number; readonly expected: number; readonly high: number };
}

export interface Bills {
  readonly now: BillTotal;
  readonly next: BillTotal;
}

const BLANK = '\\_\\_\\_';

export function additionalCost(
  bill: Bills | undefined,
  mrr: number | undefined,
  words: Words,
  document: DocumentWords,
): string[] {
  const line = (label: string, value: string) => `- ${label}${document.colon} ${value}`;
  if (bill === undefined) {
    const blanks = [document.now, document.next, document.delta].map((label) =>
      line(label, `${BLANK} ${document.aMonth}`),
    );
    return [...blanks, '', document.noBill];
  }
  const { money, percent } = words;
  const [now, next] = [bill.now.total, bill.next.total];
  const amounts = ({ low, expected, high }: BillTotal['total']) =>
    `${money(expected)} ${document.aMonth} (${document.between(money(low), money(high))})`;
  const delta = difference(now, next);
  const share = now.expected === 0 ? '' : `, ${signed(Math.round((delta.expected / now.expected) * 100), percent)}`;
  const more = `${signed(delta.expected, money)} ${document.aMonth} (${document.between(signed(delta.low, money), signed(delta.high, money))})`;
  return [
    line(document.now, amounts(now)),
    line(document.next, amounts(next)),
    line(document.delta, `${more}${share}`),
    ...shareOfMrr(next.expected, mrr, words, document),
  ];
}

/** In cents, so that the three lines add up as they are shown. */
function difference(from: BillTotal['total'], to: BillTotal['total']): BillTotal['total'] {
  const of = (level: 'low' | 'expected' | 'high') => (cents(to[level]) - cents(from[level])) / 100;
  return { low: of('low'), expected: of('expected'), high: of('high') };
}

function shareOfMrr(
  cost: number,
  mrr: number | undefined,
  { percent, share }: Words,
  document: DocumentWords,
): string[] {
  if (mrr === undefined || mrr === 0) return [];
  const isKept = cents(cost) * 100 < cents(mrr) * GOLDEN_RULE_PERCENT_OF_MRR;
  return [`- ${document.shareOfMrr(share((cost / mrr) * 100), percent(GOLDEN_RULE_PERCENT_OF_MRR), isKept)}`];
}

function signed(value: number, show: (value: number) => string): string {
  return `${value > 0 ? '+' : ''}${show(value)}`;
}

import { type Comparison, type ComparisonRow, supportCost } from '../decision/cost';
import { estimate, signedUsd, usd } from './figures';
import { type Column, table } from './table';
import { colours } from './terminal';
import { wrap } from './wrap';

/** Bills beside the plan's figures: the tiers, then the items of each, then why they differ. */
export function comparisonText(comparisons: readonly Comparison[]): string {
  const environment = comparisons[0]?.environment ?? '';
  const parts = [
    titled(`${environment} beside the plan: US dollars a month`, tiersTable(comparisons)),
    ...comparisons.map(({ tier, rows }) => titled(`At ${tier}`, itemsTable(rows))),
    titled('Why they differ', reasons(comparisons)),
    titled('Support plans, which are bought apart: US dollars a month', supportTable(comparisons)),
  ];
  return parts.join('\n\n');
}

const FIGURES: readonly Column[] = ['plan', 'low', 'expected', 'high', 'difference'].map((title) => ({
  title,
  align: 'right',
}));

function tiersTable(comparisons: readonly Comparison[]): string {
  const rows = comparisons.map((comparison) => [comparison.tier, ...figures(comparison)]);
  return table([{ title: 'tier' }, ...FIGURES], rows);
}

function itemsTable(rows: readonly ComparisonRow[]): string {
  return table(
    [{ title: 'item of the plan' }, ...FIGURES],
    rows.map((row) => [row.what, ...figures(row)]),
  );
}

function figures({ plan, bill, difference }: Pick<ComparisonRow, 'plan' | 'bill' | 'difference'>): string[] {
  const { low, expected, high } = bill;
  const range = [low, expected, high].map((amount) => usd(amount, 'en'));
  return [estimate(plan), ...range, signedUsd(difference.expected, 'en')];
}

/** Of each item once: it is the same at every tier. */
function reasons(comparisons: readonly Comparison[]): string {
  const differing = comparisons.flatMap(({ rows }) => rows).filter(({ difference }) => difference.expected !== 0);
  const texts = new Map(differing.map(({ what, why }) => [what, why]));
  const remark = 'The difference is what is expected, less the middle of what the plan says.';
  return [...[...texts].flatMap(([what, why]) => item(`${what}: ${why}`)), '', remark].join('\n');
}

function item(text: string): string[] {
  return wrap(text, 76).map((line, index) => `${index === 0 ? '  - ' : '    '}${line}`);
}

function supportTable(comparisons: readonly Comparison[]): string {
  const rows = comparisons.map(({ tier }) => {
    const { planned, sold } = supportCost(tier);
    const price =
      sold.minimumUsd === 0 ? 'free' : `${usd(sold.minimumUsd, 'en')} at least, ${sold.charged} where that is more`;
    return [tier, `${planned.name}, ${usd(planned.usd, 'en')}`, `${sold.name}, ${price}`];
  });
  return table([{ title: 'tier' }, { title: 'the plan' }, { title: 'what AWS sells now' }], rows);
}

function titled(title: string, text: string): string {
  return `${colours().bold(title)}\n${text}`;
}

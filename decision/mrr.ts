import type { Metrics } from './metrics';

/**
 * The MRR, US dollars: as given, or that of the last month of the history. Undefined where that is too long ago.
 * @param asOf `YYYY-MM-DD`, as `recentMrr` takes it
 */
export function mrrOf(metrics: Metrics, asOf: string | undefined): number | undefined {
  return metrics.mrr ?? recentMrr(metrics, 1, asOf).steps.at(-1)?.after;
}

/** What `mrrOf` reads. */
export function mrrSources({ mrr }: Metrics): ('mrr' | 'mrr_history')[] {
  return mrr === undefined ? ['mrr', 'mrr_history'] : ['mrr'];
}

/** How the MRR went from the month before to this one. */
export interface Step {
  /** `YYYY-MM` */
  readonly month: string;
  readonly before: number | undefined;
  readonly after: number | undefined;
}

export interface RecentMrr {
  /** The newest last. None where the history is empty or too old. */
  readonly steps: readonly Step[];
  /** The months that the history lacks for these steps. */
  readonly lacks: readonly string[];
  /** The month that the history ends in, where that is too long ago to say how things are going. */
  readonly endsIn: string | undefined;
}

/**
 * The last steps of the history.
 * @param asOf `YYYY-MM-DD`. A history may end in the month before: the present one is not over.
 */
export function recentMrr({ mrr_history = {} }: Metrics, count: number, asOf: string | undefined): RecentMrr {
  const last = Object.keys(mrr_history).sort().at(-1);
  if (last === undefined) return { steps: [], lacks: [], endsIn: undefined };
  if (asOf !== undefined && monthNumber(asOf) - monthNumber(last) > 1) return { steps: [], lacks: [], endsIn: last };
  const months = Array.from({ length: count + 1 }, (_, index) => monthOf(monthNumber(last) - count + index));
  const steps = months
    .slice(1)
    .map((month, index) => ({ month, before: mrr_history[months[index] ?? ''], after: mrr_history[month] }));
  return { steps, lacks: months.filter((month) => mrr_history[month] === undefined), endsIn: undefined };
}

/** Whether it grew by more than so many percent; of 0, anything is more. Undefined where a figure is missing. */
export function grewMoreThan({ before, after }: Step, percent: number): boolean | undefined {
  if (before === undefined || after === undefined) return undefined;
  // In cents, as 1000 * 1.2 is not always what it should be.
  return cents(after) * 100 > cents(before) * (100 + percent);
}

/** Percent. Undefined where a figure is missing, or it grew from nothing. */
export function growthOf({ before, after }: Step): number | undefined {
  if (before === undefined || after === undefined || (before === 0 && after > 0)) return undefined;
  return before === 0 ? 0 : ((after - before) / before) * 100;
}

export function cents(dollars: number): number {
  return Math.round(dollars * 100);
}

function monthNumber(date: string): number {
  return Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1;
}

function monthOf(number: number): string {
  return `${String(Math.floor(number / 12)).padStart(4, '0')}-${String((number % 12) + 1).padStart(2, '0')}`;
}

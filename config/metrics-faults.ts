import type { Path } from './problems';

/** A mistake that shows only beside another figure or the calendar. The path is below `metrics`. */
export interface MetricsFault {
  readonly path: Path;
  readonly message: string;
}

interface Figures {
  readonly measured_on?: string | undefined;
  readonly mrr_history?: Readonly<Record<string, number>> | undefined;
  readonly incidents_30d?: number | undefined;
  readonly incidents_90d?: number | undefined;
  readonly higher_sla_requests?: number | undefined;
  readonly sla_asked?: number | undefined;
  readonly sla_signed?: number | undefined;
}

/** Figures that cannot both be right. */
export function contradictions({
  measured_on,
  mrr_history = {},
  incidents_30d,
  incidents_90d,
  higher_sla_requests,
  sla_asked,
  sla_signed,
}: Figures): MetricsFault[] {
  const faults: MetricsFault[] = [];
  if (incidents_30d !== undefined && incidents_90d !== undefined && incidents_90d < incidents_30d) {
    const message = `is less than incidents_30d ${incidents_30d} (got ${incidents_90d}): the 90 days have the 30 in them`;
    faults.push({ path: ['incidents_90d'], message });
  }
  if (higher_sla_requests === 0 && sla_asked !== undefined && sla_signed !== undefined && sla_asked > sla_signed) {
    const signed = sla_signed === 0 ? 'none' : sla_signed;
    const message = `is 0, and sla_asked ${sla_asked} is above sla_signed ${signed}: somebody asks for more than they have`;
    faults.push({ path: ['higher_sla_requests'], message });
  }
  for (const month of measured_on === undefined ? [] : monthsAfter(measured_on, mrr_history)) {
    const message = `is a month after measured_on ${measured_on}: correct one of the two`;
    faults.push({ path: ['mrr_history', month], message });
  }
  return faults;
}

/**
 * What is dated later than today, which somebody has mistyped.
 * @param today `YYYY-MM-DD` in UTC
 */
export function datedAfter(today: string, { measured_on, mrr_history = {} }: Figures): MetricsFault[] {
  const faults: MetricsFault[] = [];
  if (measured_on !== undefined && measured_on > today) {
    faults.push({
      path: ['measured_on'],
      message: `is in the future (got "${measured_on}", allowed ${today} or before)`,
    });
  }
  for (const month of monthsAfter(today, mrr_history)) {
    faults.push({ path: ['mrr_history', month], message: `is in the future (allowed ${monthOf(today)} or before)` });
  }
  return faults;
}

/** Dates of this form sort as text. */
function monthsAfter(date: string, history: Readonly<Record<string, number>>): string[] {
  return Object.keys(history).filter((month) => month > monthOf(date));
}

function monthOf(date: string): string {
  return date.slice(0, 'YYYY-MM'.length);
}

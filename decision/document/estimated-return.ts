import type { DocumentWords } from '../language/document-english';
import type { Words } from '../language/english';
import type { Metrics } from '../metrics';
import { UPTIME_TARGETS, type UpperTier } from '../thresholds';

const HOURS_IN_30_DAYS = 720;

const BLANK = '\\_\\_\\_ %';

/** What the metrics can tell of the return. What they cannot is left to whoever decides, rather than made up. */
export function estimatedReturn(next: UpperTier, metrics: Metrics, words: Words, document: DocumentWords): string[] {
  const line = (label: string, value: string) => `- ${label}${document.colon} ${value}`;
  const blank = (sign: string) => `${sign}${BLANK} (${document.toFillIn})`;
  return [
    line(document.fewerIncidents, blank('-')),
    line(document.betterUptime, uptimeGain(next, metrics, words, document) ?? blank('+')),
    line(document.satisfaction, blank('+')),
  ];
}

/** From what was measured to what the tier is for. Undefined where nothing was. */
function uptimeGain(
  next: UpperTier,
  { uptime_30d, uptime_90d, downtime_cost }: Metrics,
  { number, percent, dollars }: Words,
  document: DocumentWords,
): string | undefined {
  const uptime = uptime_30d ?? uptime_90d;
  if (uptime === undefined) return undefined;
  const target = UPTIME_TARGETS[next];
  if (uptime >= target) return document.uptimeKept(percent(uptime), percent(target));
  const hours = ((target - uptime) / 100) * HOURS_IN_30_DAYS;
  const gain = document.uptimeGain(percent(uptime), percent(target), number(target - uptime), number(hours));
  if (downtime_cost === undefined) return gain;
  return `${gain}, ${document.worth(dollars(hours * downtime_cost), dollars(downtime_cost))}`;
}

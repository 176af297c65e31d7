import type { Tier } from '../config/tiers';
import type { Metrics } from './metrics';

/** What the rules are held against. */
export interface Situation {
  /** The tier that runs. */
  readonly tier: Tier;
  readonly metrics: Metrics;
  /** `YYYY-MM-DD`: when the metrics count. Undefined leaves open whether a history ends too early. */
  readonly asOf: string | undefined;
}

/** Metrics without a date count as of today. */
export function situationOf(tier: Tier, metrics: Metrics, today: string | undefined): Situation {
  return { tier, metrics, asOf: metrics.measured_on ?? today };
}

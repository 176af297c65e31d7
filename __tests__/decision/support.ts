import type { Tier } from '../../config/tiers';
import { type Assessment, assess, type Rule } from '../../decision/assess';
import { type Metrics, readMetrics } from '../../decision/metrics';

export const TODAY = '2026-11-23';

/** Everything is known, and nothing speaks against a move; no trigger is met. */
export const CALM = {
  users: 0,
  mrr: 5000,
  sla_asked: 'none',
  sla_signed: 'none',
  compliance: 'none',
  higher_sla_requests: 1,
  uptime_30d: 99.99,
  incidents_30d: 0,
  churn: 1,
  infrastructure_cost: 30,
  mrr_history: { '2026-07': 2500, '2026-08': 3100, '2026-09': 4000, '2026-10': 5000 },
};

export function metrics(input: object): Metrics {
  const read = readMetrics(input, { today: TODAY });
  if (Array.isArray(read)) throw new Error(read.map(({ path, message }) => `${path}: ${message}`).join('\n'));
  return read;
}

export function assessed(tier: Tier, input: object): Assessment {
  return assess(tier, metrics(input), { today: TODAY });
}

export function rule(assessment: Assessment, id: string): Rule {
  const found = assessment.rules.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no rule ${id}`);
  return found;
}

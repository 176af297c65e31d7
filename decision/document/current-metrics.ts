import type { Tier } from '../../config/tiers';
import type { DocumentWords } from '../language/document-english';
import type { Words } from '../language/english';
import type { Metrics } from '../metrics';
import { mrrOf } from '../mrr';
import type { MetricName } from '../rule';
import { situationOf } from '../situation';

/** In the plan's template: these are shown even where nobody knows them, which is part of the decision. */
const ALWAYS: readonly MetricName[] = ['tier', 'users', 'mrr', 'sla_signed', 'uptime_30d', 'incidents_30d'];

/** The metrics as a list: those of the template, and what else is known. */
export function currentMetrics(
  { tier, metrics, today }: { readonly tier: Tier; readonly metrics: Metrics; readonly today: string | undefined },
  words: Words,
  document: DocumentWords,
): string[] {
  const { number, percent, dollars } = words;
  const sla = (value: number) => (value === 0 ? document.none : percent(value));
  const names = { 'soc-2': 'SOC 2', 'iso-27001': 'ISO 27001' };
  const demanded = metrics.compliance?.map((one) => names[one]).join(', ');
  const months = Object.entries(metrics.mrr_history ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  const show = <Value>(value: Value | undefined, format: (value: Value) => string) =>
    value === undefined ? document.unknown : format(value);
  const values: Readonly<Record<MetricName, string>> = {
    tier,
    measured_on: show(metrics.measured_on, String),
    users: show(metrics.users, number),
    mrr: show(mrrOf(metrics, situationOf(tier, metrics, today).asOf), dollars),
    mrr_history:
      months.map(([month, mrr]) => `${month}${document.colon} ${number(mrr)}`).join(', ') || document.unknown,
    sla_signed: show(metrics.sla_signed, sla),
    sla_asked: show(metrics.sla_asked, sla),
    higher_sla_requests: show(metrics.higher_sla_requests, number),
    compliance: show(demanded, (text) => text || words.noCompliance),
    uptime_30d: show(metrics.uptime_30d, percent),
    uptime_90d: show(metrics.uptime_90d, percent),
    incidents_30d: show(metrics.incidents_30d, number),
    incidents_90d: show(metrics.incidents_90d, number),
    churn: show(metrics.churn, percent),
    infrastructure_cost: show(metrics.infrastructure_cost, dollars),
    downtime_cost: show(metrics.downtime_cost, dollars),
  };
  return (Object.entries(values) as [MetricName, string][])
    .filter(([name]) => ALWAYS.includes(name) || metrics[name] !== undefined)
    .map(([name, value]) => `- ${document.labels[name]}${document.colon} ${value}`);
}

import type { MetricName } from '../rule';

const labels: Readonly<Record<MetricName, string>> = {
  tier: 'Tier',
  measured_on: 'Measured on',
  users: 'Users',
  mrr: 'MRR',
  mrr_history: 'MRR by month',
  sla_asked: 'SLA asked',
  sla_signed: 'Current SLA',
  higher_sla_requests: 'Customers who ask for a higher SLA',
  compliance: 'Compliance',
  uptime_30d: 'Uptime, 30 days',
  uptime_90d: 'Uptime, 90 days',
  incidents_30d: 'Incidents, 30 days',
  incidents_90d: 'Incidents, 90 days',
  churn: 'Churn, a month',
  infrastructure_cost: 'Infrastructure, a month',
  downtime_cost: 'An hour of downtime',
};

/** Texts of a decision document: the plan's template, section by section. */
export const documentEnglish = {
  /** The number is the plan's. */
  title: (next: string, number: number) => `Migration to ${next} (Palier ${number})`,
  titleAtTop: (tier: string) => `Stay on ${tier}`,
  date: 'Date',
  decider: 'Decided by',
  status: 'Status',
  proposed: 'proposed',
  colon: ':',
  unknown: 'unknown',
  none: 'none',
  labels,
  metrics: 'Current metrics',
  triggers: 'Triggers reached',
  needed: (met: number, needed: number) => `${met} met, ${needed} needed.`,
  signals: 'Signals',
  goSignals: 'For the move (GO):',
  waitSignals: 'Against it (WAIT):',
  cost: 'Additional cost',
  now: 'Now',
  next: 'New',
  delta: 'Delta',
  aMonth: 'USD/month',
  between: (low: string, high: string) => `${low} to ${high}`,
  noBill: 'Not computed: `palier cost` gives both figures.',
  shareOfMrr: (share: string, limit: string, isKept: boolean) =>
    `New cost, of MRR: ${share} (the plan's rule: < ${limit}; ${isKept ? 'kept' : 'not kept'})`,
  roi: 'Estimated ROI',
  toFillIn: 'to be filled in',
  fewerIncidents: 'Fewer incidents',
  betterUptime: 'Better uptime',
  satisfaction: 'Customer satisfaction',
  uptimeGain: (now: string, target: string, points: string, hours: string) =>
    `+${points} points, from ${now} to the target of ${target}: ${hours} hours of downtime less in 30 days`,
  uptimeKept: (now: string, target: string) => `none to be expected: ${now} keeps the target of ${target} already`,
  worth: (amount: string, perHour: string) => `${amount} a month at ${perHour} an hour`,
  decision: 'Decision',
  go: 'GO - migrate now',
  wait: 'WAIT - reassess in 1 month',
  skip: 'SKIP - not needed',
  ticked: 'The tick is what the rules say. Who decides otherwise moves it, and writes the reason here.',
  flips: 'What would change it:',
  missing: 'What is not known:',
  notes: 'Beside that:',
  timeline: 'Timeline',
  weeks: ['Preparation', 'Implementation', 'Validation', 'Monitoring'].map(
    (what, index) => `Week ${index + 1}: ${what}`,
  ),
  source: (title: string, version: string, date: string) =>
    `Rules and thresholds: ${title}, version ${version} of ${date}.`,
};

export type DocumentWords = typeof documentEnglish;

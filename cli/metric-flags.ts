/** A key of the metrics, as a flag: `--uptime-30d` is `uptime_30d`. The values are read as the file's are. */
interface MetricFlag {
  readonly flag: string;
  /** In the help. */
  readonly value: string;
  readonly what: string;
}

export const METRIC_FLAGS: readonly MetricFlag[] = [
  { flag: 'measured-on', value: 'date', what: 'day of the figures, YYYY-MM-DD (default: today)' },
  { flag: 'users', value: 'count', what: 'those who could log in: 120, 1.2K' },
  { flag: 'mrr', value: 'amount', what: "monthly recurring revenue, US dollars: 4200, '$5K'" },
  { flag: 'mrr-history', value: 'months', what: 'MRR by month: 2026-07=1000,2026-08=1300,...' },
  { flag: 'sla-asked', value: 'percent', what: 'highest availability that a customer asks for: 99, or none' },
  { flag: 'sla-signed', value: 'percent', what: 'highest availability that a contract promises: 99.5, or none' },
  { flag: 'higher-sla-requests', value: 'count', what: 'customers who ask for more availability than they have' },
  { flag: 'compliance', value: 'list', what: 'what is demanded: soc-2, iso-27001, both with a comma, or none' },
  { flag: 'uptime-30d', value: 'percent', what: 'availability over the last 30 days: 99.7' },
  { flag: 'uptime-90d', value: 'percent', what: 'availability over the last 90 days' },
  {
    flag: 'incidents-30d',
    value: 'count',
    what: 'incidents on record of the last 30 days; 0 if there are records, with none',
  },
  { flag: 'incidents-90d', value: 'count', what: 'incidents on record of the last 90 days' },
  { flag: 'churn', value: 'percent', what: 'customers lost in a month: 3' },
  { flag: 'infrastructure-cost', value: 'amount', what: 'what the infrastructure costs now, US dollars a month' },
  { flag: 'downtime-cost', value: 'amount', what: 'what an hour of downtime costs, US dollars: for the document' },
];

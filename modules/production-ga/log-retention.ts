import type { Beta } from '../beta';

export interface LogRetentionSettings {
  /** Days that events are kept: one of the values that CloudWatch Logs knows. */
  readonly retentionDays: number;
}

/**
 * Checklist: CloudWatch Logs kept for 180 days. What is stored costs 0.03 USD per GB and month
 * (https://aws.amazon.com/cloudwatch/pricing/, us-east-1, 2026-11-22).
 */
export function raiseLogRetention(beta: Beta, settings: LogRetentionSettings): void {
  beta.logs.keep(settings.retentionDays);
}

import type { Beta } from '../beta';
import type { EncryptionKeys } from './encryption-keys';

export interface PerformanceInsightsSettings {
  /** 7 (free), a multiple of 31 up to 713, or 731. */
  readonly retentionDays: number;
  /**
   * `customer`: the key of the database, by `EncryptionKeys`. `aws-managed`: the key of RDS, for an instance on which
   * Performance Insights was on before, under that key: AWS refuses another one.
   */
  readonly key: 'customer' | 'aws-managed';
}

/**
 * Checklist: Performance Insights, kept for 7 days, which is free. AWS calls it CloudWatch Database Insights now; up to 24
 * months stay in its Standard mode
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Database-Insights.html, 2026-11-22).
 */
export function enablePerformanceInsights(
  beta: Beta,
  keys: EncryptionKeys,
  settings: PerformanceInsightsSettings,
): void {
  beta.database.enablePerformanceInsights({
    retentionDays: settings.retentionDays,
    keyArn: settings.key === 'customer' ? keys.databaseKeyArn : undefined,
  });
}

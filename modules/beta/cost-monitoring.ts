import type { Ownership } from '../common/stack-settings';

export interface CostMonitoringSettings {
  /** US dollars a month, for the whole account. */
  readonly monthlyBudgetUsd: number;
  /** The monitor of the dimension SERVICE, of which an account has one. */
  readonly anomalyMonitor: Ownership;
  /** Required where the monitor is `existing`. */
  readonly existingAnomalyMonitorArn?: string;
  /** US dollars that an anomaly must cost before anybody is told. */
  readonly anomalyThresholdUsd: number;
}

import { BudgetsBudget } from '@cdktf/provider-aws/lib/budgets-budget';
import { CeAnomalyMonitor } from '@cdktf/provider-aws/lib/ce-anomaly-monitor';
import { CeAnomalySubscription } from '@cdktf/provider-aws/lib/ce-anomaly-subscription';
import { Token } from 'cdktf';
import { Construct } from 'constructs';
import type { Ownership } from '../common/stack-settings';
import type { Alerts } from './alerts';

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

/** Half of the budget tells that the month runs as planned, 80 % leaves days to act, a forecast leaves weeks. */
const BUDGET_NOTIFICATIONS = [
  { notificationType: 'ACTUAL', threshold: 50 },
  { notificationType: 'ACTUAL', threshold: 80 },
  { notificationType: 'ACTUAL', threshold: 100 },
  { notificationType: 'FORECASTED', threshold: 100 },
] as const;

/**
 * Checklist: cost monitoring (budget + anomaly detection). A budget without actions and anomaly detection
 * are free (https://aws.amazon.com/aws-cost-management/pricing/, 2026-11-22).
 */
export class CostMonitoring extends Construct {
  constructor(scope: Construct, id: string, name: string, alerts: Alerts, settings: CostMonitoringSettings) {
    super(scope, id);
    new BudgetsBudget(this, 'monthly', {
      name: `${name}-monthly`,
      budgetType: 'COST',
      timeUnit: 'MONTHLY',
      limitAmount: asText(settings.monthlyBudgetUsd),
      limitUnit: 'USD',
      notification: BUDGET_NOTIFICATIONS.map((notification) => ({
        ...notification,
        comparisonOperator: 'GREATER_THAN',
        thresholdType: 'PERCENTAGE',
        subscriberSnsTopicArns: [alerts.topicArn],
      })),
      dependsOn: [alerts.policy],
    });

    const monitorArn = this.anomalyMonitorArn(name, settings);
    if (!monitorArn) return;
    new CeAnomalySubscription(this, 'anomalies', {
      name: `${name}-anomalies`,
      // The only frequency that publishes to a topic.
      frequency: 'IMMEDIATE',
      monitorArnList: [monitorArn],
      subscriber: [{ type: 'SNS', address: alerts.topicArn }],
      thresholdExpression: {
        dimension: {
          key: 'ANOMALY_TOTAL_IMPACT_ABSOLUTE',
          matchOptions: ['GREATER_THAN_OR_EQUAL'],
          values: [asText(settings.anomalyThresholdUsd)],
        },
      },
      dependsOn: [alerts.policy],
    });
  }

  private anomalyMonitorArn(name: string, settings: CostMonitoringSettings): string | undefined {
    switch (settings.anomalyMonitor) {
      case 'managed':
        return new CeAnomalyMonitor(this, 'services', {
          name: `${name}-services`,
          monitorType: 'DIMENSIONAL',
          monitorDimension: 'SERVICE',
        }).arn;
      case 'existing':
        return settings.existingAnomalyMonitorArn;
      case 'off':
        return undefined;
    }
  }
}

/** The number may be a token, whose digits mean nothing. */
function asText(value: number): string {
  return Token.isUnresolved(value) ? Token.asString(value) : String(value);
}

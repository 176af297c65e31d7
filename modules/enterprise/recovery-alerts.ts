import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import type { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import type { Construct } from 'constructs';
import { type AlertSettings, Alerts } from '../beta/alerts';
import type { PalierStack } from '../common/stack';
import type { StackSettings } from '../common/stack-settings';

/** Where a topic is, beside that of the stack's own region. */
export interface AlertsPlace {
  readonly region: string;
  /** Before the names of the Terraform addresses: `recovery_` gives `aws_sns_topic.recovery_alerts`. */
  readonly addressPrefix: string;
}

/**
 * Checklist: multi-region, alerts. The topic once more, with the same subscribers, in another region: an alarm publishes only
 * to a topic of its own region, and the topic at home is lost with its region. Each e-mail address confirms this
 * subscription, too. A topic costs nothing, 1,000 e-mails a month are free (https://aws.amazon.com/sns/pricing/, 2026-11-23).
 */
export class RecoveryAlerts extends Alerts {
  private readonly provider: AwsProvider;

  constructor(
    scope: Construct,
    id: string,
    palierStack: PalierStack,
    private readonly stack: StackSettings,
    { region, addressPrefix }: AlertsPlace,
    settings: AlertSettings,
  ) {
    const provider = palierStack.providerIn(region);
    super(scope, id, stack.name, stack.aws.accountId, settings, { addressPrefix, provider });
    this.provider = provider;
  }

  /** An alarm of this region, which tells the same people as those at home. */
  addAlarm(scope: Construct, id: string, config: Omit<CloudwatchMetricAlarmConfig, 'alarmName'>): void {
    new CloudwatchMetricAlarm(scope, id, {
      // No data is no trouble.
      treatMissingData: 'notBreaching',
      ...config,
      provider: this.provider,
      alarmName: `${this.stack.name}-${id.replace(/_/g, '-')}`,
      alarmActions: [this.topicArn],
      okActions: [this.topicArn],
    });
  }
}

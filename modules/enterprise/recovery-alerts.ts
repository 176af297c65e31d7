import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import type { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import type { Construct } from 'constructs';
import { type AlarmConfig, alarmName } from '../beta/alarms';
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

  /**
   * An alarm of this region, which tells the same people as those at home. It opens no incident: that takes a target in the
   * alarm's own region (https://docs.aws.amazon.com/systems-manager/latest/userguide/OpsCenter-create-OpsItems-from-CloudWatch-Alarms.html, 2026-11-23).
   */
  add(scope: Construct, id: string, config: AlarmConfig): void {
    const { severity: _severity, category: _category, instance, ...alarmConfig } = config;
    new CloudwatchMetricAlarm(scope, id, {
      // No data is no trouble.
      treatMissingData: 'notBreaching',
      ...alarmConfig,
      provider: this.provider,
      alarmName: alarmName(this.stack.name, id, instance),
      alarmActions: [this.topicArn],
      okActions: [this.topicArn],
    });
  }
}

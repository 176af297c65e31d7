import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { Construct } from 'constructs';
import type { Alerts } from './alerts';

export interface FindingRuleSettings {
  readonly name: string;
  readonly description: string;
  readonly eventPattern: Readonly<Record<string, unknown>>;
  /** JSON paths into the event, for the message that people read. */
  readonly message: { readonly title: string; readonly severity: string; readonly resource?: string };
}

/** Sends the findings that match a pattern to the alerts topic, as a sentence instead of raw JSON. */
export class FindingRule extends Construct {
  constructor(scope: Construct, id: string, alerts: Alerts, settings: FindingRuleSettings) {
    super(scope, id);
    const what = settings.message.resource === undefined ? '<title>' : '<title>, <resource>';
    const rule = new CloudwatchEventRule(this, id, {
      name: settings.name,
      description: settings.description,
      eventPattern: JSON.stringify(settings.eventPattern),
    });
    new CloudwatchEventTarget(this, `${id}.target`, {
      rule: rule.name,
      targetId: 'alerts',
      arn: alerts.topicArn,
      inputTransformer: {
        inputPaths: { ...settings.message, account: '$.account', region: '$.region', source: '$.source' },
        inputTemplate: `"<severity>: ${what} (<source>, account <account>, <region>)"`,
      },
    });
  }
}

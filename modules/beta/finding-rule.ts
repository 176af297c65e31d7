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

/** What an incident says of a finding. */
export interface FindingSource {
  /** Who found it, as people call the service. */
  readonly service: string;
  /** JSON path into the event: the same for every event about one finding. */
  readonly findingId: string;
}

/** Where a finding goes to become an incident. */
export interface IncidentTarget {
  readonly arn: string;
  /** As what EventBridge opens it. */
  readonly roleArn: string;
  /** JSON with `<title>`, `<id>` and `<service>` in it. @default the event as it is */
  readonly template?: string;
}

/** Sends the findings that match a pattern to the alerts topic, as a sentence instead of raw JSON. */
export class FindingRule extends Construct {
  private readonly rule: CloudwatchEventRule;

  constructor(
    scope: Construct,
    id: string,
    alerts: Alerts,
    private readonly settings: FindingRuleSettings,
  ) {
    super(scope, id);
    const what = settings.message.resource === undefined ? '<title>' : '<title>, <resource>';
    const rule = new CloudwatchEventRule(this, id, {
      name: settings.name,
      description: settings.description,
      eventPattern: JSON.stringify(settings.eventPattern),
    });
    this.rule = rule;
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

  /** Opens an incident for each finding, too. */
  openIncidents(
    scope: Construct,
    { service, findingId }: FindingSource,
    { arn, roleArn, template }: IncidentTarget,
  ): void {
    new CloudwatchEventTarget(scope, `${this.node.id}_incident.target`, {
      rule: this.rule.name,
      targetId: 'incident',
      arn,
      roleArn,
      inputTransformer:
        template === undefined
          ? undefined
          : {
              inputPaths: { title: this.settings.message.title, id: findingId },
              inputTemplate: template.replaceAll('<service>', service),
            },
    });
  }
}

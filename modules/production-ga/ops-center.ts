import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { SnsTopicSubscription } from '@cdktf/provider-aws/lib/sns-topic-subscription';
import { TerraformIterator } from 'cdktf';
import { Construct } from 'constructs';
import type { AlarmMeaning } from '../beta/alarms';
import type { StackSettings } from '../common/stack-settings';
import type { EarlyGa } from '../early-ga';
import { EventRole } from './event-role';
import { AutomationDocument, startOf } from './incident-automation';

export interface OpsCenterSettings {
  /** Alarms that open an OpsItem. */
  readonly alarms: 'all' | 'critical';
  /** Minutes after which a critical OpsItem that nobody took is told again: 1 to 1440. */
  readonly escalateAfterMinutes: number;
  /** Who is told then by e-mail; each must confirm the subscription. Nobody here and below: the alerts topic, again. */
  readonly emails: readonly string[];
  /** Who is told then by SMS: E.164, such as +33612345678. */
  readonly phoneNumbers: readonly string[];
}

/** 1 is critical, 2 high, 3 medium, 4 low. */
const SEVERITY: Readonly<Record<AlarmMeaning['severity'], number>> = { critical: 1, warning: 3 };
/**
 * Findings come from rules that let only high and critical ones pass. They are not escalated: once AWS Config is on, Security Hub may
 * find dozens within hours, of which the alerts topic tells already, and each SMS would count against a quota of 1.00 USD a month.
 */
const FINDING_SEVERITY = '2';
const ESCALATED_SEVERITY = '1';

/** What a post-mortem answers. */
const POST_MORTEM = [
  'What happened, and what did customers notice? From when to when?',
  'Timeline: first sign, alarm, acknowledged, understood, mitigated, resolved.',
  'Why did it happen? Ask why five times.',
  'What went well, what went badly, where were we lucky?',
  'Actions: what prevents it, what would have shown it sooner? Who does each, by when?',
].join('\n');

/**
 * Incidents as OpsItems of Systems Manager OpsCenter, which every account can have. 1,000 OpsItems cost 2.97 USD, 1,000 calls that
 * read or change them 0.039 USD (https://aws.amazon.com/systems-manager/pricing/, us-east-1, 2026-11-23): that is why every
 * alarm may open one. A storm stays small: while an OpsItem of the same alarm or finding is open or in progress, no
 * second one is made (https://docs.aws.amazon.com/systems-manager/latest/userguide/OpsCenter-working-deduplication.html,
 * 2026-11-23).
 *
 * CloudWatch makes OpsItems by the service-linked role AWSServiceRoleForCloudWatchAlarms_ActionSSM, which it creates with the first
 * such alarm: whoever deploys needs iam:CreateServiceLinkedRole for it
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html, 2026-11-23).
 */
export class OpsCenter extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly stack: StackSettings,
    earlyGa: EarlyGa,
    snapshotNow: AutomationDocument,
    settings: OpsCenterSettings,
  ) {
    super(scope, id);
    const { beta, encryptionKeys } = earlyGa;
    const { region, accountId } = stack.aws;

    // https://docs.aws.amazon.com/systems-manager/latest/userguide/OpsCenter-configuring-an-existing-alarm-programmatically.html (2026-11-23)
    beta.alarms.openIncidents(({ severity, category }) =>
      settings.alarms === 'critical' && severity !== 'critical'
        ? undefined
        : `arn:aws:ssm:${region}:${accountId}:opsitem:${SEVERITY[severity]}#CATEGORY=${category}`,
    );
    beta.securityMonitoring.openIncidents(this, {
      arn: `arn:aws:ssm:${region}:${accountId}:opsitem`,
      // The action knows no resource: AWS's own policy for this allows it on all.
      roleArn: new EventRole(this, 'finding_ops_items', stack, [
        { Effect: 'Allow', Action: 'ssm:CreateOpsItem', Resource: '*' },
      ]).arn,
      template: findingTemplate(snapshotNow.name),
    });

    const topicArn = this.escalationTopicArn(beta.alerts.topicArn, encryptionKeys.notificationsKeyArn, settings);
    this.escalate(topicArn, encryptionKeys.notificationsKeyArn, settings.escalateAfterMinutes);
    this.createPostMortem();
  }

  private escalationTopicArn(alertsTopicArn: string, keyArn: string, settings: OpsCenterSettings): string {
    if (settings.emails.length + settings.phoneNumbers.length === 0) return alertsTopicArn;
    const { name } = this.stack;
    const topic = new SnsTopic(this, 'escalation', {
      name: `${name}-escalation`,
      displayName: `${name} escalation`,
      kmsMasterKeyId: keyArn,
    });
    this.subscribe('escalation_email', topic.arn, 'email', settings.emails);
    this.subscribe('escalation_sms', topic.arn, 'sms', settings.phoneNumbers);
    return topic.arn;
  }

  private subscribe(id: string, topicArn: string, protocol: string, endpoints: readonly string[]): void {
    if (endpoints.length === 0) return;
    const each = TerraformIterator.fromList([...endpoints]);
    new SnsTopicSubscription(this, id, { forEach: each, topicArn, protocol, endpoint: each.value });
  }

  /**
   * OpsCenter itself reminds nobody. Each new OpsItem starts a document that waits, looks, and tells if the OpsItem is still open.
   * The event carries no severity (https://docs.aws.amazon.com/systems-manager/latest/userguide/reference-eventbridge-events.html,
   * 2026-11-23), so the document looks at that, too. It looks at every OpsItem of the account in this region: to be told of
   * another environment's incident is better than to miss one.
   */
  private escalate(topicArn: string, keyArn: string, minutes: number): void {
    const { name, aws } = this.stack;
    const document = new AutomationDocument(this, 'escalate_ops_item', this.stack, {
      description: `Tells the escalation contacts of ${name} of a critical OpsItem that nobody took within ${minutes} minutes`,
      parameters: { OpsItemId: { type: 'String', description: 'The OpsItem', allowedPattern: '^oi-[0-9a-f]{12}$' } },
      statements: [
        {
          Effect: 'Allow',
          Action: 'ssm:GetOpsItem',
          Resource: `arn:aws:ssm:${aws.region}:${aws.accountId}:opsitem/*`,
        },
        { Effect: 'Allow', Action: 'sns:Publish', Resource: topicArn },
        {
          Effect: 'Allow',
          Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
          Resource: keyArn,
          Condition: { StringEquals: { 'kms:ViaService': `sns.${aws.region}.amazonaws.com` } },
        },
      ],
      steps: [
        { name: 'wait', action: 'aws:sleep', inputs: { Duration: `PT${minutes}M` } },
        {
          name: 'opsItem',
          action: 'aws:executeAwsApi',
          inputs: { Service: 'ssm', Api: 'GetOpsItem', OpsItemId: '{{ OpsItemId }}' },
          outputs: ['Status', 'Severity', 'Title'].map((property) => ({
            Name: property,
            Selector: `$.OpsItem.${property}`,
            Type: 'String',
          })),
        },
        {
          name: 'isOpen',
          action: 'aws:branch',
          inputs: {
            Choices: [
              {
                And: [
                  { Variable: '{{ opsItem.Status }}', StringEquals: 'Open' },
                  { Variable: '{{ opsItem.Severity }}', StringEquals: ESCALATED_SEVERITY },
                ],
                NextStep: 'tell',
              },
            ],
            Default: 'done',
          },
        },
        {
          name: 'tell',
          action: 'aws:executeAwsApi',
          inputs: {
            Service: 'sns',
            Api: 'Publish',
            TopicArn: topicArn,
            Subject: `${name}: an incident is still open`,
            Message:
              `Nobody has taken {{ OpsItemId }} for ${minutes} minutes: {{ opsItem.Title }}\n` +
              'Set it to In progress to show that somebody is at work on it: ' +
              `https://${aws.region}.console.aws.amazon.com/systems-manager/opsitems/{{ OpsItemId }}?region=${aws.region}`,
          },
          isEnd: true,
        },
        { name: 'done', action: 'aws:sleep', inputs: { Duration: 'PT1S' }, isEnd: true },
      ],
    });

    const rule = new CloudwatchEventRule(this, 'new_ops_items', {
      name: `${name}-new-ops-items`,
      description: 'New OpsItems, of which the critical ones are told again if nobody takes them',
      eventPattern: JSON.stringify({
        source: ['aws.ssm'],
        'detail-type': ['OpsItem Create'],
        detail: { status: ['Open'] },
      }),
    });
    const definition = `arn:aws:ssm:${aws.region}:${aws.accountId}:automation-definition/${document.name}`;
    new CloudwatchEventTarget(this, 'new_ops_items.target', {
      rule: rule.name,
      targetId: 'escalate',
      arn: `${definition}:$DEFAULT`,
      roleArn: new EventRole(this, 'escalate_ops_items', this.stack, startOf(document, this.stack)).arn,
      inputTransformer: { inputPaths: { id: '$.detail.ops-item-id' }, inputTemplate: '{"OpsItemId": [<id>]}' },
    });
  }

  /** OpsCenter has no post-mortems: an operator makes an OpsItem of one, which stays open until it is written. */
  private createPostMortem(): void {
    const { name, aws } = this.stack;
    new AutomationDocument(this, 'post_mortem', this.stack, {
      description: `Opens an OpsItem for the post-mortem of an incident of ${name}, beside that of the incident`,
      parameters: {
        OpsItemId: { type: 'String', description: "The incident's OpsItem", allowedPattern: '^oi-[0-9a-f]{12}$' },
      },
      statements: [
        {
          Effect: 'Allow',
          Action: 'ssm:GetOpsItem',
          Resource: `arn:aws:ssm:${aws.region}:${aws.accountId}:opsitem/*`,
        },
        { Effect: 'Allow', Action: 'ssm:CreateOpsItem', Resource: '*' },
      ],
      steps: [
        {
          name: 'incident',
          action: 'aws:executeAwsApi',
          inputs: { Service: 'ssm', Api: 'GetOpsItem', OpsItemId: '{{ OpsItemId }}' },
          outputs: [{ Name: 'Title', Selector: '$.OpsItem.Title', Type: 'String' }],
        },
        {
          name: 'postMortem',
          action: 'aws:executeAwsApi',
          inputs: {
            Service: 'ssm',
            Api: 'CreateOpsItem',
            Title: 'Post-mortem: {{ incident.Title }}',
            Description: POST_MORTEM,
            Source: 'post-mortem',
            Category: 'Recovery',
            Severity: '4',
            RelatedOpsItems: [{ OpsItemId: '{{ OpsItemId }}' }],
          },
          outputs: [{ Name: 'OpsItemId', Selector: '$.OpsItemId', Type: 'String' }],
          isEnd: true,
        },
      ],
    });
  }
}

/**
 * What EventBridge makes an OpsItem of, with the placeholders of `IncidentTarget.template`. The snapshot is offered with it, as a step
 * to keep evidence: OpsCenter runs nothing by itself
 * (https://docs.aws.amazon.com/systems-manager/latest/userguide/OpsCenter-automatically-create-OpsItems-2.html, 2026-11-23).
 */
function findingTemplate(documentName: string): string {
  const quoted = (value: string) => `"${value.replaceAll('"', '\\"')}"`;
  const offered = `[{"automationType":"AWS:SSM:Automation","automationId":"${documentName}"}]`;
  return `{
  "title": <title>,
  "description": "Found by <service>. The operational data has the id of the finding.",
  "source": "<service>",
  "category": "Security",
  "severity": "${FINDING_SEVERITY}",
  "operationalData": {
    "/aws/dedup": { "type": "SearchableString", "value": ${quoted('{"dedupString":"<id>"}')} },
    "/aws/automations": { "value": ${quoted(offered)} },
    "finding": { "type": "SearchableString", "value": <id> }
  }
}`;
}

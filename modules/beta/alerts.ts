import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy';
import { SnsTopicSubscription } from '@cdktf/provider-aws/lib/sns-topic-subscription';
import { Fn, TerraformIterator } from 'cdktf';
import { Construct } from 'constructs';
import type { Place } from '../common/network';

export interface AlertSettings {
  /** Who is told by e-mail: each must confirm the subscription. */
  readonly emails: readonly string[];
  /** HTTPS endpoints (PagerDuty, Opsgenie, ...) that confirm an SNS subscription by themselves. */
  readonly httpsEndpoints: readonly string[];
}

/** The services that publish to the topic, beside EventBridge. The policy of a key that encrypts it must admit them too. */
export const PUBLISHERS = ['budgets.amazonaws.com', 'cloudwatch.amazonaws.com', 'costalerts.amazonaws.com'] as const;

/**
 * The topic that everything which needs a human goes to, and its subscribers.
 *
 * At beta it is not encrypted at rest: CloudWatch, Budgets and EventBridge cannot publish to a topic under the
 * AWS-managed key `alias/aws/sns`, and beta has no customer key. The messages name resources and figures, never data.
 */
export class Alerts extends Construct {
  readonly topicArn: string;
  /** A publisher that checks its permission when it is created (Budgets does) waits for this. */
  readonly policy: SnsTopicPolicy;
  private readonly topic: SnsTopic;
  private readonly publishers = new Set<string>(PUBLISHERS);

  constructor(
    scope: Construct,
    id: string,
    name: string,
    private readonly accountId: string,
    settings: AlertSettings,
    { addressPrefix = '', provider }: Place = {},
  ) {
    super(scope, id);
    const topic = new SnsTopic(this, `${addressPrefix}alerts`, {
      provider,
      name: `${name}-alerts`,
      displayName: `${name} alerts`,
    });
    this.topic = topic;
    this.topicArn = topic.arn;
    this.policy = new SnsTopicPolicy(this, `${addressPrefix}alerts.policy`, {
      provider,
      arn: topic.arn,
      policy: this.publisherPolicy(),
    });
    if (settings.emails.length > 0) {
      const emails = TerraformIterator.fromList([...settings.emails]);
      new SnsTopicSubscription(this, `${addressPrefix}email`, {
        provider,
        forEach: emails,
        topicArn: topic.arn,
        protocol: 'email',
        endpoint: emails.value,
      });
    }
    if (settings.httpsEndpoints.length > 0) {
      const endpoints = TerraformIterator.fromList([...settings.httpsEndpoints]);
      new SnsTopicSubscription(this, `${addressPrefix}https`, {
        provider,
        forEach: endpoints,
        topicArn: topic.arn,
        protocol: 'https',
        endpoint: endpoints.value,
        endpointAutoConfirms: true,
      });
    }
  }

  /** Encrypts the topic under a customer key, whose policy must admit the publishers. */
  encryptWith(keyArn: string): void {
    this.topic.kmsMasterKeyId = keyArn;
  }

  /** Lets another service of AWS publish, too. The policy of a key that encrypts the topic must admit it as well. */
  admitPublisher(service: string): void {
    this.publishers.add(service);
    this.policy.policy = this.publisherPolicy();
  }

  private publisherPolicy(): string {
    return Fn.jsonencode({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'Publishers',
          Effect: 'Allow',
          Principal: { Service: [...this.publishers] },
          Action: 'sns:Publish',
          Resource: this.topicArn,
          Condition: { StringEquals: { 'aws:SourceAccount': this.accountId } },
        },
        {
          // EventBridge does not support conditions in a topic's policy:
          // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html (2026-11-22).
          Sid: 'EventBridge',
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sns:Publish',
          Resource: this.topicArn,
        },
      ],
    });
  }
}

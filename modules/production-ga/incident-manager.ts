import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy';
import { SsmincidentsReplicationSet } from '@cdktf/provider-aws/lib/ssmincidents-replication-set';
import { SsmincidentsResponsePlan } from '@cdktf/provider-aws/lib/ssmincidents-response-plan';
import { Fn, type ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { Ownership, StackSettings } from '../common/stack-settings';
import type { EarlyGa } from '../early-ga';
import { EventRole } from './event-role';
import { type AutomationDocument, startOf } from './incident-automation';
import { type IncidentContactSettings, IncidentContacts } from './incident-contacts';

export interface IncidentManagerSettings {
  /** Alarms that start an incident. */
  readonly alarms: 'all' | 'critical';
  /** Of which an account has one, for all regions: with it, all its incidents are deleted. */
  readonly replicationSet: Exclude<Ownership, 'off'>;
  readonly contacts: IncidentContactSettings;
  readonly responsePlanName: string;
  readonly title: string;
  /** 1 critical, 2 high, 3 medium, 4 low, 5 none. */
  readonly impact: number;
  /** What starts while an incident with the same text is open becomes part of that one. */
  readonly dedupeString: string;
  /** @default none */
  readonly pagerDuty?: PagerDutySettings;
  /** Whether each incident takes a snapshot of the database at once. */
  readonly snapshotOnIncident: boolean;
}

export interface PagerDutySettings {
  readonly serviceId: string;
  /** Of the secret that holds the key of PagerDuty's API; its value is never read here. */
  readonly secretArn: string;
}

const INCIDENT_MANAGER = 'ssm-incidents.amazonaws.com';

/**
 * Incidents in AWS Systems Manager Incident Manager, as the plan has them. It takes no new customers since 7 November 2025
 * (https://docs.aws.amazon.com/incident-manager/latest/userguide/incident-manager-availability-change.html, 2026-11-23):
 * only for an account that used it before.
 *
 * A response plan costs 7 USD a month, with 100 SMS or voice messages; the plan's 0.50 USD an incident and 0.10 USD an
 * engagement are not on AWS's page (https://aws.amazon.com/systems-manager/pricing/, 2026-11-23). So there is one response
 * plan, and its dedupe string lets one incident be open at a time: a storm of alarms with one cause calls people once.
 * AWS opens an OpsItem with each incident, at 2.97 USD a thousand. Post-mortems are Incident Manager's analyses, made in
 * the console from an incident that is resolved: they are no resource of Terraform.
 *
 * CloudWatch starts incidents by the service-linked role AWSServiceRoleForCloudWatchAlarms_ActionSSMIncidents, which it creates
 * with the first such alarm: whoever deploys needs iam:CreateServiceLinkedRole for it.
 */
export class IncidentManager extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly stack: StackSettings,
    earlyGa: EarlyGa,
    snapshotNow: AutomationDocument,
    settings: IncidentManagerSettings,
  ) {
    super(scope, id);
    const { beta, encryptionKeys } = earlyGa;
    const replicationSet = settings.replicationSet === 'managed' ? [this.createReplicationSet()] : [];
    const contacts = new IncidentContacts(this, 'contacts', stack, settings.contacts, replicationSet);

    beta.alerts.admitPublisher(INCIDENT_MANAGER);
    encryptionKeys.admitPublisher(INCIDENT_MANAGER);
    const chat = this.createChatTopic(encryptionKeys.notificationsKeyArn);
    const plan = new SsmincidentsResponsePlan(this, 'critical_incident', {
      name: settings.responsePlanName,
      displayName: settings.title,
      incidentTemplate: {
        title: settings.title,
        impact: settings.impact,
        dedupeString: settings.dedupeString,
        notificationTarget: [{ snsTopicArn: beta.alerts.topicArn }],
      },
      chatChannel: [chat.arn],
      engagements: [contacts.escalationPlanArn],
      action: settings.snapshotOnIncident ? this.snapshotAction(snapshotNow) : undefined,
      integration: settings.pagerDuty && {
        pagerduty: [
          {
            name: `${stack.name}-pagerduty`,
            serviceId: settings.pagerDuty.serviceId,
            secretId: settings.pagerDuty.secretArn,
          },
        ],
      },
      dependsOn: [...replicationSet, ...contacts.plans, beta.alerts.policy, chat.policy],
    });

    beta.alarms.openIncidents(({ severity }) =>
      settings.alarms === 'critical' && severity !== 'critical' ? undefined : plan.arn,
    );
    beta.securityMonitoring.openIncidents(this, {
      arn: plan.arn,
      roleArn: new EventRole(this, 'finding_incidents', stack, [
        { Effect: 'Allow', Action: 'ssm-incidents:StartIncident', Resource: plan.arn },
      ]).arn,
    });
    beta.published.output(
      'incident_chat_topic_arn',
      chat.arn,
      'Topic that Amazon Q Developer in chat applications subscribes to: incidents appear in Slack or Teams',
    );
  }

  /**
   * Under a key of AWS: the records name resources and figures, never data, and another key would replace each region
   * (https://docs.aws.amazon.com/incident-manager/latest/userguide/general-settings-replication-set.html, 2026-11-23).
   */
  private createReplicationSet(): ITerraformDependable {
    const { region, recoveryRegion } = this.stack.aws;
    const regions = recoveryRegion === undefined ? [region] : [region, recoveryRegion];
    return new SsmincidentsReplicationSet(this, 'incidents', { region: regions.map((name) => ({ name })) });
  }

  /** As https://docs.aws.amazon.com/incident-manager/latest/userguide/chat.html asks (2026-11-23). */
  private createChatTopic(keyArn: string): { readonly arn: string; readonly policy: SnsTopicPolicy } {
    const { name, aws } = this.stack;
    const topic = new SnsTopic(this, 'incidents.topic', {
      name: `${name}-incidents`,
      displayName: `${name} incidents`,
      kmsMasterKeyId: keyArn,
    });
    const policy = new SnsTopicPolicy(this, 'incidents.policy', {
      arn: topic.arn,
      policy: Fn.jsonencode({
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'IncidentManager',
            Effect: 'Allow',
            Principal: { Service: INCIDENT_MANAGER },
            Action: 'sns:Publish',
            Resource: topic.arn,
            Condition: { StringEquals: { 'aws:SourceAccount': aws.accountId } },
          },
        ],
      }),
    });
    return { arn: topic.arn, policy };
  }

  /**
   * Of the documents only this one may run by itself: it changes nothing of the database. Incident Manager starts it as this role
   * (https://docs.aws.amazon.com/incident-manager/latest/userguide/tutorials-runbooks.html, 2026-11-23).
   */
  private snapshotAction(document: AutomationDocument) {
    const { name, aws } = this.stack;
    const role = new IamRole(this, 'incident_snapshot', {
      name: `${name}-incident-snapshot`,
      permissionsBoundary: aws.permissionsBoundary,
      assumeRolePolicy: Fn.jsonencode({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: INCIDENT_MANAGER },
            Action: 'sts:AssumeRole',
            Condition: { StringEquals: { 'aws:SourceAccount': aws.accountId } },
          },
        ],
      }),
    });
    new IamRolePolicy(this, 'incident_snapshot.policy', {
      name: `${name}-incident-snapshot`,
      role: role.name,
      policy: Fn.jsonencode({ Version: '2012-10-17', Statement: startOf(document, this.stack) }),
    });
    return {
      ssmAutomation: [
        {
          documentName: document.name,
          documentVersion: '$DEFAULT',
          targetAccount: 'RESPONSE_PLAN_OWNER_ACCOUNT',
          roleArn: role.arn,
        },
      ],
    };
  }
}

import { argumentsOf } from '../../support/early-ga';
import { allows, parsePolicy } from '../../support/policy';
import { addresses, type Json, stackJson } from '../../support/stack-json';

const TOPIC = '${aws_sns_topic.alerts.arn}';
const PLAN = '${aws_ssmincidents_response_plan.critical_incident.arn}';
const CONTACTS = [
  { name: 'on-call', email: 'a@acme.example', sms: '+33612345678', voice: '+33612345678' },
  { name: 'cto', email: 'cto@acme.example' },
];

async function incidentManager(settings: object = {}, changes: object = {}): Promise<Json> {
  const incident_response = { mode: 'incident-manager', contacts: CONTACTS, ...settings };
  return stackJson({ tier: 'production-ga', incident_response, ...changes });
}

let stack: Json;

beforeAll(async () => {
  stack = await incidentManager();
});

const planOf = (json: Json) => argumentsOf(json.resource.aws_ssmincidents_response_plan.critical_incident);

test('the response plan is the one of the plan', () => {
  const { depends_on, ...plan } = planOf(stack);
  expect(plan).toEqual({
    name: 'acme-critical-incident',
    display_name: 'Critical Service Disruption',
    incident_template: {
      title: 'Critical Service Disruption',
      impact: 1,
      dedupe_string: 'acme-critical-incident',
      notification_target: [{ sns_topic_arn: TOPIC }],
    },
    chat_channel: ['${aws_sns_topic.incidents.arn}'],
    engagements: ['${aws_ssmcontacts_contact.escalation.arn}'],
  });
  expect(depends_on.sort()).toEqual([
    'aws_sns_topic_policy.alerts',
    'aws_sns_topic_policy.incidents',
    'aws_ssmcontacts_plan.escalation',
    'aws_ssmcontacts_plan.responder',
    'aws_ssmincidents_replication_set.incidents',
  ]);
});

test('or as the environment says', async () => {
  const secretArn = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:pagerduty-AbCdEf';
  const plan = planOf(
    await incidentManager({
      response_plan: { name: 'outage', title: 'Outage', impact: 2, dedupe_string: 'one at a time' },
      pagerduty: { service_id: 'P1234AB', secret_arn: secretArn },
    }),
  );
  expect(plan).toMatchObject({
    name: 'outage',
    incident_template: { title: 'Outage', impact: 2, dedupe_string: 'one at a time' },
    integration: { pagerduty: [{ name: 'acme-pagerduty', service_id: 'P1234AB', secret_id: secretArn }] },
  });
  const renamed = planOf(await incidentManager({ response_plan: { name: 'outage' } }));
  expect(renamed.incident_template.dedupe_string).toBe('outage');
});

test('critical alarms start incidents, the others call nobody', async () => {
  const opens = (json: Json) =>
    Object.entries<Json>(json.resource.aws_cloudwatch_metric_alarm)
      .filter(([, { alarm_actions }]) => alarm_actions.includes(PLAN))
      .map(([name]) => name);
  expect(opens(stack).sort()).toEqual(
    expect.arrayContaining(['database_connections', 'database_silent', 'database_storage', 'database_transaction_ids']),
  );
  expect(opens(stack)).not.toContain('database_cpu');
  expect(opens(await incidentManager({ alarms: 'all' }))).toContain('database_cpu');
});

test('findings start incidents, by a role that may do that alone', () => {
  expect(argumentsOf(stack.resource.aws_cloudwatch_event_target.guardduty_findings_incident)).toEqual({
    rule: '${aws_cloudwatch_event_rule.guardduty_findings.name}',
    target_id: 'incident',
    arn: PLAN,
    role_arn: '${aws_iam_role.finding_incidents.arn}',
  });
  expect(parsePolicy(stack.resource.aws_iam_role_policy.finding_incidents.policy).Statement).toEqual([
    { Effect: 'Allow', Action: 'ssm-incidents:StartIncident', Resource: PLAN },
  ]);
});

describe('contacts', () => {
  test('have the channels that they gave', () => {
    const { aws_ssmcontacts_contact, aws_ssmcontacts_contact_channel } = stack.resource;
    expect(aws_ssmcontacts_contact.responder).toMatchObject({
      for_each: '${toset(["on-call", "cto"])}',
      alias: 'acme-${each.value}',
      type: 'PERSONAL',
      depends_on: ['aws_ssmincidents_replication_set.incidents'],
    });
    expect(aws_ssmcontacts_contact_channel.responder).toMatchObject({
      for_each: {
        'on-call-email': { contact: 'on-call', type: 'EMAIL', address: 'a@acme.example' },
        'on-call-sms': { contact: 'on-call', type: 'SMS', address: '+33612345678' },
        'on-call-voice': { contact: 'on-call', type: 'VOICE', address: '+33612345678' },
        'cto-email': { contact: 'cto', type: 'EMAIL', address: 'cto@acme.example' },
      },
      contact_id: '${aws_ssmcontacts_contact.responder[each.value.contact].arn}',
    });
  });

  test('are called by all their channels, and one after the other in the order of the file', async () => {
    const { responder, escalation } = (await incidentManager({ escalate_after_minutes: 5 })).resource
      .aws_ssmcontacts_plan;
    expect(responder.for_each).toEqual({
      'on-call': ['on-call-email', 'on-call-sms', 'on-call-voice'],
      cto: ['cto-email'],
    });
    expect(responder.stage).toEqual([
      {
        duration_in_minutes: 5,
        dynamic: {
          target: {
            for_each: '${each.value}',
            content: {
              channel_target_info: {
                contact_channel_id: '${aws_ssmcontacts_contact_channel.responder[target.value].arn}',
                retry_interval_in_minutes: 5,
              },
            },
          },
        },
      },
    ]);
    expect(escalation.dynamic.stage).toEqual({
      for_each: ['on-call', 'cto'],
      content: {
        duration_in_minutes: 5,
        target: {
          contact_target_info: {
            contact_id: '${aws_ssmcontacts_contact.responder[stage.value].arn}',
            is_essential: true,
          },
        },
      },
    });
  });
});

describe('the replication set', () => {
  test('is of the region, and of the recovery region where there is one', async () => {
    expect(stack.resource.aws_ssmincidents_replication_set.incidents.region).toEqual([{ name: 'us-east-1' }]);
    const aws = { account_id: '123456789012', region: 'us-east-1', recovery_region: 'eu-west-1' };
    expect((await incidentManager({}, { aws })).resource.aws_ssmincidents_replication_set.incidents.region).toEqual([
      { name: 'us-east-1' },
      { name: 'eu-west-1' },
    ]);
  });

  test('one that exists is left alone, and one that was managed is forgotten', async () => {
    const existing = await incidentManager({}, { account_wide: { incident_replication_set: 'existing' } });
    expect(existing.resource.aws_ssmincidents_replication_set).toBeUndefined();
    expect(existing.resource.aws_ssmcontacts_contact.escalation.depends_on).toEqual([]);
    const forgotten = { from: 'aws_ssmincidents_replication_set.incidents', lifecycle: { destroy: false } };
    expect(existing.removed).toContainEqual(forgotten);
    expect((await stackJson({ tier: 'production-ga' })).removed).toContainEqual(forgotten);
    expect(stack.removed ?? []).not.toContainEqual(forgotten);
  });
});

test('Incident Manager may publish to its topics, and use their key for that', () => {
  const request = {
    principal: 'ssm-incidents.amazonaws.com',
    context: { 'aws:SourceAccount': '123456789012' },
  };
  const elsewhere = { ...request, context: { 'aws:SourceAccount': '999999999999' } };
  for (const [topic, policy] of [
    [TOPIC, stack.resource.aws_sns_topic_policy.alerts.policy],
    ['${aws_sns_topic.incidents.arn}', stack.resource.aws_sns_topic_policy.incidents.policy],
  ]) {
    const publish = { action: 'sns:Publish', resource: topic };
    expect(allows(parsePolicy(policy), { ...request, ...publish })).toBe(true);
    expect(allows(parsePolicy(policy), { ...elsewhere, ...publish })).toBe(false);
  }
  const key = parsePolicy(stack.resource.aws_kms_key.notifications.policy);
  expect(allows(key, { ...request, action: 'kms:GenerateDataKey' })).toBe(true);
  expect(allows(key, { ...elsewhere, action: 'kms:GenerateDataKey' })).toBe(false);
  expect(allows(key, { ...request, principal: 'cloudwatch.amazonaws.com', action: 'kms:Decrypt' })).toBe(true);
});

test('no document runs by itself, but the snapshot where the environment asks for it', async () => {
  expect(planOf(stack).action).toBeUndefined();
  const asked = await incidentManager({ snapshot_on_incident: true });
  expect(planOf(asked).action).toEqual({
    ssm_automation: [
      {
        document_name: '${aws_ssm_document.snapshot_now.name}',
        document_version: '$DEFAULT',
        target_account: 'RESPONSE_PLAN_OWNER_ACCOUNT',
        role_arn: '${aws_iam_role.incident_snapshot.arn}',
      },
    ],
  });
  expect(parsePolicy(asked.resource.aws_iam_role_policy.incident_snapshot.policy).Statement).toEqual([
    {
      Effect: 'Allow',
      Action: 'ssm:StartAutomationExecution',
      Resource: [
        'arn:aws:ssm:us-east-1:123456789012:automation-definition/${aws_ssm_document.snapshot_now.name}:*',
        'arn:aws:ssm:us-east-1:123456789012:document/${aws_ssm_document.snapshot_now.name}',
        'arn:aws:ssm:us-east-1:123456789012:automation-execution/*',
      ],
    },
    {
      Effect: 'Allow',
      Action: 'iam:PassRole',
      Resource: '${aws_iam_role.snapshot_now.arn}',
      Condition: { StringEquals: { 'iam:PassedToService': 'ssm.amazonaws.com' } },
    },
  ]);
});

test('nothing of OpsCenter is made', () => {
  expect(addresses(stack).filter((address) => /ops_item|escalation_|post_mortem/.test(address))).toEqual([]);
});

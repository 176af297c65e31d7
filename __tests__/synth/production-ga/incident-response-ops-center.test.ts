import { AUDIT_ALARMS } from '../../../modules/production-ga/audit-trail-alarms';
import { automation, steps } from '../../support/automation';
import { argumentsOf, earlyGaJson } from '../../support/early-ga';
import { parsePolicy } from '../../support/policy';
import { addresses, type Json, stackJson } from '../../support/stack-json';

const TOPIC = '${aws_sns_topic.alerts.arn}';
const OPS_ITEM = 'arn:aws:ssm:us-east-1:123456789012:opsitem';
const CONTACTS = [
  { name: 'on-call', email: 'a@acme.example', sms: '+33612345678' },
  { name: 'cto', email: 'cto@acme.example' },
  { name: 'deputy', email: 'cto@acme.example' },
];

let stack: Json;

beforeAll(async () => {
  stack = await stackJson({ tier: 'production-ga', logs: { application_log_groups: ['/aws/lambda/api'] } });
});

const actions = (json: Json) =>
  Object.fromEntries(
    Object.entries<Json>(json.resource.aws_cloudwatch_metric_alarm).map(([name, alarm]) => [name, alarm.alarm_actions]),
  );

test('every alarm of the audit trail opens one about security, of which three are critical', () => {
  const audit = Object.entries<string[]>(actions(stack)).filter(([name]) => name.startsWith('audit_'));
  expect(Object.fromEntries(audit)).toEqual(
    Object.fromEntries(
      Object.keys(AUDIT_ALARMS).map((alarm) => {
        const severity = ['root-use', 'trail-changes', 'key-deletion'].includes(alarm) ? 1 : 3;
        return [`audit_${alarm.replaceAll('-', '_')}`, [TOPIC, `${OPS_ITEM}:${severity}#CATEGORY=Security`]];
      }),
    ),
  );
});

test('every alarm of the lower tiers opens an OpsItem, and tells whom it told before', () => {
  const opens = Object.entries<string[]>(actions(stack)).map(([name, [topic, action, ...more]]) => {
    expect([name, topic, more]).toEqual([name, TOPIC, []]);
    return `${name} ${action?.replace(`${OPS_ITEM}:`, '')}`;
  });
  // Those of this tier's other lines come on top.
  expect(opens.sort()).toEqual(
    expect.arrayContaining([
      'application_errors 3#CATEGORY=Availability',
      'database_connections 1#CATEGORY=Availability',
      'database_cpu 3#CATEGORY=Performance',
      'database_cpu_credits 3#CATEGORY=Cost',
      'database_login_failures 3#CATEGORY=Security',
      'database_memory 3#CATEGORY=Performance',
      'database_read_latency 3#CATEGORY=Performance',
      'database_silent 1#CATEGORY=Availability',
      'database_storage 1#CATEGORY=Availability',
      'database_swap 3#CATEGORY=Performance',
      'database_transaction_ids 1#CATEGORY=Availability',
      'firewall_blocked_requests 3#CATEGORY=Security',
      'rotation_failed 3#CATEGORY=Security',
    ]),
  );
});

test('or only those that say that customers are not served', async () => {
  const critical = await stackJson({ tier: 'production-ga', incident_response: { alarms: 'critical' } });
  expect(actions(critical)).toMatchObject({
    database_silent: [TOPIC, `${OPS_ITEM}:1#CATEGORY=Availability`],
    database_cpu: [TOPIC],
    firewall_blocked_requests: [TOPIC],
    audit_root_use: [TOPIC, `${OPS_ITEM}:1#CATEGORY=Security`],
    audit_vpc_changes: [TOPIC],
  });
});

test('the tiers below have the alarms that they had', async () => {
  const below = [await stackJson(), await earlyGaJson()];
  for (const json of below) {
    for (const alarm of Object.values(actions(json))) expect(alarm).toEqual([TOPIC]);
    expect(addresses(json).filter((address) => /incident|ops_item|ssm_document/.test(address))).toEqual([]);
  }
});

test.each([
  ['guardduty_findings', 'GuardDuty', { title: '$.detail.title', id: '$.detail.id' }],
  ['security_hub_findings', 'Security Hub', { title: '$.detail.findings[0].Title', id: '$.detail.findings[0].Id' }],
  ['access_analyzer_findings', 'Access Analyzer', { title: '$.detail.resource', id: '$.detail.id' }],
])('%s open an OpsItem each, and one for all that comes of the same finding', (rule, service, paths) => {
  const { input_transformer, ...target } = argumentsOf(stack.resource.aws_cloudwatch_event_target[`${rule}_incident`]);
  expect(target).toEqual({
    rule: `\${aws_cloudwatch_event_rule.${rule}.name}`,
    target_id: 'incident',
    arn: OPS_ITEM,
    role_arn: '${aws_iam_role.finding_ops_items.arn}',
  });
  expect(input_transformer.input_paths).toEqual(paths);
  // As EventBridge fills it in: a variable outside of quotes becomes JSON, one inside them text.
  const filled = input_transformer.input_template
    .replaceAll(/: <(\w+)>/g, ': "the $1"')
    .replaceAll('<id>', 'the id')
    .replace('${aws_ssm_document.snapshot_now.name}', 'acme-snapshot-now');
  const opsItem = JSON.parse(filled);
  expect(opsItem).toMatchObject({ title: 'the title', source: service, category: 'Security', severity: '2' });
  expect(JSON.parse(opsItem.operationalData['/aws/dedup'].value)).toEqual({ dedupString: 'the id' });
  expect(JSON.parse(opsItem.operationalData['/aws/automations'].value)).toEqual([
    { automationType: 'AWS:SSM:Automation', automationId: 'acme-snapshot-now' },
  ]);
});

test('what is off opens nothing', async () => {
  const off = { guardduty: 'off', security_hub: 'off', access_analyzer: 'off' };
  const { resource } = await stackJson({ tier: 'production-ga', account_wide: off });
  expect(Object.keys(resource.aws_cloudwatch_event_target).filter((name) => name.endsWith('_incident'))).toEqual([]);
});

describe('an OpsItem that nobody takes', () => {
  const item = (status: string, severity: string) => ({ 'opsItem.Status': status, 'opsItem.Severity': severity });

  test.each([
    ['critical and open', item('Open', '1'), 'tell'],
    ['high and open, as a finding is', item('Open', '2'), 'done'],
    ['medium and open', item('Open', '3'), 'done'],
    ['critical, and somebody is at work', item('InProgress', '1'), 'done'],
    ['critical, and resolved', item('Resolved', '1'), 'done'],
  ])('%s', (_title, outputs, last) => {
    expect(steps(automation(stack, 'escalate_ops_item'), outputs)).toEqual(['wait', 'opsItem', 'isOpen', last]);
  });

  test('is told after 15 minutes, or what the environment says, on the topic of the alerts', async () => {
    const [wait, , , tell] = automation(stack, 'escalate_ops_item').mainSteps;
    expect(wait.inputs).toEqual({ Duration: 'PT15M' });
    expect(tell.inputs).toMatchObject({ Service: 'sns', Api: 'Publish', TopicArn: TOPIC });
    const hour = await stackJson({ tier: 'production-ga', incident_response: { escalate_after_minutes: 60 } });
    expect(automation(hour, 'escalate_ops_item').mainSteps[0].inputs).toEqual({ Duration: 'PT60M' });
    expect(stack.resource.aws_sns_topic.escalation).toBeUndefined();
  });

  test('is told to the contacts, each address once, on an encrypted topic of their own', async () => {
    const { resource, ...rest } = await stackJson({ tier: 'production-ga', incident_response: { contacts: CONTACTS } });
    expect(argumentsOf(resource.aws_sns_topic.escalation)).toMatchObject({
      name: 'acme-escalation',
      kms_master_key_id: '${aws_kms_key.notifications.arn}',
    });
    expect(resource.aws_sns_topic_subscription.escalation_email.for_each).toBe(
      '${toset(["a@acme.example", "cto@acme.example"])}',
    );
    expect(resource.aws_sns_topic_subscription.escalation_sms).toMatchObject({
      for_each: '${toset(["+33612345678"])}',
      protocol: 'sms',
    });
    const { mainSteps } = automation({ resource, ...rest }, 'escalate_ops_item');
    expect(mainSteps[3].inputs.TopicArn).toBe('${aws_sns_topic.escalation.arn}');
    expect(parsePolicy(resource.aws_iam_role_policy.escalate_ops_item.policy).Statement).toEqual([
      {
        Effect: 'Allow',
        Action: 'ssm:GetOpsItem',
        Resource: 'arn:aws:ssm:us-east-1:123456789012:opsitem/*',
      },
      { Effect: 'Allow', Action: 'sns:Publish', Resource: '${aws_sns_topic.escalation.arn}' },
      {
        Effect: 'Allow',
        Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
        Resource: '${aws_kms_key.notifications.arn}',
        Condition: { StringEquals: { 'kms:ViaService': 'sns.us-east-1.amazonaws.com' } },
      },
    ]);
  });

  test('each new one starts the document, by a role that may do that alone', () => {
    const rule = argumentsOf(stack.resource.aws_cloudwatch_event_rule.new_ops_items);
    expect(JSON.parse(rule.event_pattern)).toEqual({
      source: ['aws.ssm'],
      'detail-type': ['OpsItem Create'],
      detail: { status: ['Open'] },
    });
    const definition =
      'arn:aws:ssm:us-east-1:123456789012:automation-definition/${aws_ssm_document.escalate_ops_item.name}';
    expect(argumentsOf(stack.resource.aws_cloudwatch_event_target.new_ops_items)).toMatchObject({
      arn: `${definition}:$DEFAULT`,
      role_arn: '${aws_iam_role.escalate_ops_items.arn}',
      input_transformer: { input_paths: { id: '$.detail.ops-item-id' }, input_template: '{"OpsItemId": [<id>]}' },
    });
    expect(parsePolicy(stack.resource.aws_iam_role_policy.escalate_ops_items.policy).Statement).toEqual([
      {
        Effect: 'Allow',
        Action: 'ssm:StartAutomationExecution',
        Resource: [
          `${definition}:*`,
          definition.replace('automation-definition', 'document'),
          'arn:aws:ssm:us-east-1:123456789012:automation-execution/*',
        ],
      },
      {
        Effect: 'Allow',
        Action: 'iam:PassRole',
        Resource: '${aws_iam_role.escalate_ops_item.arn}',
        Condition: { StringEquals: { 'iam:PassedToService': 'ssm.amazonaws.com' } },
      },
    ]);
  });
});

test('a post-mortem is an OpsItem beside that of the incident, and is not escalated itself', () => {
  const document = automation(stack, 'post_mortem');
  expect(steps(document, {})).toEqual(['incident', 'postMortem']);
  const [, postMortem] = document.mainSteps;
  expect(postMortem.inputs).toMatchObject({
    Title: 'Post-mortem: {{ incident.Title }}',
    Description: expect.stringMatching(/^What happened.*\nTimeline.*\nWhy.*\nWhat went well.*\nActions/),
    Severity: '4',
    RelatedOpsItems: [{ OpsItemId: '{{ OpsItemId }}' }],
  });
});

test('nothing of Incident Manager is made', () => {
  expect(addresses(stack).filter((address) => /ssmincidents|ssmcontacts/.test(address))).toEqual([]);
  expect(stack.resource.aws_kms_key.notifications.policy).not.toContain('ssm-incidents');
});

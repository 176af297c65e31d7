import { type Json, stackJson } from '../../support/stack-json';

const productionGa = (changes: Record<string, unknown> = {}) => stackJson({ tier: 'production-ga', ...changes });

let stack: Json;
let withoutStandby: Json;

beforeAll(async () => {
  [stack, withoutStandby] = await Promise.all([productionGa(), productionGa({ database: { multi_az: false } })]);
});

test('the instance gets a standby, and nothing else of it changes', () => {
  const { multi_az: before, ...lower } = withoutStandby.resource.aws_db_instance.database;
  const { multi_az: after, ...upper } = stack.resource.aws_db_instance.database;
  expect([before, after]).toEqual([false, true]);
  expect(upper).toEqual(lower);
});

test('a tier below has none', async () => {
  expect((await stackJson({ tier: 'early-ga' })).resource.aws_db_instance.database.multi_az).toBe(false);
});

test.each([
  ['with a standby', () => stack],
  ['without one', () => withoutStandby],
])('failures and failovers of this instance reach the alerts topic, %s', (_title, json) => {
  const { aws_cloudwatch_event_rule: rules, aws_cloudwatch_event_target: targets } = json().resource;
  expect(JSON.parse(rules.database_events.event_pattern)).toEqual({
    source: ['aws.rds'],
    'detail-type': ['RDS DB Instance Event'],
    detail: {
      EventCategories: ['availability', 'failover', 'failure', 'maintenance', 'recovery'],
      SourceArn: ['arn:aws:rds:us-east-1:123456789012:db:acme-postgres'],
    },
  });
  expect(targets.database_events).toMatchObject({
    rule: '${aws_cloudwatch_event_rule.database_events.name}',
    arn: '${aws_sns_topic.alerts.arn}',
  });
});

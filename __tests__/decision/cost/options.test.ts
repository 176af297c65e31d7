import { price } from '../../../decision/cost';
import { line } from './support';

function bill(resource: Record<string, unknown>) {
  return price({ provider: { aws: [{ region: 'us-east-1' }] }, resource });
}

const database = { instance_class: 'db.t4g.micro', allocated_storage: 20, storage_type: 'gp3' };

test.each([
  ['aws_db_instance', { ...database, engine: 'mysql' }, 'database mysql: only PostgreSQL has prices here'],
  [
    'aws_db_instance',
    { ...database, iops: 12_000 },
    'provisioned IOPS: what goes beyond the baseline of the storage costs',
  ],
  [
    'aws_db_instance',
    { ...database, performance_insights_enabled: true, performance_insights_retention_period: 93 },
    'Performance Insights kept for 93 days: only 7 days are free; more costs by vCPU',
  ],
  ['aws_rds_cluster', { engine: 'aurora-mysql' }, 'cluster aurora-mysql: only Aurora PostgreSQL has prices here'],
  [
    'aws_rds_cluster',
    { storage_type: 'aurora-iopt1' },
    'storage, Aurora I/O-Optimized: only Aurora Standard has prices here',
  ],
  ['aws_lambda_function', {}, 'runs: the JSON does not say how often it runs'],
  ['aws_serverlessapplicationrepository_cloudformation_stack', {}, 'runs: the JSON does not say how often it runs'],
  ['aws_sqs_queue', {}, 'messages: the JSON does not say how many there are'],
  [
    'aws_vpc_endpoint',
    { vpc_endpoint_type: 'GatewayLoadBalancer' },
    'endpoint GatewayLoadBalancer: only gateway and interface endpoints have prices here',
  ],
  ['aws_route53_health_check', { type: 'CALCULATED' }, 'health check: its type (CALCULATED) has no price here'],
  ['aws_ssm_parameter', { tier: 'Advanced' }, 'parameter, Advanced: only standard parameters are free'],
  [
    'aws_accessanalyzer_analyzer',
    { type: 'ACCOUNT_UNUSED_ACCESS' },
    'analyzer ACCOUNT_UNUSED_ACCESS: only analyzers of external access are free',
  ],
  [
    'aws_cloudwatch_log_group',
    { log_group_class: 'INFREQUENT_ACCESS' },
    'logs, INFREQUENT_ACCESS: only the class STANDARD has prices here',
  ],
  [
    'aws_cloudtrail',
    { insight_selector: [{ insight_type: 'ApiCallRateInsight' }] },
    'insights: events analysed for insights cost',
  ],
  [
    'aws_wafv2_web_acl',
    {
      rule: [
        {
          name: 'atp',
          statement: [{ managed_rule_group_statement: [{ name: 'AWSManagedRulesATPRuleSet', vendor_name: 'AWS' }] }],
        },
      ],
    },
    'rule group atp: it has a fee of its own',
  ],
  [
    'aws_wafv2_web_acl',
    { rule: [{ name: 'theirs', statement: { managed_rule_group_statement: { name: 'Rules', vendor_name: 'F5' } } }] },
    'rule group theirs: it has a fee of its own',
  ],
  [
    'aws_sns_topic_subscription',
    { protocol: 'firehose' },
    'messages: its protocol is an expression, or one that has no price here',
  ],
])('%s %j has a part without a price, and it is listed', (type, block, why) => {
  const { unpriced } = bill({ [type]: { theirs: block } });
  expect(unpriced.map((one) => one.why)).toEqual([why]);
});

test('an alarm of several metrics costs as many alarms', () => {
  const query = [
    { id: 'a', metric: {} },
    { id: 'b', metric: {} },
    { id: 'c', expression: 'a / b' },
  ];
  const result = bill({ aws_cloudwatch_metric_alarm: { ratio: { metric_query: query } } });
  expect(line(result, 'aws_cloudwatch_metric_alarm.ratio', 'alarm').expected).toBe(0.2);
});

test('an interface endpoint costs for each availability zone that it is in', () => {
  const block = { vpc_endpoint_type: 'Interface', subnet_ids: ['subnet-1', 'subnet-2', 'subnet-3'] };
  const result = bill({ aws_vpc_endpoint: { one: block, free: {} } });
  expect(line(result, 'aws_vpc_endpoint.one', 'interface endpoint, 3 availability zones').expected).toBe(21.9);
  expect(result.free.map(({ address }) => address)).toEqual(['aws_vpc_endpoint.free']);
});

test('the password that RDS keeps is a secret that costs', () => {
  const result = bill({ aws_db_instance: { one: { ...database, manage_master_user_password: true } } });
  expect(line(result, 'aws_db_instance.one', 'secret that RDS keeps').expected).toBe(0.4);
});

test('a fast interval, HTTPS and a searched text are three options of a health check', () => {
  const block = { type: 'HTTPS_STR_MATCH', request_interval: '10' };
  const result = bill({ aws_route53_health_check: { one: block } });
  expect(line(result, 'aws_route53_health_check.one', 'its options').expected).toBe(3);
});

test("what a tier asks of Palier's own database is no tier's in another stack", () => {
  const result = bill({ aws_db_instance: { theirs: { ...database, multi_az: true } } });
  const standby = line(result, 'aws_db_instance.theirs', 'standby db.t4g.micro');
  expect(standby).toMatchObject({ tier: 'none', checklistLine: 'none', expected: 11.68 });
});

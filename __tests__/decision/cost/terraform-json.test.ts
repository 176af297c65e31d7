import { type Bill, CATALOGUE, CostError, price } from '../../../decision/cost';
import { line } from './support';

const provider = { aws: [{ region: 'us-east-1' }, { alias: 'eu_west_1', region: 'eu-west-1' }] };

function bill(resource: Record<string, unknown>, changes: Record<string, unknown> = {}) {
  return price({ provider, resource, ...changes });
}

const database = {
  instance_class: 'db.t4g.micro',
  allocated_storage: 20,
  storage_type: 'gp3',
  backup_retention_period: 1,
};

describe("JSON that is not Palier's", () => {
  test('is priced where there is a rule, and listed where there is none', () => {
    const { lines, unpriced, free, tier, environment } = bill({
      aws_db_instance: { theirs: database },
      aws_instance: { web: { instance_type: 't3.micro' } },
      aws_iam_role: { web: {} },
      google_storage_bucket: { files: {} },
    });
    expect([tier, environment]).toEqual(['none', 'stack']);
    expect(lines.find(({ what }) => what === 'instance db.t4g.micro')).toMatchObject({
      address: 'aws_db_instance.theirs',
      tier: 'none',
      checklistLine: 'none',
      expected: 11.68,
    });
    expect(unpriced.map(({ address }) => address)).toEqual(['aws_instance.web', 'google_storage_bucket.files']);
    expect(unpriced[0]?.why).toBe('no rule here knows what it costs');
    expect(free.map(({ address }) => address)).toEqual(['aws_iam_role.web']);
  });

  test.each([[undefined], [null], ['{}'], [[]], [{}], [{ resource: [] }], [{ planned_values: {} }]])(
    '%j is refused',
    (json) => {
      expect(() => price(json)).toThrow(CostError);
      expect(() => price(json)).toThrow('this is no Terraform JSON: it has no "resource"');
    },
  );

  test('a type with the name of something that every object has is a type like others', () => {
    const { unpriced } = bill({ constructor: { one: {} }, toString: { one: {} } });
    expect(unpriced.map(({ address }) => address)).toEqual(['constructor.one', 'toString.one']);
  });

  test('a rule that finds nothing to charge leaves its resource among the free or the unpriced', () => {
    const { lines, free, unpriced } = bill({
      aws_backup_plan: { empty: {} },
      aws_ssm_document: { command: { document_type: 'Command' } },
    });
    expect(lines).toEqual([]);
    expect(free.map(({ address }) => address)).toEqual(['aws_ssm_document.command']);
    expect(unpriced).toMatchObject([{ address: 'aws_backup_plan.empty', why: 'nothing in it says what it costs' }]);
  });

  test.each([
    ['a type', { aws_kms_key: [{ main: {} }] }],
    ['a resource', { aws_kms_key: { main: [{}] } }],
    ['all resources', [{ aws_kms_key: { main: {} } }]],
    ['all of them', [{ aws_kms_key: [{ main: [{}] }] }]],
  ])('%s may be a list, as Terraform takes it', (_, resource) => {
    const { lines } = price({ provider, resource });
    expect(line({ lines } as Bill, 'aws_kms_key.main', 'customer key').expected).toBe(1);
  });

  test('references find what is in lists', () => {
    const second = { ...database, instance_class: '${aws_db_instance.first.instance_class}' };
    const { lines } = price({ provider, resource: [{ aws_db_instance: [{ first: [database] }, { second }] }] });
    const hours = lines.filter(({ what }) => what === 'instance db.t4g.micro');
    expect(hours.map(({ address }) => address)).toEqual(['aws_db_instance.first', 'aws_db_instance.second']);
  });

  test.each([[{ vpc: { source: './vpc' } }], [[{ vpc: [{ source: './vpc' }] }]]])(
    'what is in the module of %j is unpriced, and said',
    (module) => {
      const expected = [expect.objectContaining({ address: 'module.vpc', why: 'what is in a module is not read' })];
      expect(price({ provider, module }).unpriced).toEqual(expected);
      expect(price({ provider, module, resource: {} }).unpriced).toEqual(expected);
    },
  );

  test("a database that only has the name of Palier's is in the bill and in one row beside the plan", () => {
    const result = bill({ aws_db_instance: { database: { ...database, multi_az: true } } });
    expect(result.tier).toBe('beta');
    expect(result.byTier.map(({ tier }) => tier)).toEqual(['beta']);
  });

  test('a stack without resources costs nothing', () => {
    expect(bill({})).toMatchObject({ lines: [], unpriced: [], total: { low: 0, expected: 0, high: 0 } });
  });
});

describe('regions', () => {
  test("a price is that of the region of the resource's provider", () => {
    const { lines, regions } = bill({
      aws_db_instance: { here: database, there: { ...database, provider: 'aws.eu_west_1' } },
    });
    const hours = lines.filter(({ what }) => what.startsWith('instance'));
    expect(hours.map(({ region, expected }) => [region, expected])).toEqual([
      ['us-east-1', 11.68],
      ['eu-west-1', 12.41],
    ]);
    expect(regions).toEqual(['eu-west-1', 'us-east-1']);
  });

  test.each([
    ['us-est-1', 'region us-est-1: is no region of AWS that is known. Did you mean "us-east-1"?'],
    [
      'ap-southeast-2',
      "region ap-southeast-2: has no prices here. Prices are known for eu-west-1, us-east-1. Give an export of AWS's price list for the others.",
    ],
    ['${var.region}', "the region of the provider aws is an expression: ${var.region}. Write the region's name"],
  ])('%s is refused', (region, message) => {
    const run = () => bill({ aws_kms_key: { one: {} } }, { provider: { aws: [{ region }] } });
    expect(run).toThrow(CostError);
    expect(run).toThrow(message);
  });

  test('a provider without a region says so, and who needs it', () => {
    expect(() => bill({ aws_kms_key: { one: { provider: 'aws.nowhere' } } })).toThrow(
      'provider aws.nowhere has no region (needed by aws_kms_key.one): write it',
    );
    expect(() => bill({ aws_kms_key: { a: {} } }, { provider: { aws: [{}] } })).toThrow(
      'provider aws has no region (needed by aws_kms_key.a): write it',
    );
  });

  test('a reference to a provider may be an expression', () => {
    const { lines } = bill({ aws_kms_key: { one: { provider: '${aws.eu_west_1}' } } });
    expect(lines.map(({ region }) => region)).toContain('eu-west-1');
    expect(lines.map(({ region }) => region)).not.toContain('unknown');
  });
});

describe('several of one block', () => {
  const email = { protocol: 'email', endpoint: '${each.value}' };

  test.each([
    ['a map', { a: 'a@b.c', 'd"e': 'd@e.f' }, ['["a"]', '["d\\"e"]']],
    ['a set', '${toset(["x@y.z","$${a}"])}', ['["x@y.z"]', '["${a}"]']],
    ['an empty set', '${toset([])}', []],
  ])('for_each over %s', (_, for_each, keys) => {
    const { lines } = bill({ aws_sns_topic_subscription: { email: { ...email, for_each } } });
    expect(lines.map(({ address }) => address)).toEqual(
      keys.map((key) => `aws_sns_topic_subscription.email${key}`).sort(),
    );
    expect(lines.every(({ note }) => note === undefined)).toBe(true);
  });

  test('for_each over another resource', () => {
    const { lines } = bill({
      aws_route53_health_check: { endpoint: { for_each: { one: {}, two: {} }, type: 'TCP' } },
      aws_cloudwatch_metric_alarm: { unhealthy: { for_each: '${aws_route53_health_check.endpoint}' } },
    });
    const alarms = lines.filter(({ type }) => type === 'aws_cloudwatch_metric_alarm');
    expect(alarms.map(({ address }) => address)).toEqual([
      'aws_cloudwatch_metric_alarm.unhealthy["one"]',
      'aws_cloudwatch_metric_alarm.unhealthy["two"]',
    ]);
  });

  test('count', () => {
    const { lines } = bill({ aws_kms_key: { keys: { count: 3 }, none: { count: 0 } } });
    const keys = lines.filter(({ what }) => what === 'customer key');
    expect(keys.map(({ address }) => address)).toEqual([
      'aws_kms_key.keys[0]',
      'aws_kms_key.keys[1]',
      'aws_kms_key.keys[2]',
    ]);
  });

  test('count may be a text', () => {
    const { lines } = bill({ aws_sns_topic_subscription: { email: { ...email, count: '3' } } });
    expect(lines).toHaveLength(3);
    expect(lines.every(({ note }) => note === undefined)).toBe(true);
  });

  test.each([1.5, -1, 'three', '', true])('count %j is refused', (count) => {
    expect(() => bill({ aws_kms_key: { keys: { count } } })).toThrow(
      `aws_kms_key.keys: count must be a whole number of 0 or more (got ${JSON.stringify(count)})`,
    );
  });

  test.each([
    [{ for_each: '${var.emails}' }],
    [{ for_each: '${aws_sns_topic_subscription.email}' }],
    [{ count: '${var.count}' }],
  ])('%j is counted once, and the line says so', (block) => {
    const { lines } = bill({ aws_sns_topic_subscription: { email: { ...email, ...block } } });
    expect(lines).toHaveLength(1);
    expect(lines[0]?.note).toBe('counted once: how many there are is an expression');
  });
});

describe('expressions', () => {
  test('a reference to another resource, or to the value of a for_each, is followed', () => {
    const { lines } = bill({
      aws_db_instance: {
        first: database,
        second: { ...database, instance_class: '${aws_db_instance.first.instance_class}' },
        each: { ...database, for_each: { a: { class: 'db.t4g.small' } }, instance_class: '${each.value.class}' },
      },
    });
    const hours = lines.filter(({ what }) => what.startsWith('instance'));
    expect(hours.map(({ what }) => what).sort()).toEqual([
      'instance db.t4g.micro',
      'instance db.t4g.micro',
      'instance db.t4g.small',
    ]);
  });

  test('one that only Terraform knows is assumed, and the line says what', () => {
    const result = bill({
      aws_db_instance: { one: { ...database, allocated_storage: '${var.gb}', multi_az: '${var.ha}' } },
    });
    expect(line(result, 'aws_db_instance.one', 'storage gp3')).toMatchObject({
      expected: 2.3,
      note: 'allocated_storage is an expression: 20 assumed; multi_az is an expression: false assumed',
    });
  });

  test('a class that only Terraform knows has no price, and neither has one that the catalogue does not know', () => {
    const { unpriced } = bill({
      aws_db_instance: {
        a: { ...database, instance_class: '${var.class}' },
        b: { ...database, instance_class: 'db.x2g.16xlarge' },
      },
    });
    expect(unpriced.map(({ address, why }) => `${address}: ${why}`)).toEqual([
      'aws_db_instance.a: instance: instance_class is an expression',
      'aws_db_instance.b: instance db.x2g.16xlarge: no price of rds.instance.db.x2g.16xlarge in us-east-1',
    ]);
  });

  test('two resources that refer to each other end nowhere', () => {
    const { unpriced } = bill({
      aws_db_instance: {
        a: { ...database, instance_class: '${aws_db_instance.b.instance_class}' },
        b: { ...database, instance_class: '${aws_db_instance.a.instance_class}' },
      },
    });
    expect(unpriced).toHaveLength(2);
  });
});

test('a bucket whose writer the JSON does not have is unpriced, and one without an end is kept for ten years', () => {
  const { unpriced, lines } = bill({
    aws_s3_bucket: { uploads: {}, trail: {} },
    aws_cloudtrail: { trail: { s3_bucket_name: '${aws_s3_bucket.trail.id}' } },
  });
  expect(unpriced.map(({ address }) => address)).toEqual(['aws_s3_bucket.uploads']);
  expect(lines.find(({ address }) => address === 'aws_s3_bucket.trail')?.note).toContain('ten years assumed');
});

test('a log group that nothing ever deletes counts as kept for a year, and an alarm every ten seconds as high resolution', () => {
  const result = bill({
    aws_cloudwatch_log_group: { web: { name: '/web', retention_in_days: 0 } },
    aws_cloudwatch_metric_alarm: { fine: { period: 10 } },
  });
  expect(line(result, 'aws_cloudwatch_log_group.web', 'kept for 365 days').note).toBe('never deleted: a year assumed');
  expect(line(result, 'aws_cloudwatch_metric_alarm.fine', 'alarm, high resolution').expected).toBe(0.3);
});

test("log groups that are not Palier's share the logs of the application", () => {
  const groups = { web: { name: '/web' }, worker: { count: 2, name: '/worker' } };
  const others = { firewall: { name: 'aws-waf-logs-one' }, trail: {} };
  const aws_cloudtrail = { trail: { cloud_watch_logs_group_arn: '${aws_cloudwatch_log_group.trail.arn}:*' } };
  const usage = { application_log_gb: { low: 30, expected: 30, high: 30 } };
  const json = (groups: object) => ({ provider, resource: { aws_cloudwatch_log_group: groups, aws_cloudtrail } });
  const { lines } = price(json({ ...groups, ...others }), { usage });
  const logs = lines.filter(({ what }) => what === 'logs of the application');
  expect(logs.map(({ address, quantity }) => [address, quantity.expected])).toEqual([
    ['aws_cloudwatch_log_group.web', 10],
    ['aws_cloudwatch_log_group.worker[0]', 10],
    ['aws_cloudwatch_log_group.worker[1]', 10],
  ]);
});

test('usage of which only what has no price depends is idle', () => {
  const usage = { database_gb: { low: 1, expected: 1, high: 1 }, application_log_gb: { low: 1, expected: 1, high: 1 } };
  const resource = { aws_cloudwatch_log_group: { web: {} } };
  const catalogue = Object.fromEntries(Object.entries(CATALOGUE).filter(([id]) => !id.startsWith('logs.')));
  expect(price({ provider, resource }, { usage }).idleUsage).toEqual(['database_gb']);
  expect([...price({ provider, resource }, { usage, catalogue }).idleUsage].sort()).toEqual([
    'application_log_gb',
    'database_gb',
  ]);
});

import { type Bill, CATALOGUE, price } from '../../../decision/cost';
import { FREE } from '../../../decision/cost/free';
import { RULES } from '../../../decision/cost/rules';
import addresses from '../../../modules/addresses.json';
import type { Json } from '../../support/stack-json';
import { cents, fullStack, irishStack, line, SAMPLES, sampleStacks } from './support';

const ALL = [...SAMPLES, 'full', 'irish'] as const;

type Name = (typeof ALL)[number];

let stacks: Record<Name, Json>;
let bills: Record<Name, Bill>;

beforeAll(async () => {
  stacks = { ...(await sampleStacks()), full: await fullStack(), irish: await irishStack() };
  bills = Object.fromEntries(ALL.map((name) => [name, price(stacks[name])])) as Record<Name, Bill>;
});

describe('every resource type that Palier can emit', () => {
  const types = [...new Set(addresses.map(({ address }) => address.replace(/\..*$/, '')))].sort();

  test.each(types)('%s has a rule, or a source that says that it is free', (type) => {
    expect(RULES[type] !== undefined || FREE[type] !== undefined).toBe(true);
  });

  test('there is no rule or free type that Palier does not emit', () => {
    const known = new Set(types);
    expect([...Object.keys(RULES), ...Object.keys(FREE)].filter((type) => !known.has(type))).toEqual([]);
  });

  test('what is free says why, where, and on which day that was read', () => {
    for (const { why, source } of Object.values(FREE)) {
      expect(why).not.toBe('');
      expect(source).toMatch(/^https:\/\/\S+, 2026-11-2\d$/);
    }
  });
});

test('each price has a unit, a region, a page and a date', () => {
  for (const [id, { unit, usd, source, date }] of Object.entries(CATALOGUE)) {
    expect([id, unit]).not.toEqual([id, '']);
    expect([id, Object.keys(usd).length > 0]).toEqual([id, true]);
    expect(source).toMatch(/^https:\/\/aws\.amazon\.com\/\S+\/$/);
    expect(date).toMatch(/^2026-1[01]-\d\d$/);
  }
});

describe.each(ALL)('the bill of %s', (name) => {
  test('has every resource in a line, among the free or among the unpriced', () => {
    const { lines, free, unpriced } = bills[name];
    const told = new Set([...lines, ...free, ...unpriced].map(({ address }) => address.replace(/\[.*$/, '')));
    const stack = stacks[name];
    const all = Object.entries<Json>(stack.resource).flatMap(([type, named]) =>
      Object.keys(named).map((one) => `${type}.${one}`),
    );
    expect(all.filter((address) => !told.has(address))).toEqual([]);
    expect(all.length).toBeGreaterThan(10);
  });

  test('has nothing that is zero without a word of why', () => {
    const silent = bills[name].lines.filter(({ quantity, note }) => quantity.high === 0 && note === undefined);
    expect(silent.map(({ address, what }) => `${address}: ${what}`)).toEqual([]);
  });

  test('gives every line a tier, a line of the checklist, a region, a source, and rising estimates', () => {
    for (const one of bills[name].lines) {
      expect(one.tier).not.toBe('none');
      expect(one.checklistLine).toMatch(/^[a-z-]+$/);
      expect(['us-east-1', 'eu-west-1']).toContain(one.region);
      expect(one.source).toMatch(/^(https:\/\/\S+, 2026-\d\d-\d\d|second-hand: .+)$/);
      expect(one.low).toBeLessThanOrEqual(one.expected);
      expect(one.expected).toBeLessThanOrEqual(one.high);
    }
  });

  test('adds up, to the cent: lines, lines of the checklist, tiers, total', () => {
    const { lines, byChecklistLine, byTier, total } = bills[name];
    expect(cents(lines)).toEqual(cents([total]));
    expect(cents(byChecklistLine)).toEqual(cents([total]));
    expect(cents(byTier)).toEqual(cents([total]));
    expect(total.expected).toBeGreaterThan(1);
  });

  test('is the same bill whatever the order of the JSON', () => {
    const stack = stacks[name];
    const reversed = Object.fromEntries(
      Object.entries<Json>(stack.resource)
        .reverse()
        .map(([type, named]) => [type, Object.fromEntries(Object.entries(named).reverse())]),
    );
    expect(price({ ...stack, resource: reversed })).toEqual(bills[name]);
  });
});

test('the samples are of their tiers, and each has lines of the tiers up to its own', () => {
  expect(SAMPLES.map((sample) => bills[sample].tier)).toEqual([...SAMPLES]);
  expect(bills.beta.byTier.map(({ tier }) => tier)).toEqual(['beta']);
  expect(bills.enterprise.byTier.map(({ tier }) => tier)).toEqual(['beta', 'early-ga', 'production-ga', 'enterprise']);
  expect(bills.beta.environment).toBe('orchard-production');
});

describe('figures that a person can check', () => {
  test('beta: 730 hours of the smallest class, 20 GB, a web ACL with five rules, a secret, eleven alarms', () => {
    const { beta } = bills;
    expect(line(beta, 'aws_db_instance.database', 'instance db.t4g.micro').expected).toBe(11.68);
    expect(line(beta, 'aws_db_instance.database', 'storage gp3').expected).toBe(2.3);
    expect(line(beta, 'aws_wafv2_web_acl.firewall', 'web ACL').expected).toBe(5);
    expect(line(beta, 'aws_wafv2_web_acl.firewall', 'rules').expected).toBe(5);
    expect(line(beta, 'aws_secretsmanager_secret.database', 'secret').expected).toBe(0.4);
    const alarms = beta.lines.filter(({ type }) => type === 'aws_cloudwatch_metric_alarm');
    expect(alarms).toHaveLength(11);
    expect(alarms.every(({ expected }) => expected === 0.1)).toBe(true);
  });

  test('ten of the alarms of an account are free: of the low estimate, not of the expected one', () => {
    const alarms = cents(bills.beta.lines.filter(({ type }) => type === 'aws_cloudwatch_metric_alarm'));
    expect(alarms).toEqual({ low: 10, expected: 110, high: 110 });
  });

  test('early-ga: Bot Control with its rule, four keys, an interface endpoint in one zone', () => {
    const bill = bills['early-ga'];
    const botControl = bill.byChecklistLine.find(({ checklistLine }) => checklistLine === 'bot-control');
    expect(botControl).toMatchObject({ tier: 'early-ga', low: 11, expected: 11, high: 11 });
    expect(line(bill, 'aws_wafv2_web_acl.firewall', 'rules').expected).toBe(5);
    expect(line(bill, 'aws_wafv2_web_acl.firewall', 'rule of Bot Control').expected).toBe(1);
    expect(bill.lines.filter(({ what }) => what === 'customer key')).toHaveLength(4);
    const endpoint = 'aws_vpc_endpoint.secrets_manager';
    expect(line(bill, endpoint, 'interface endpoint, 1 availability zone').expected).toBe(7.3);
  });

  test('production-ga: Multi-AZ is the instance and its storage once more, and production-ga adds it', () => {
    const bill = bills['production-ga'];
    const database = 'aws_db_instance.database';
    for (const [once, again] of [
      ['instance db.t4g.micro', 'standby db.t4g.micro'],
      ['storage gp3', 'storage gp3 of the standby'],
    ] as const) {
      const standby = line(bill, database, again);
      expect(cents([standby])).toEqual(cents([line(bill, database, once)]));
      expect(standby).toMatchObject({ tier: 'production-ga', checklistLine: 'multi-az' });
    }
    expect(bills['early-ga'].lines.some(({ what }) => what.startsWith('standby'))).toBe(false);
  });

  test('production-ga: the backups over there and the way to them; nothing is free in a region without a database', () => {
    const bill = bills['production-ga'];
    const replication = 'aws_db_instance_automated_backups_replication.database';
    // 20 GB, and six times the 5 % that a day changes.
    expect(line(bill, replication, 'backups kept in the recovery region')).toMatchObject({
      region: 'eu-west-1',
      expected: 2.47,
    });
    expect(line(bill, replication, 'transfer to the recovery region')).toMatchObject({
      region: 'us-east-1',
      expected: 0.6,
    });
  });

  test('enterprise: a health check with HTTPS, and a stand-by that nobody asks', () => {
    const bill = bills.enterprise;
    const check = 'aws_route53_health_check.endpoint["app.forest.example:443/health"]';
    expect(line(bill, check, 'health check')).toMatchObject({ low: 0, expected: 0.5, high: 0.5 });
    expect(line(bill, check, 'its options').expected).toBe(1);
    expect(line(bill, check, 'options, outside AWS')).toMatchObject({ expected: 0, high: 1 });
    const standby = 'aws_wafv2_web_acl.recovery_firewall';
    expect(line(bill, standby, 'web ACL')).toMatchObject({ region: 'eu-west-1', expected: 5 });
    expect(line(bill, standby, 'requests')).toMatchObject({
      high: 0,
      note: expect.stringContaining('until the home region'),
    });
    expect(line(bill, 'aws_secretsmanager_secret.database', 'replica in eu-west-1')).toMatchObject({
      region: 'eu-west-1',
      expected: 0.4,
    });
  });

  test('enterprise: seven copies of 50 GB, each but the first 5 % of it, and thirty days of that on their way', () => {
    const { lines } = bills.enterprise;
    const quantities = lines.filter(({ address }) => address === 'aws_lambda_function.snapshot_copies');
    const quantity = (what: string) => quantities.find((one) => one.what === what)?.quantity.expected;
    expect(quantity('7 copies kept in eu-west-1')).toBeCloseTo(65, 9);
    expect(quantity('transfer to eu-west-1')).toBeCloseTo(75, 9);
  });

  test('logs: 15 % of what comes in is stored, and each tier keeps it longer than the one below', () => {
    const group = 'aws_cloudwatch_log_group.database_postgresql';
    const kept = bills['production-ga'].lines.filter(
      ({ address, price }) => address === group && price === 'logs.storage',
    );
    // Of 2 GB a month, compressed: one month at beta, two more at early-ga, three more at production-ga.
    expect(
      kept.map(({ tier, checklistLine, quantity }) => [tier, checklistLine, quantity.expected.toFixed(2)]),
    ).toEqual([
      ['beta', 'logs', '0.30'],
      ['early-ga', 'log-retention', '0.60'],
      ['production-ga', 'log-retention', '0.90'],
    ]);
  });

  test('storage grows with the data, as far as the database may', () => {
    const storage = (gb: number) => {
      const usage = { database_gb: { low: gb, expected: gb, high: gb } };
      return line(price(stacks.beta, { usage }), 'aws_db_instance.database', 'storage gp3').quantity.expected;
    };
    expect([storage(0), storage(20), storage(21), storage(100), storage(500)]).toEqual([20, 20, 21, 100, 100]);
  });

  test('the trail and AWS Config: what is recorded, and a year of files', () => {
    const { full } = bills;
    expect(line(full, 'aws_config_configuration_recorder.configuration', 'changes recorded').expected).toBe(4.5);
    const files = line(full, 'aws_s3_bucket.audit_trail', 'files of CloudTrail kept for 365 days');
    // A million events of 1.5 KB, a tenth in gzip, for 365 of 30 days.
    expect(files.quantity.expected).toBeCloseTo(((1e6 * 1.5 * 0.1) / 1024 ** 2) * (365 / 30), 6);
  });

  test('Aurora Global: three instances, the third at the price of its own region', () => {
    const { full: bill } = bills;
    const what = 'instance db.r6g.large';
    expect(line(bill, 'aws_rds_cluster_instance.aurora_a', what).expected).toBe(189.8);
    expect(line(bill, 'aws_rds_cluster_instance.aurora_b', what).expected).toBe(189.8);
    expect(line(bill, 'aws_rds_cluster_instance.aurora_secondary_a', what)).toMatchObject({
      region: 'eu-west-1',
      expected: 208.78,
    });
  });

  test("Aurora's backups: 50 GB and six days of 5 %, of which the size of the data is free", () => {
    const backups = line(bills.full, 'aws_rds_cluster.aurora', 'backups beyond the size of the data');
    expect(backups.quantity.expected).toBeCloseTo(15, 9);
    expect(backups.expected).toBe(0.32);
  });

  test('what has no price in a region is listed, not zero', () => {
    const secondary = bills.full.unpriced.filter(({ address }) => address === 'aws_rds_cluster.aurora_secondary');
    expect(secondary.map(({ why }) => why)).toContain(
      'storage, Aurora Standard: no price of aurora.storage in eu-west-1',
    );
  });

  test('at home in eu-west-1: its prices, and what it has no price of is listed', () => {
    const { irish } = bills;
    expect(line(irish, 'aws_db_instance.database', 'instance db.t4g.micro').expected).toBe(12.41);
    expect(line(irish, 'aws_rds_cluster_instance.aurora_secondary_a', 'instance db.r6g.large').expected).toBe(189.8);
    expect(irish.lines.some(({ type }) => type === 'aws_guardduty_detector')).toBe(false);
    expect(irish.unpriced.filter(({ type }) => type === 'aws_guardduty_detector')).toHaveLength(3);
  });

  test('Shield Advanced, a response plan, AWS Backup in both vaults, data events', () => {
    const { full: bill } = bills;
    expect(line(bill, 'aws_shield_subscription.shield', 'Shield Advanced').expected).toBe(3000);
    expect(line(bill, 'aws_ssmincidents_response_plan.critical_incident', 'response plan').expected).toBe(7);
    expect(line(bill, 'aws_backup_plan.database', 'copies kept in eu-west-1').region).toBe('eu-west-1');
    expect(line(bill, 'aws_cloudtrail.audit_trail', 'data events').expected).toBe(10);
  });

  test('each log group of the application has its part of what the application logs', () => {
    const groups = bills.full.lines.filter(({ what }) => what === 'logs of the application');
    expect(groups.map(({ address }) => address)).toEqual([
      'aws_cloudwatch_log_group.application["/aws/lambda/api"]',
      'aws_cloudwatch_log_group.application["/aws/lambda/worker"]',
    ]);
    expect(groups.map(({ quantity }) => quantity.expected)).toEqual([35, 35]);
  });

  test('the organization: a key, and a trail whose first copy of the events is free', () => {
    const { organization } = bills;
    expect(line(organization, 'aws_kms_key.organization_trail', 'customer key').expected).toBe(1);
    expect(line(organization, 'aws_cloudtrail.organization_trail', 'management events').high).toBe(0);
    expect(organization.free.filter(({ type }) => type === 'aws_organizations_account')).toHaveLength(4);
  });
});

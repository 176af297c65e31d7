import { loadEnvironments } from '../../../config';
import { AUDIT_ALARM_NAMES } from '../../../config/sections/audit-trail';
import { AUDIT_ALARMS } from '../../../modules/production-ga/audit-trail-alarms';
import { directory, load, MINIMAL, problemsIn, testMistakes } from '../support';

const PRODUCTION_GA = MINIMAL.replace('beta', 'production-ga');
const OTHERS_OFF =
  'account_wide: { security_hub: off, guardduty: off, access_analyzer: off, cost_anomaly_monitor: off, config_recorder: off }\n';

const trailOf = (yaml: string) => load(PRODUCTION_GA + yaml).settings.productionGa?.auditTrail;

describe('audit_trail', () => {
  testMistakes([
    [
      'audit_trail: { mode: yes please }',
      '8:22 audit_trail.mode: is not allowed (got "yes please", allowed managed, existing, off).',
    ],
    [
      'audit_trail: { name: a }',
      '8:22 audit_trail.name: is not a name of a trail (got "a", allowed 3 to 128 letters, digits and single ._-, a letter or digit first and last)',
    ],
    [
      'audit_trail: { name: audit--trail }',
      '8:22 audit_trail.name: is not a name of a trail (got "audit--trail", allowed 3 to 128 letters, digits and single ._-, a letter or digit first and last)',
    ],
    [
      'audit_trail: { name: 10.0.0.1 }',
      '8:22 audit_trail.name: is an IP address, not a name of a trail (got "10.0.0.1")',
    ],
    [
      'audit_trail: { bucket: Audit }',
      '8:24 audit_trail.bucket: is not a name of a bucket (got "Audit", allowed 3 to 63 lower-case letters, digits, dots and hyphens)',
    ],
    [
      'audit_trail: { retention_days: 90 }',
      '8:32 audit_trail.retention_days: is out of range (got 90, allowed 180 to 36500 days)',
    ],
    [
      'audit_trail: { object_lock: { days: 30 } }',
      '8:16 audit_trail.object_lock.mode: is required (allowed GOVERNANCE, COMPLIANCE)',
    ],
    [
      'audit_trail: { object_lock: { mode: GOVERNANCE, days: 366 } }',
      '8:55 audit_trail.object_lock.days: keeps files for longer than the trail does (got 366, allowed 1 to retention_days 365)',
    ],
    [
      'audit_trail: { data_events: { lambda_functions: [api] } }',
      `8:50 audit_trail.data_events.lambda_functions[0]: is not a Lambda function's ARN (got "api", allowed such as arn:aws:lambda:us-east-1:123456789012:function:api, without a version or alias)`,
    ],
    [
      'audit_trail: { data_events: { lambda_functions: ["arn:aws:lambda:us-east-1:210987654321:function:api"] } }',
      '8:50 audit_trail.data_events.lambda_functions[0]: is of another account than aws.account_id 123456789012 (got "arn:aws:lambda:us-east-1:210987654321:function:api"), which the trail does not record',
    ],
    [
      'audit_trail: { bucket: audit, data_events: { s3_buckets: [invoices, audit] } }',
      '8:69 audit_trail.data_events.s3_buckets[1]: is the bucket of the trail itself (got "audit"): each of its deliveries would be an event',
    ],
    [
      'audit_trail: { data_events: { s3_buckets: [acme-audit-trail-123456789012-us-east-1] } }',
      '8:44 audit_trail.data_events.s3_buckets[0]: is the bucket of the trail itself (got "acme-audit-trail-123456789012-us-east-1"): each of its deliveries would be an event',
    ],
    [
      `audit_trail: { data_events: { s3_buckets: [${Array.from({ length: 251 }, (_, n) => `bucket-${n}`).join(', ')}] } }`,
      '8:16 audit_trail.data_events: names 251 resources, and a trail records the data events of 250 at most',
    ],
    [
      'audit_trail: { alarms: [root] }',
      `8:25 audit_trail.alarms[0]: is not allowed (got "root", allowed ${AUDIT_ALARM_NAMES.join(', ')}).`,
    ],
    [
      'logs: { application_log_groups: [/aws/cloudtrail/acme-audit-trail] }',
      `8:34 logs.application_log_groups[0]: is the log group of this environment's database, firewall, audit trail or one of its functions (got "/aws/cloudtrail/acme-audit-trail"), which Palier governs already`,
    ],
  ]);

  test("its names begin with that of the environment; the plan's are settings", () => {
    expect(trailOf('')).toMatchObject({
      mode: 'managed',
      name: 'acme-audit-trail',
      bucketName: 'acme-audit-trail-123456789012-us-east-1',
      accessLogBucketName: 'acme-audit-access-123456789012-us-east-1',
      retentionDays: 365,
      objectLock: undefined,
      alarms: undefined,
    });
    expect(trailOf('audit_trail: { name: huntaze-audit-trail, bucket: huntaze-cloudtrail-logs }\n')).toMatchObject({
      name: 'huntaze-audit-trail',
      bucketName: 'huntaze-cloudtrail-logs',
    });
  });

  test('the longest names that there are fit', () => {
    const longest = PRODUCTION_GA.replace('acme', 'a'.repeat(20)).replace('us-east-1', 'ap-southeast-1');
    const trail = load(longest).settings.productionGa?.auditTrail;
    expect(trail?.bucketName.length).toBeLessThanOrEqual(63);
    expect(trail?.accessLogBucketName.length).toBeLessThanOrEqual(63);
  });

  test('knows every alarm that there is, and no other', () => {
    expect(AUDIT_ALARM_NAMES).toEqual(Object.keys(AUDIT_ALARMS));
    expect(trailOf('audit_trail: { alarms: [root-use] }\n')?.alarms).toEqual(['root-use']);
    expect(trailOf('audit_trail: { alarms: }\n')?.alarms).toEqual([]);
  });
});

describe('two environments', () => {
  const shop = PRODUCTION_GA.replace('acme', 'shop').concat(OTHERS_OFF);
  const elsewhere = shop.replace('123456789012', '210987654321');

  test('of one account have one trail, in whatever region: a further copy of its events costs', () => {
    for (const second of [shop, shop.replace('us-east-1', 'eu-west-1')]) {
      expect(problemsIn({ 'acme.yaml': PRODUCTION_GA, 'shop.yaml': second })).toEqual([
        {
          file: 'shop.yaml',
          line: 1,
          column: 1,
          path: 'audit_trail.mode',
          message: expect.stringContaining('is managed by acme.yaml already, whose trail records this whole account'),
        },
      ]);
    }
  });

  test('of one account are all right where one has no trail of its own', () => {
    const both = (second: string) =>
      loadEnvironments({ directory: directory({ 'a.yaml': PRODUCTION_GA, 'b.yaml': second }), variable: undefined })
        .environments;
    expect(both(`${shop}audit_trail: { mode: existing }\n`)).toHaveLength(2);
    expect(both(`${shop}audit_trail: { mode: "off" }\n`)).toHaveLength(2);
    expect(both(shop.replace('production-ga', 'early-ga'))).toHaveLength(2);
  });

  test('never name one bucket, not even in two accounts', () => {
    const named = 'audit_trail: { bucket: acme-audit-trail-123456789012-us-east-1 }\n';
    expect(problemsIn({ 'acme.yaml': PRODUCTION_GA, 'shop.yaml': elsewhere + named })).toMatchObject([
      {
        file: 'shop.yaml',
        path: 'audit_trail.bucket',
        message:
          'gives the bucket of the audit trail a name that acme.yaml has for its own (got acme-audit-trail-123456789012-us-east-1)',
      },
    ]);
    expect(problemsIn({ 'a.yaml': elsewhere + named, 'b.yaml': PRODUCTION_GA }).map(({ path }) => path)).toEqual([
      'name',
    ]);
  });
});

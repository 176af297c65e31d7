import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import knownAddresses from '../../../modules/addresses.json';
import { AUDIT_ALARMS } from '../../../modules/production-ga/audit-trail-alarms';
import { argumentsOf, earlyGaJson } from '../../support/early-ga';
import { guideSection } from '../../support/guide';
import { huntaze } from '../../support/huntaze';
import { parsePolicy } from '../../support/policy';
import { productionGaJson } from '../../support/production-ga';
import { addresses, type Json } from '../../support/stack-json';
import { ROOT, synthesize } from '../../support/synthesize';

const ACCOUNT = '123456789012';
const ALARMS = Object.keys(AUDIT_ALARMS).map((alarm) => `audit_${alarm.replaceAll('-', '_')}`);

/** What protects a bucket's objects. */
const AROUND_A_BUCKET = [
  'aws_s3_bucket',
  'aws_s3_bucket_lifecycle_configuration',
  'aws_s3_bucket_ownership_controls',
  'aws_s3_bucket_policy',
  'aws_s3_bucket_public_access_block',
  'aws_s3_bucket_server_side_encryption_configuration',
  'aws_s3_bucket_versioning',
];
const STATEFUL = [
  'aws_cloudwatch_log_group.audit_trail',
  'aws_kms_alias.audit_trail',
  'aws_kms_key.audit_trail',
  ...AROUND_A_BUCKET.flatMap((type) => [`${type}.audit_trail`, `${type}.audit_trail_access_logs`]),
  'aws_s3_bucket_logging.audit_trail',
].sort();
const OTHERS = [
  'aws_cloudtrail.audit_trail',
  'aws_iam_role.audit_trail',
  'aws_iam_role_policy.audit_trail',
  ...ALARMS.flatMap((alarm) => [`aws_cloudwatch_log_metric_filter.${alarm}`, `aws_cloudwatch_metric_alarm.${alarm}`]),
];

let earlyGa: Json;
let productionGa: Json;

beforeAll(async () => {
  [earlyGa, productionGa] = await Promise.all([earlyGaJson(), productionGaJson()]);
});

/** What the trail adds, by the checklist line in the construct's path. */
function ofTrail(stack: Json): string[] {
  return addresses(stack).filter((address) => {
    const [type = '', name = ''] = address.split('.');
    return stack.resource[type][name]['//'].metadata.path.includes('/audit-trail/');
  });
}

describe('the trail', () => {
  test('records all regions, encrypted and with digests, once bucket, key and role are there', () => {
    expect(argumentsOf(productionGa.resource.aws_cloudtrail.audit_trail)).toEqual({
      name: 'acme-audit-trail',
      s3_bucket_name: '${aws_s3_bucket.audit_trail.bucket}',
      kms_key_id: '${aws_kms_key.audit_trail.arn}',
      is_multi_region_trail: true,
      include_global_service_events: true,
      enable_log_file_validation: true,
      cloud_watch_logs_group_arn: '${aws_cloudwatch_log_group.audit_trail.arn}:*',
      cloud_watch_logs_role_arn: '${aws_iam_role.audit_trail.arn}',
      depends_on: [
        'aws_s3_bucket_policy.audit_trail',
        'aws_s3_bucket_server_side_encryption_configuration.audit_trail',
        'aws_iam_role_policy.audit_trail',
      ],
    });
  });

  test('adds these, and nothing below the tier', () => {
    expect(ofTrail(productionGa)).toEqual([...STATEFUL, ...OTHERS].sort());
    expect(ofTrail(earlyGa)).toEqual([]);
    expect(productionGa.output).toHaveProperty('audit_event_history_url');
    expect(productionGa.output.audit_trail_arn.value).toBe('${aws_cloudtrail.audit_trail.arn}');
  });

  test('takes the names that the environment gives, in the policies, too', async () => {
    const { resource } = await productionGaJson({ audit_trail: { name: 'audit', bucket: 'audit-logs' } });
    expect(resource.aws_cloudtrail.audit_trail.name).toBe('audit');
    expect(resource.aws_s3_bucket.audit_trail.bucket).toBe('audit-logs');
    expect(resource.aws_cloudwatch_log_group.audit_trail.name).toBe('/aws/cloudtrail/audit');
    for (const { policy } of [resource.aws_s3_bucket_policy.audit_trail, resource.aws_kms_key.audit_trail]) {
      const trail = `arn:aws:cloudtrail:us-east-1:${ACCOUNT}:trail/audit`;
      expect(JSON.stringify(parsePolicy(policy))).toContain(`"aws:SourceArn":"${trail}"`);
    }
  });

  test('data events only when asked for', async () => {
    const lambda = `arn:aws:lambda:us-east-1:${ACCOUNT}:function:api`;
    const asked = (data_events: object) => productionGaJson({ audit_trail: { data_events } });
    const [both, one] = await Promise.all([
      asked({ s3_buckets: ['invoices', 'letters'], lambda_functions: [lambda] }),
      asked({ lambda_functions: [lambda] }),
    ]);
    const functions = { type: 'AWS::Lambda::Function', values: [lambda] };
    const selector = { read_write_type: 'All', include_management_events: true };
    expect(both.resource.aws_cloudtrail.audit_trail.event_selector).toEqual([
      {
        ...selector,
        data_resource: [
          { type: 'AWS::S3::Object', values: ['arn:aws:s3:::invoices/', 'arn:aws:s3:::letters/'] },
          functions,
        ],
      },
    ]);
    expect(one.resource.aws_cloudtrail.audit_trail.event_selector).toEqual([
      { ...selector, data_resource: [functions] },
    ]);
  });
});

describe('the buckets', () => {
  const NAMES = ['audit_trail', 'audit_trail_access_logs'];

  test.each(NAMES)('%s: never public, never deleted, versioned, owned by the account', (name) => {
    const { resource } = productionGa;
    const bucket = `\${aws_s3_bucket.${name}.id}`;
    expect(resource.aws_s3_bucket[name]).toMatchObject({ lifecycle: { prevent_destroy: true } });
    expect(resource.aws_s3_bucket[name]).not.toHaveProperty('force_destroy');
    expect(resource.aws_s3_bucket[name]).not.toHaveProperty('object_lock_enabled');
    expect(argumentsOf(resource.aws_s3_bucket_public_access_block[name])).toEqual({
      bucket,
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
    expect(resource.aws_s3_bucket_versioning[name].versioning_configuration).toEqual({ status: 'Enabled' });
    expect(resource.aws_s3_bucket_ownership_controls[name].rule).toEqual({ object_ownership: 'BucketOwnerEnforced' });
  });

  test('under the key of the trail; the access log as it must be, for S3 cannot log to a bucket with a key', () => {
    const { audit_trail, audit_trail_access_logs } =
      productionGa.resource.aws_s3_bucket_server_side_encryption_configuration;
    expect(audit_trail.rule).toEqual([
      {
        apply_server_side_encryption_by_default: {
          sse_algorithm: 'aws:kms',
          kms_master_key_id: '${aws_kms_key.audit_trail.arn}',
        },
        bucket_key_enabled: true,
      },
    ]);
    expect(audit_trail_access_logs.rule).toEqual([
      { apply_server_side_encryption_by_default: { sse_algorithm: 'AES256' } },
    ]);
  });

  test('keep files for a year, or as long as the environment says, from the 90th day for less', async () => {
    const rule = (stack: Json, name: string) => stack.resource.aws_s3_bucket_lifecycle_configuration[name].rule[0];
    expect(rule(productionGa, 'audit_trail')).toMatchObject({
      status: 'Enabled',
      transition: [{ days: 90, storage_class: 'GLACIER_IR' }],
      expiration: [{ days: 365 }],
      noncurrent_version_expiration: [{ noncurrent_days: 90 }],
    });
    expect(rule(productionGa, 'audit_trail_access_logs')).not.toHaveProperty('transition');
    const longer = await productionGaJson({ audit_trail: { retention_days: 2555 } });
    expect(NAMES.map((name) => rule(longer, name).expiration)).toEqual([[{ days: 2555 }], [{ days: 2555 }]]);
  });

  test('object lock comes as a resource of its own: the bucket that is there stays as it is', async () => {
    const locked = await productionGaJson({ audit_trail: { object_lock: { mode: 'COMPLIANCE', days: 30 } } });
    expect(addresses(locked).filter((address) => !addresses(productionGa).includes(address))).toEqual([
      'aws_s3_bucket_object_lock_configuration.audit_trail',
    ]);
    expect(locked.resource.aws_s3_bucket).toEqual(productionGa.resource.aws_s3_bucket);
    expect(argumentsOf(locked.resource.aws_s3_bucket_object_lock_configuration.audit_trail)).toEqual({
      bucket: '${aws_s3_bucket.audit_trail.id}',
      rule: { default_retention: { mode: 'COMPLIANCE', days: 30 } },
      depends_on: ['aws_s3_bucket_versioning.audit_trail'],
    });
    // Given up again, it stays: S3 has no way back.
    expect(productionGa.removed).toContainEqual({
      from: 'aws_s3_bucket_object_lock_configuration.audit_trail',
      lifecycle: { destroy: false },
    });
  });
});

describe('CloudWatch Logs', () => {
  test('the group has the retention and the key of all others', () => {
    expect(argumentsOf(productionGa.resource.aws_cloudwatch_log_group.audit_trail)).toEqual({
      name: '/aws/cloudtrail/acme-audit-trail',
      retention_in_days: 180,
      kms_key_id: '${aws_kms_key.logs.arn}',
      skip_destroy: true,
    });
  });

  test('each of the fourteen has a filter, and an alarm of its metric that tells somebody at once', () => {
    expect(ALARMS).toHaveLength(14);
    const { aws_cloudwatch_log_metric_filter: filters, aws_cloudwatch_metric_alarm: alarms } = productionGa.resource;
    for (const [alarm, { pattern }] of Object.entries(AUDIT_ALARMS)) {
      const address = `audit_${alarm.replaceAll('-', '_')}`;
      expect(argumentsOf(filters[address])).toEqual({
        name: `acme-audit-${alarm}`,
        log_group_name: '${aws_cloudwatch_log_group.audit_trail.name}',
        pattern,
        metric_transformation: { name: `audit-${alarm}`, namespace: 'acme/logs', value: '1' },
      });
      expect(alarms[address]).toMatchObject({
        alarm_name: `acme-audit-${alarm}`,
        metric_name: `audit-${alarm}`,
        namespace: 'acme/logs',
        statistic: 'Sum',
        comparison_operator: 'GreaterThanOrEqualToThreshold',
        threshold: 1,
        evaluation_periods: 1,
        treat_missing_data: 'notBreaching',
        alarm_actions: expect.arrayContaining(['${aws_sns_topic.alerts.arn}']),
      });
    }
  });

  test('no pattern is longer than CloudWatch Logs takes', () => {
    for (const { pattern } of Object.values(AUDIT_ALARMS)) expect(pattern.length).toBeLessThanOrEqual(1024);
  });

  test('only the alarms that the environment names', async () => {
    const few = await productionGaJson({ audit_trail: { alarms: ['trail-changes', 'root-use'] } });
    const of = (type: string) => Object.keys(few.resource[type]).filter((name) => name.startsWith('audit_'));
    expect(of('aws_cloudwatch_metric_alarm')).toEqual(['audit_root_use', 'audit_trail_changes']);
    expect(of('aws_cloudwatch_log_metric_filter')).toEqual(['audit_root_use', 'audit_trail_changes']);
  });
});

describe('the guide', () => {
  test('tells of each alarm', async () => {
    const guide = await readFile(join(ROOT, 'docs', 'guides', 'audit-trail.md'), 'utf8');
    const rows = [...guide.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, name]) => name);
    expect(rows).toEqual(Object.keys(AUDIT_ALARMS));
  });

  test('has the environment that came back import all that was forgotten, by its name', async () => {
    const { settings } = guideSection('audit-trail.md', 'What going down leaves');
    const { imports } = settings as { imports: Record<string, string> };
    expect(Object.keys(imports).sort()).toEqual(STATEFUL);
    const { stackDirectory } = await synthesize(huntaze(settings));
    const { resource } = JSON.parse(await readFile(join(stackDirectory, 'cdk.tf.json'), 'utf8'));
    for (const [address, id] of Object.entries(imports)) {
      const [type = '', name = ''] = address.split('.');
      const names: Record<string, string> = {
        aws_kms_key: 'KEY_ID',
        aws_kms_alias: resource.aws_kms_alias.audit_trail.name,
        aws_cloudwatch_log_group: resource.aws_cloudwatch_log_group.audit_trail.name,
      };
      expect([address, id]).toEqual([address, names[type] ?? resource.aws_s3_bucket[name].bucket]);
    }
  });
});

describe('without a trail of its own', () => {
  const forgotten = (stack: Json) =>
    (stack.removed as Json[])
      .map(({ from }) => from)
      .filter((address) => address.includes('.audit_trail'))
      .sort();
  const LOCK = 'aws_s3_bucket_object_lock_configuration.audit_trail';

  test('off: nothing of it, the trail is deleted, and all that holds or protects records is forgotten', async () => {
    const off = await productionGaJson({ audit_trail: { mode: 'off' } });
    expect(ofTrail(off)).toEqual([]);
    expect(forgotten(off)).toEqual([...STATEFUL, LOCK].sort());
    expect(off.output).not.toHaveProperty('audit_trail_arn');
  });

  test('existing: the trail that was managed is let go of, with the role that it writes by', async () => {
    const existing = await productionGaJson({ audit_trail: { mode: 'existing' } });
    expect(ofTrail(existing)).toEqual([]);
    expect(forgotten(existing)).toEqual(
      [
        ...STATEFUL,
        LOCK,
        'aws_cloudtrail.audit_trail',
        'aws_iam_role.audit_trail',
        'aws_iam_role_policy.audit_trail',
      ].sort(),
    );
  });

  test('down a tier: forgotten is all that is called stateful, and every one of these is', () => {
    const stateful = knownAddresses.filter(({ line, stateful }) => line === 'audit-trail' && stateful);
    expect(stateful.map(({ address }) => address).sort()).toEqual([...STATEFUL, LOCK].sort());
    expect(forgotten(earlyGa)).toEqual([...STATEFUL, LOCK].sort());
  });
});

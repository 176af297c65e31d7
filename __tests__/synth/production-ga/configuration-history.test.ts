import { addresses, type Json, stackJson } from '../../support/stack-json';

const productionGa = (changes: Record<string, unknown> = {}) => stackJson({ tier: 'production-ga', ...changes });

/** By what is in their names after the environment's. */
const rulesOf = ({ resource }: Json): Json =>
  Object.fromEntries(
    Object.values<Json>(resource.aws_config_config_rule).map((rule) => [rule.name.replace(/^acme-/, ''), rule]),
  );
const TAGGED = { tag_key: 'Environment', tag_value: 'acme' };
const HISTORY = ['', '_policy', '_public_access_block', '_versioning'].map(
  (type) => `aws_s3_bucket${type}.configuration_history`,
);

const ROLE = 'aws_iam_service_linked_role.configuration_recorder';

let stack: Json;

beforeAll(async () => {
  stack = await productionGa();
});

test('everything is recorded from production-ga, under the addresses that beta has for it', async () => {
  const beta = await stackJson({ account_wide: { config_recorder: 'managed' } });
  const recorder = (json: Json) =>
    addresses(json).filter((address) => /configuration_?(history|recorder|\.configuration)?/.test(address));
  expect(recorder(stack)).toEqual(expect.arrayContaining(recorder(beta)));
  expect(stack.resource.aws_config_configuration_recorder_status.configuration.is_enabled).toBe(true);
});

test('each rule is one of AWS, waits for the recorder, and looks at this environment only', () => {
  const rules = Object.values<Json>(rulesOf(stack));
  expect(rules).toHaveLength(11);
  for (const rule of rules) {
    expect(rule.name).toMatch(/^acme-[a-z-]+$/);
    expect(rule.source).toEqual({ owner: 'AWS', source_identifier: expect.stringMatching(/^[A-Z0-9_]+$/) });
    const trail = rule.name === 'acme-audit-trail' ? ['aws_cloudtrail.audit_trail'] : [];
    expect(rule.depends_on).toEqual(['aws_config_configuration_recorder_status.configuration', ...trail]);
  }
  const daily = rules.filter(({ scope }) => scope === undefined);
  // AWS refuses a scope for these: what they look at is in their parameters, or is the account itself.
  expect(daily.map(({ source }) => source.source_identifier).sort()).toEqual([
    'CLOUDTRAIL_SECURITY_TRAIL_ENABLED',
    'KMS_CMK_NOT_SCHEDULED_FOR_DELETION',
  ]);
  for (const rule of daily) expect(rule.maximum_execution_frequency).toBe('TwentyFour_Hours');
  for (const rule of rules.filter((one) => !daily.includes(one))) {
    expect(rule.scope).toEqual(TAGGED);
    expect(rule.maximum_execution_frequency).toBeUndefined();
  }
});

test('the tag that they look for is on everything', () => {
  expect(stack.provider.aws[0].default_tags[0].tags[TAGGED.tag_key]).toBe(TAGGED.tag_value);
});

test('their parameters are what the environment promises', async () => {
  const json = await productionGa({
    database: { backup_retention_period: 14 },
    secret_rotation: { automatically_after_days: 7 },
  });
  const rules = rulesOf(json);
  expect(rules['database-backups'].input_parameters).toBe('${jsonencode({"backupRetentionMinimum" = "14"})}');
  expect(rules['secret-rotation-enabled'].input_parameters).toContain('"maximumAllowedRotationFrequency" = "7"');
  const { input_parameters: keys } = rules['keys-not-deleted'];
  for (const key of ['database', 'secrets', 'logs', 'notifications', 'audit_trail']) {
    expect(keys).toContain(`aws_kms_key.${key}.key_id`);
  }
});

test('a broken rule is told to the alerts topic: those of this environment, by their names', () => {
  const { configuration_drift: rule } = stack.resource.aws_cloudwatch_event_rule;
  const { detail, ...event } = JSON.parse(rule.event_pattern);
  expect(event).toEqual({ source: ['aws.config'], 'detail-type': ['Config Rules Compliance Change'] });
  expect(detail.newEvaluationResult).toEqual({ complianceType: ['NON_COMPLIANT'] });
  const names = Object.values<Json>(rulesOf(stack)).map(({ name }) => name);
  expect([...detail.configRuleName].sort()).toEqual(names.sort());
  // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html (2026-11-23)
  expect(rule.event_pattern.length).toBeLessThan(2048);
  const { arn, input_transformer: message } = stack.resource.aws_cloudwatch_event_target.configuration_drift;
  expect(arn).toBe('${aws_sns_topic.alerts.arn}');
  const placeholders = [...message.input_template.matchAll(/<(\w+)>/g)].map(([, name]: string[]) => name);
  expect(Object.keys(message.input_paths).sort()).toEqual(placeholders.sort());
  expect(placeholders).toContain('resource');
});

test.each([
  ['excluded_rules', { configuration_history: { excluded_rules: ['audit-trail'] } }, 'audit-trail'],
  ['no trail, on purpose', { audit_trail: { mode: 'off' } }, 'audit-trail'],
  ['no standby, on purpose', { database: { multi_az: false } }, 'database-multi-az'],
  ['no protection, on purpose', { database: { deletion_protection: false } }, 'database-deletion-protection'],
])('%s: the rule is not there', async (_title, changes, rule) => {
  const less = rulesOf(await productionGa(changes));
  expect(Object.keys(rulesOf(stack)).filter((one) => !(one in less))).toEqual([rule]);
});

test('a trail that is not managed here is nothing to wait for, and has no key here to watch', async () => {
  const rules = rulesOf(await productionGa({ audit_trail: { mode: 'existing' } }));
  expect(rules['audit-trail'].depends_on).toEqual(['aws_config_configuration_recorder_status.configuration']);
  expect(rules['keys-not-deleted'].input_parameters).not.toContain('audit_trail');
});

test('an existing recorder is used as it is', async () => {
  const existing = await productionGa({ account_wide: { config_recorder: 'existing' } });
  expect(existing.resource.aws_config_configuration_recorder).toBeUndefined();
  expect(Object.keys(rulesOf(existing))).toEqual(Object.keys(rulesOf(stack)));
  expect(rulesOf(existing)['database-encrypted'].depends_on).toEqual([]);
});

test('without a recorder there is no rule; what was recorded and the role of the account are let go of, and not deleted', async () => {
  const off = await productionGa({ account_wide: { config_recorder: 'off' } });
  expect(addresses(off).filter((address) => /aws_config|configuration_/.test(address))).toEqual([]);
  const down = await stackJson({ tier: 'early-ga' });
  for (const { removed } of [off, down]) {
    const forgotten = removed.filter(({ from }: { from: string }) => /\.configuration_(history|recorder)$/.test(from));
    expect(forgotten.map(({ from }: { from: string }) => from).sort()).toEqual([ROLE, ...HISTORY]);
    for (const { lifecycle } of forgotten) expect(lifecycle).toEqual({ destroy: false });
  }
  const kept = [ROLE, ...HISTORY];
  expect(stack.removed?.filter(({ from }: { from: string }) => kept.includes(from)) ?? []).toEqual([]);
});

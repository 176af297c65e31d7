import { argumentsOf, earlyGaJson, KEYS } from '../../support/early-ga';
import type { Json } from '../../support/stack-json';

let earlyGa: Json;

beforeAll(async () => {
  earlyGa = await earlyGaJson();
});

test('rotate yearly, have an alias of the environment, and cannot be destroyed', () => {
  for (const key of KEYS) {
    expect(argumentsOf(earlyGa.resource.aws_kms_key[key])).toEqual({
      description: expect.stringMatching(/ of acme$/),
      enable_key_rotation: true,
      deletion_window_in_days: 30,
      policy: expect.any(String),
      lifecycle: { prevent_destroy: true },
    });
    expect(argumentsOf(earlyGa.resource.aws_kms_alias[key])).toEqual({
      name: `alias/acme-${key}`,
      target_key_id: `\${aws_kms_key.${key}.key_id}`,
    });
  }
});

test('the aliases begin as the environment says, where another stack has taken its name', async () => {
  const stack = await earlyGaJson({ encryption_keys: { alias_prefix: 'acme-production' } });
  expect(KEYS.map((key) => stack.resource.aws_kms_alias[key].name)).toEqual(
    KEYS.map((key) => `alias/acme-production-${key}`),
  );
});

test('each encrypts what it is named after', () => {
  const { resource } = earlyGa;
  expect(resource.aws_db_instance.database.kms_key_id).toBe('${aws_kms_key.database.arn}');
  expect(resource.aws_secretsmanager_secret.database.kms_key_id).toBe('${aws_kms_key.secrets.arn}');
  expect(resource.aws_sns_topic.alerts.kms_master_key_id).toBe('${aws_kms_key.notifications.arn}');
  const groups = Object.values<Json>(resource.aws_cloudwatch_log_group);
  expect([...new Set(groups.map(({ kms_key_id }) => kms_key_id))]).toEqual(['${aws_kms_key.logs.arn}']);
});

test('a database that exists keeps its key, and its birth password: nothing of them is in a plan', () => {
  expect(earlyGa.resource.aws_db_instance.database.lifecycle).toEqual({
    ignore_changes: ['password_wo_version', 'kms_key_id'],
    prevent_destroy: true,
  });
});

test('the secret that RDS owns gets the key of the secrets, and only when it is made', async () => {
  const managed = await earlyGaJson({ credentials: { mode: 'rds-managed' } });
  expect(managed.resource.aws_db_instance.database).toMatchObject({
    master_user_secret_kms_key_id: '${aws_kms_key.secrets.arn}',
    lifecycle: { ignore_changes: ['kms_key_id', 'master_user_secret_kms_key_id'] },
  });
});

test('a log group in another region than the key does without', async () => {
  const elsewhere = await earlyGaJson({
    aws: { account_id: '123456789012', region: 'eu-west-1' },
    firewall: { scope: 'CLOUDFRONT' },
  });
  expect(elsewhere.resource.aws_cloudwatch_log_group.firewall.kms_key_id).toBeUndefined();
  expect(elsewhere.resource.aws_cloudwatch_log_group.database_postgresql.kms_key_id).toBe('${aws_kms_key.logs.arn}');
});

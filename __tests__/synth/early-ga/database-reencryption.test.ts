import { earlyGaJson } from '../../support/early-ga';
import { stackJson } from '../../support/stack-json';

test('the runbook is off until it is given a revision, and is a rehearsal: it never cuts over', async () => {
  expect((await earlyGaJson()).resource.null_resource.reencrypt_database).toBeUndefined();
  for (const revision of ['1', '2']) {
    const stack = await earlyGaJson({ runbooks: { reencrypt_database: { revision } } });
    const { triggers, depends_on, provisioner } = stack.resource.null_resource.reencrypt_database;
    expect(triggers).toEqual({ revision, kms_key: '${aws_kms_key.database.arn}' });
    expect(depends_on).toEqual(['aws_db_instance.database', 'null_resource.set_database_password']);
    expect(provisioner[0]['local-exec'].environment).toMatchObject({
      SECRET: '${aws_secretsmanager_secret.database.arn}',
      KMS_KEY: '${aws_kms_key.database.arn}',
      REVISION: revision,
    });
    expect(JSON.stringify(provisioner)).not.toMatch(/cut.?over|writes.?stopped/i);
  }
});

test('at beta a revision does nothing', async () => {
  const stack = await stackJson({ runbooks: { reencrypt_database: { revision: '1' } } });
  expect(stack.resource.null_resource.reencrypt_database).toBeUndefined();
});

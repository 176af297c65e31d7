import { App, Testing } from 'cdktf';
import type { Beta } from '../../../modules/beta';
import { Alerts } from '../../../modules/beta/alerts';
import { PalierStack } from '../../../modules/common/stack';
import type { StackSettings } from '../../../modules/common/stack-settings';
import { EncryptionKeys } from '../../../modules/early-ga/encryption-keys';
import { RecoveryKeys } from '../../../modules/production-ga/recovery-keys';

const ACCOUNT = '123456789012';
const SETTINGS: StackSettings = {
  name: 'acme',
  aws: { accountId: ACCOUNT, region: 'us-east-1', recoveryRegion: 'eu-west-1' },
  stateBackend: { type: 'local', arguments: { path: '../../../terraform.acme.tfstate' } },
  tags: { Project: 'acme' },
  imports: {},
};
const KEYS = { access: 'account', aliasPrefix: 'acme' } as const;

/** What the keys raise of beta. */
const RAISED = {
  credentials: { isOwnedByRds: false, encryptWith: () => undefined },
  database: { encryptWith: () => undefined },
  logs: { encryptWith: () => undefined },
  alerts: { encryptWith: () => undefined },
} as unknown as Beta;

test('a service that is admitted later takes nothing from one that was admitted before', () => {
  const stack = new PalierStack(Testing.stubVersion(new App({ skipBackendValidation: true })), SETTINGS);
  const alerts = new Alerts(stack, 'alerts', 'acme', ACCOUNT, { emails: [], httpsEndpoints: [] });
  const keys = new EncryptionKeys(stack, 'keys', SETTINGS, RAISED, KEYS);
  const recoveryKeys = new RecoveryKeys(stack, 'recovery-keys', stack, SETTINGS, KEYS);
  for (const service of ['backup', 'dms', 'backup']) {
    keys.useDatabaseKeyThrough(service);
    recoveryKeys.useDatabaseKeyThrough(service);
    alerts.admitPublisher(`${service}.amazonaws.com`);
    keys.admitPublisher(`${service}.amazonaws.com`);
  }

  const { resource } = JSON.parse(Testing.synth(stack));
  const services = (policy: string, region: string) =>
    ['rds', 'backup', 'dms'].map((one) => policy.split(`"${one}.${region}.amazonaws.com"`).length - 1);
  for (const [policy, region] of [
    [resource.aws_kms_key.database.policy, 'us-east-1'],
    [resource.aws_kms_key.recovery_database.policy, 'eu-west-1'],
  ]) {
    const [rds, ...admitted] = services(policy, region);
    expect(rds).toBeGreaterThan(0);
    expect(admitted).toEqual([rds, rds]);
  }
  for (const policy of [resource.aws_sns_topic_policy.alerts.policy, resource.aws_kms_key.notifications.policy]) {
    for (const service of ['cloudwatch', 'backup', 'dms']) expect(policy).toContain(`"${service}.amazonaws.com"`);
    expect(policy.split('"backup.amazonaws.com"')).toHaveLength(policy.split('"dms.amazonaws.com"').length);
  }
});

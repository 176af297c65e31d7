import type { StackSettings } from '../../modules/common/stack-settings';
import type { EarlyGaSettings } from '../../modules/early-ga';
import type { EnvironmentData } from '../environment-schema';
import { NETWORK_PATH, ROTATION_DAYS } from '../sections/secret-rotation';
import { keyAliasPrefix } from './names';

/** The plan's figure. */
export const RETENTION_DAYS = 90;

export function earlyGaSettings(data: EnvironmentData, stack: StackSettings): EarlyGaSettings {
  const { secret_rotation, encryption_keys, logs, firewall, database, runbooks } = data;
  return {
    stack,
    encryptionKeys: { access: encryption_keys.access, aliasPrefix: keyAliasPrefix(data) },
    databaseReencryption: { revision: runbooks.reencrypt_database.revision },
    secretRotation: {
      automaticallyAfterDays: secret_rotation.automatically_after_days ?? ROTATION_DAYS,
      functionArn: secret_rotation.function_arn,
      networkPath: secret_rotation.network_path ?? NETWORK_PATH,
      subnetIds: secret_rotation.subnet_ids,
      rotateRevision: runbooks.rotate_secret.revision,
    },
    logRetention: { retentionDays: logs.retention_days ?? RETENTION_DAYS },
    botControl: { action: firewall.rules.bot_control },
    performanceInsights: {
      retentionDays: database.performance_insights.retention_period,
      key: database.performance_insights.key,
    },
  };
}

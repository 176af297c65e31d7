import type { StackSettings } from '../../modules/common/stack-settings';
import type { ProductionGaSettings } from '../../modules/production-ga';
import type { EnvironmentData } from '../environment-schema';
import { keyAliasPrefix } from './names';

/** The plan's figure. */
export const RETENTION_DAYS = 180;

export function productionGaSettings(data: EnvironmentData, stack: StackSettings): ProductionGaSettings {
  const { database, logs, encryption_keys } = data;
  return {
    stack,
    multiAz: { enabled: database.multi_az ?? true },
    logRetention: { retentionDays: logs.retention_days ?? RETENTION_DAYS },
    recoveryKeys: { access: encryption_keys.access, aliasPrefix: keyAliasPrefix(data) },
  };
}

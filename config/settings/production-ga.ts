import type { StackSettings } from '../../modules/common/stack-settings';
import type { ProductionGaSettings } from '../../modules/production-ga';
import type { EnvironmentData } from '../environment-schema';
import { ROTATION_DAYS } from '../sections/secret-rotation';
import { freeHour } from '../windows';
import { incidentResponseSettings } from './incident-response';
import { keyAliasPrefix } from './names';

/** As the backups at home by default. */
const BACKUP_DAYS = 7;

/** The plan's figure. */
export const RETENTION_DAYS = 180;

export function productionGaSettings(data: EnvironmentData, stack: StackSettings): ProductionGaSettings {
  const { backup, database, logs, encryption_keys, configuration_history, secret_rotation } = data;
  const multiAz = database.multi_az ?? true;
  return {
    stack,
    multiAz: { enabled: multiAz },
    configurationHistory: {
      excludedRules: [
        ...configuration_history.excluded_rules,
        // What the environment decides otherwise is no drift.
        ...(multiAz ? [] : (['database-multi-az'] as const)),
        ...(database.deletion_protection ? [] : (['database-deletion-protection'] as const)),
      ],
      backupRetentionDays: database.backup_retention_period,
      rotationDays: secret_rotation.automatically_after_days ?? ROTATION_DAYS,
    },
    incidentResponse: incidentResponseSettings(data),
    crossRegionBackup: {
      mode: backup.cross_region,
      retentionDays: backup.retention_days ?? BACKUP_DAYS,
      hour: freeHour(database.backup_window, database.maintenance_window),
    },
    logRetention: { retentionDays: logs.retention_days ?? RETENTION_DAYS },
    recoveryKeys: { access: encryption_keys.access, aliasPrefix: keyAliasPrefix(data) },
  };
}

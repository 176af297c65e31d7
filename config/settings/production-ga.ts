import type { StackSettings } from '../../modules/common/stack-settings';
import type { ProductionGaSettings } from '../../modules/production-ga';
import type { AuditTrailSettings } from '../../modules/production-ga/audit-trail';
import type { EnvironmentData } from '../environment-schema';
import { ROTATION_DAYS } from '../sections/secret-rotation';
import { freeHour } from '../windows';
import { incidentResponseSettings } from './incident-response';
import { auditTrailBucket, auditTrailName, keyAliasPrefix } from './names';

/** As the backups at home by default. */
const BACKUP_DAYS = 7;

/** The plan's figure. */
export const RETENTION_DAYS = 180;

export function productionGaSettings(data: EnvironmentData, stack: StackSettings): ProductionGaSettings {
  const { audit_trail, backup, database, logs, encryption_keys, configuration_history, secret_rotation } = data;
  const multiAz = database.multi_az ?? true;
  return {
    stack,
    multiAz: { enabled: multiAz },
    configurationHistory: {
      excludedRules: [
        ...configuration_history.excluded_rules,
        // What the environment decides otherwise is no drift.
        ...(multiAz ? [] : (['database-multi-az'] as const)),
        ...(audit_trail.mode === 'off' ? (['audit-trail'] as const) : []),
        ...(database.deletion_protection ? [] : (['database-deletion-protection'] as const)),
      ],
      backupRetentionDays: database.backup_retention_period,
      rotationDays: secret_rotation.automatically_after_days ?? ROTATION_DAYS,
    },
    auditTrail: auditTrailSettings(data),
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

function auditTrailSettings(data: EnvironmentData): AuditTrailSettings {
  const { name, aws, audit_trail } = data;
  return {
    mode: audit_trail.mode,
    name: auditTrailName(data),
    bucketName: auditTrailBucket(data),
    accessLogBucketName: `${name}-audit-access-${aws.account_id}-${aws.region}`,
    keyAliasPrefix: keyAliasPrefix(data),
    retentionDays: audit_trail.retention_days,
    objectLock: audit_trail.object_lock,
    dataEvents: {
      s3Buckets: audit_trail.data_events.s3_buckets,
      lambdaFunctionArns: audit_trail.data_events.lambda_functions,
    },
    alarms: audit_trail.alarms,
  };
}

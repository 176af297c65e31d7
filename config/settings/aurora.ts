import type { AuroraGlobalSettings } from '../../modules/enterprise/aurora-global';
import type { EnvironmentData } from '../environment-schema';
import { maxConnections, memoryBytes } from '../instance-classes';
import { AURORA_INSTANCE_CLASS } from '../sections/aurora';

/** @returns undefined where there is no stage, and so no Aurora */
export function auroraSettings({ aurora, database }: EnvironmentData): AuroraGlobalSettings | undefined {
  if (aurora.stage === undefined) return undefined;
  const instanceClass = aurora.instance_class ?? AURORA_INSTANCE_CLASS;
  const memory = memoryBytes(instanceClass);
  return {
    stage: aurora.stage,
    instanceClass,
    engineVersion: aurora.engine_version,
    majorVersion: database.engine_version,
    backupRetentionDays: database.backup_retention_period,
    backupWindow: database.backup_window,
    maintenanceWindow: database.maintenance_window,
    deletionProtection: database.deletion_protection,
    finalSnapshotRevision: database.final_snapshot_revision,
    applyImmediately: database.apply_immediately,
    performanceInsightsRetentionDays: database.performance_insights.retention_period,
    alarms:
      memory === undefined
        ? {}
        : { freeMemoryBytes: Math.floor(memory / 10), connections: Math.floor(maxConnections(memory) * 0.8) },
  };
}

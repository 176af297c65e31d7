import type { BetaSettings } from '../../modules/beta';
import type { AlarmSettings } from '../../modules/beta/alarms';
import type { StackSettings } from '../../modules/common/stack-settings';
import type { EnvironmentData } from '../environment-schema';
import { GIB, isBurstable, maxConnections, memoryBytes } from '../instance-classes';
import { isReservedDatabaseName } from '../reserved-words';
import { configRecorder } from './account-wide';
import { databaseIdentifier, projectName, secretName } from './names';

/** A month: an incident is looked into within days; the tiers above keep more. */
export const RETENTION_DAYS = 30;

export function betaSettings(data: EnvironmentData, stack: StackSettings): BetaSettings {
  const { contacts, network, database, credentials, firewall, logs } = data;
  return {
    stack,
    network:
      network.vpc_id === undefined
        ? { cidrBlock: network.cidr_block }
        : { vpcId: network.vpc_id, subnetIds: network.subnet_ids ?? [] },
    alerts: { emails: contacts.emails, httpsEndpoints: contacts.https_endpoints },
    costMonitoring: {
      monthlyBudgetUsd: data.cost_monitoring.monthly_budget_usd,
      anomalyMonitor: data.account_wide.cost_anomaly_monitor,
      existingAnomalyMonitorArn: data.cost_monitoring.anomaly_monitor_arn,
      anomalyThresholdUsd: data.cost_monitoring.anomaly_threshold_usd,
    },
    securityMonitoring: {
      securityHub: data.account_wide.security_hub,
      guardDuty: data.account_wide.guardduty,
      accessAnalyzer: data.account_wide.access_analyzer,
      configRecorder: configRecorder(data),
    },
    firewall: {
      scope: firewall.scope,
      rateLimit: firewall.rate_limit,
      rateLimitAction: firewall.rate_limit_action,
      commonRules: firewall.rules.common,
      knownBadInputs: firewall.rules.known_bad_inputs,
      ipReputation: firewall.rules.ip_reputation,
      sqlInjection: firewall.rules.sql_injection,
      targetArns: firewall.target_arns,
    },
    database: {
      identifier: databaseIdentifier(data),
      engineVersion: database.engine_version,
      allowMajorVersionUpgrade: database.allow_major_version_upgrade,
      instanceClass: database.instance_class,
      allocatedStorage: database.allocated_storage,
      maxAllocatedStorage: database.max_allocated_storage,
      databaseName: database.db_name ?? databaseName(projectName(data)),
      masterUsername: database.username,
      port: database.port,
      backupRetentionDays: database.backup_retention_period,
      backupWindow: database.backup_window,
      maintenanceWindow: database.maintenance_window,
      clientSecurityGroupIds: database.clients.security_group_ids,
      clientCidrBlocks: database.clients.cidr_blocks,
      deletionProtection: database.deletion_protection,
      finalSnapshotRevision: database.final_snapshot_revision,
      applyImmediately: database.apply_immediately,
    },
    credentials: {
      mode: credentials.mode,
      secretName: secretName(data),
      recoveryWindowDays: credentials.recovery_window_in_days,
      setDatabasePasswordRevision: data.runbooks.set_database_password.revision,
    },
    databaseRestore: {
      revision: data.runbooks.restore_database.revision,
      toTime: data.runbooks.restore_database.to_time,
      snapshot: data.runbooks.restore_database.snapshot,
    },
    alarms: alarmSettings(database),
    logs: {
      applicationLogGroups: logs.application_log_groups,
      retentionDays: logs.retention_days ?? RETENTION_DAYS,
    },
  };
}

function alarmSettings({ instance_class, allocated_storage }: EnvironmentData['database']): AlarmSettings {
  const memory = memoryBytes(instance_class);
  return {
    databaseFreeStorageBytes: Math.floor((allocated_storage * GIB) / 20),
    ...(memory !== undefined && {
      databaseFreeMemoryBytes: Math.floor(memory / 10),
      databaseConnections: Math.floor(maxConnections(memory) * 0.8),
    }),
    databaseIsBurstable: isBurstable(instance_class),
  };
}

/** `My Shop` becomes `my_shop`; a word that PostgreSQL reserves gets `_db` behind it. */
function databaseName(project: string): string {
  const name = project.toLowerCase().replace(/[^a-z0-9]+/g, '_');
  return isReservedDatabaseName(name) ? `${name}_db` : name;
}

import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import type { Alarms } from '../beta/alarms';
import type { RecoveryAlerts } from './recovery-alerts';

export interface AuroraAlarmSettings {
  /**
   * Bytes of memory below which the alarm sounds: 10 % of the class's is a good value.
   * @default no alarm: where the class's memory is not known
   */
  readonly freeMemoryBytes?: number;
  /**
   * Connections above which the alarm sounds: 80 % of what the class admits is a good value.
   * @default no alarm: where the class's memory is not known
   */
  readonly connections?: number;
}

const MINUTE = 60;
const NAMESPACE = 'AWS/RDS';

/**
 * How far the replica is behind the RDS instance, which keeps what the replica has not read yet. It stays when the replica is
 * promoted, and is silent then.
 *
 * Metrics: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.AuroraMonitoring.Metrics.html (2026-11-23).
 */
export function watchReplica(scope: Construct, alarms: Alarms, clusterIdentifier: string): void {
  alarms.add(scope, 'aurora_source_lag', {
    category: 'Recovery',
    namespace: NAMESPACE,
    metricName: 'RDSToAuroraPostgreSQLReplicaLag',
    dimensions: { DBClusterIdentifier: clusterIdentifier },
    alarmDescription:
      'The Aurora replica has been more than 5 minutes behind for 15 minutes. The RDS instance keeps what it has not read, until its storage is full.',
    statistic: 'Maximum',
    comparisonOperator: 'GreaterThanThreshold',
    threshold: 5 * MINUTE,
    period: 5 * MINUTE,
    evaluationPeriods: 3,
  });
}

/** What beta watches of the RDS instance, for the cluster that has taken its place: see modules/beta/alarms.ts for the thresholds. */
export function watchCluster(
  scope: Construct,
  alarms: Alarms,
  clusterIdentifier: string,
  settings: AuroraAlarmSettings,
  dependsOn: ITerraformDependable[],
): void {
  const writer = { namespace: NAMESPACE, dimensions: { DBClusterIdentifier: clusterIdentifier, Role: 'WRITER' } };
  alarms.add(scope, 'aurora_cpu', {
    ...writer,
    metricName: 'CPUUtilization',
    alarmDescription: 'The Aurora writer used more than 90 % of its CPU for 15 minutes: queries queue.',
    statistic: 'Average',
    comparisonOperator: 'GreaterThanThreshold',
    threshold: 90,
    period: 5 * MINUTE,
    evaluationPeriods: 3,
  });
  alarms.add(scope, 'aurora_silent', {
    severity: 'critical',
    category: 'Availability',
    ...writer,
    metricName: 'CPUUtilization',
    alarmDescription: 'The Aurora writer has sent no metric for 10 minutes: it is stopped, failed or gone.',
    statistic: 'SampleCount',
    comparisonOperator: 'LessThanThreshold',
    threshold: 1,
    period: 5 * MINUTE,
    evaluationPeriods: 2,
    treatMissingData: 'breaching',
    dependsOn,
  });
  alarms.add(scope, 'aurora_transaction_ids', {
    severity: 'critical',
    category: 'Availability',
    ...writer,
    metricName: 'MaximumUsedTransactionIDs',
    alarmDescription:
      'A thousand million transaction ids are in use: autovacuum does not keep up, and wraparound would stop all writes.',
    statistic: 'Maximum',
    comparisonOperator: 'GreaterThanThreshold',
    threshold: 1_000_000_000,
    period: 5 * MINUTE,
    evaluationPeriods: 1,
  });
  alarms.add(scope, 'aurora_replica_lag', {
    namespace: NAMESPACE,
    metricName: 'AuroraReplicaLagMaximum',
    dimensions: { DBClusterIdentifier: clusterIdentifier },
    // Milliseconds. Usual are fewer than 100.
    alarmDescription: 'An Aurora reader has been more than 2 seconds behind the writer for 15 minutes.',
    statistic: 'Maximum',
    comparisonOperator: 'GreaterThanThreshold',
    threshold: 2000,
    period: 5 * MINUTE,
    evaluationPeriods: 3,
  });
  if (settings.connections !== undefined) {
    alarms.add(scope, 'aurora_connections', {
      severity: 'critical',
      category: 'Availability',
      ...writer,
      metricName: 'DatabaseConnections',
      alarmDescription: 'Most connections that the class admits are in use: at the limit the application is refused.',
      statistic: 'Maximum',
      comparisonOperator: 'GreaterThanThreshold',
      threshold: settings.connections,
      period: 5 * MINUTE,
      evaluationPeriods: 2,
    });
  }
  if (settings.freeMemoryBytes !== undefined) {
    alarms.add(scope, 'aurora_memory', {
      ...writer,
      metricName: 'FreeableMemory',
      alarmDescription: 'Little memory of the Aurora writer can be freed: the next step is swapping, then a restart.',
      statistic: 'Average',
      comparisonOperator: 'LessThanThreshold',
      threshold: settings.freeMemoryBytes,
      period: 5 * MINUTE,
      evaluationPeriods: 3,
    });
  }
}

/**
 * How much would be lost with the first region. AWS has the metric in the recovery region only, so that the alarm is there, too. A
 * global database promises less than a second.
 */
export function watchSecondary(
  scope: Construct,
  alerts: RecoveryAlerts,
  clusterIdentifier: string,
  dependsOn: ITerraformDependable[],
): void {
  alerts.add(scope, 'aurora_global_lag', {
    namespace: NAMESPACE,
    metricName: 'AuroraGlobalDBRPOLag',
    dimensions: { DBClusterIdentifier: clusterIdentifier },
    // Milliseconds.
    alarmDescription:
      'The secondary Aurora cluster has been more than 10 seconds behind, or silent, for 15 minutes: so much would be lost with the other region.',
    statistic: 'Maximum',
    comparisonOperator: 'GreaterThanThreshold',
    threshold: 10_000,
    period: 5 * MINUTE,
    evaluationPeriods: 3,
    treatMissingData: 'breaching',
    dependsOn,
  });
}

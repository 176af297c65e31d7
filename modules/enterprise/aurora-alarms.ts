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

const SILENCE = {
  metricName: 'CPUUtilization',
  statistic: 'SampleCount',
  comparisonOperator: 'LessThanThreshold',
  threshold: 1,
  period: 5 * MINUTE,
  evaluationPeriods: 2,
  treatMissingData: 'breaching',
};

/**
 * How far the replica is behind the RDS instance, which keeps what the replica has not read yet. It stays when the replica is
 * promoted, and is silent then.
 *
 * Metrics: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.AuroraMonitoring.Metrics.html (2026-11-23).
 */
export function watchReplica(scope: Construct, alarms: Alarms, clusterIdentifier: string): void {
  alarms.add(scope, 'aurora_source_lag', {
    category: 'Recovery',
    ...ofCluster(clusterIdentifier),
    metricName: 'RDSToAuroraPostgreSQLReplicaLag',
    alarmDescription:
      'The Aurora replica has been more than 5 minutes behind for 15 minutes. The RDS instance keeps what it has not read, until its storage is full.',
    statistic: 'Maximum',
    comparisonOperator: 'GreaterThanThreshold',
    threshold: 5 * MINUTE,
    period: 5 * MINUTE,
    evaluationPeriods: 3,
  });
}

/**
 * What beta watches of the RDS instance, for the cluster that has taken its place: see modules/beta/alarms.ts for the thresholds.
 *
 * @param silence whose silence sounds: `any` for a cluster of a global database, which has no writer after a switchover. A
 *   writer that fails there is replaced by a reader, or, where none answers, the whole cluster is silent.
 */
export function watchCluster(
  scope: Construct,
  alarms: Alarms,
  clusterIdentifier: string,
  silence: 'any' | 'writer',
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
    ...(silence === 'writer' ? writer : ofCluster(clusterIdentifier)),
    ...SILENCE,
    alarmDescription:
      silence === 'writer'
        ? 'The Aurora writer has sent no metric for 10 minutes: it is stopped, failed or gone.'
        : 'No instance of the Aurora cluster has sent a metric for 10 minutes: they are stopped, failed or gone.',
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
    ...ofCluster(clusterIdentifier),
    metricName: 'AuroraReplicaLagMaximum',
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
 * How much would be lost with the first region. AWS has the metric in the secondary region only, so that the alarm is there, too. A
 * global database promises less than a second. After a switchover this cluster writes, and there is no such metric here: that is
 * no trouble, and its own silence is another alarm.
 */
export function watchSecondary(
  scope: Construct,
  alerts: RecoveryAlerts,
  clusterIdentifier: string,
  dependsOn: ITerraformDependable[],
): void {
  alerts.add(scope, 'aurora_global_lag', {
    ...ofCluster(clusterIdentifier),
    metricName: 'AuroraGlobalDBRPOLag',
    // Milliseconds.
    alarmDescription:
      'The secondary Aurora cluster has been more than 10 seconds behind for 15 minutes: so much would be lost with the other region.',
    statistic: 'Maximum',
    comparisonOperator: 'GreaterThanThreshold',
    threshold: 10_000,
    period: 5 * MINUTE,
    evaluationPeriods: 3,
    treatMissingData: 'notBreaching',
    dependsOn,
  });
  alerts.add(scope, 'aurora_secondary_silent', {
    ...ofCluster(clusterIdentifier),
    ...SILENCE,
    alarmDescription:
      'No instance of the Aurora cluster in the recovery region has sent a metric for 10 minutes: they are stopped, failed or gone.',
    dependsOn,
  });
}

/** Its metrics, whichever of its instances writes. */
function ofCluster(clusterIdentifier: string) {
  return { namespace: NAMESPACE, dimensions: { DBClusterIdentifier: clusterIdentifier } };
}

import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { Construct } from 'constructs';
import type { Alerts } from './alerts';
import type { Database } from './database';
import type { Firewall } from './firewall';
import { APPLICATION_ERRORS_METRIC, DATABASE_LOGIN_FAILURES_METRIC, type Logs } from './logs';

export interface AlarmSettings {
  /**
   * Bytes of storage below which the alarm sounds. A twentieth of what is allocated is a good value: below a tenth
   * autoscaling adds storage, and what falls further has met its cap, or the six hours that it pauses.
   */
  readonly databaseFreeStorageBytes: number;
  /**
   * Bytes of memory below which the alarm sounds. AWS suggests 25 % of the class's memory, which a small class never
   * has free with PostgreSQL's default shared buffers; 10 % is a good value.
   * @default no alarm: where the class's memory is not known
   */
  readonly databaseFreeMemoryBytes?: number;
  /**
   * Connections above which the alarm sounds: 80 % of what the class admits is a good value.
   * @default no alarm: where the class's memory is not known
   */
  readonly databaseConnections?: number;
  /** True for the classes that earn CPU credits (db.t*). */
  readonly databaseIsBurstable: boolean;
}

/** What an alarm means to whoever is called, for the incident that it opens from production-ga on. */
export interface AlarmMeaning {
  /** `critical`: customers are not served, will not be within hours, or somebody may be taking the account over. `warning`: a matter for the working day. */
  readonly severity: 'critical' | 'warning';
  readonly category: 'Availability' | 'Cost' | 'Performance' | 'Recovery' | 'Security';
}

/** @default a warning about performance: nobody is got out of bed for an alarm of which nobody said that it is worth it */
export interface AlarmConfig extends Omit<CloudwatchMetricAlarmConfig, 'alarmName'>, Partial<AlarmMeaning> {
  /** What tells the alarms of a `for_each` apart, at the end of their names. @default none: one alarm */
  readonly instance?: string;
}

/** The ARN of the action that opens an incident for an alarm; nothing for one that opens none. */
export type IncidentAction = (meaning: AlarmMeaning) => string | undefined;

interface Watched {
  readonly database: Database;
  readonly firewall: Firewall;
  readonly logs: Logs;
}

const MINUTE = 60;
const MIB = 1024 ** 2;

/**
 * Checklist: CloudWatch alarms → SNS. What should wake somebody about this database, its firewall and its logs.
 *
 * Metrics and most thresholds are those that AWS recommends, others say why:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Best_Practice_Recommended_Alarms_AWS_Services.html#RDS
 * (2026-11-22). An alarm costs 0.10 USD a month, the first ten of an account are free
 * (https://aws.amazon.com/cloudwatch/pricing/, 2026-11-22).
 */
export class Alarms extends Construct {
  private readonly alarms: { readonly alarm: CloudwatchMetricAlarm; readonly meaning: AlarmMeaning }[] = [];
  private incidentAction: IncidentAction = () => undefined;

  constructor(
    scope: Construct,
    id: string,
    private readonly name: string,
    region: string,
    private readonly alerts: Alerts,
    watched: Watched,
    settings: AlarmSettings,
  ) {
    super(scope, id);
    this.databaseAlarms(watched.database, settings);
    // An alarm publishes only to a topic of its own region; a web ACL in front of CloudFront may be in another one.
    if (watched.firewall.region === region) this.firewallAlarm(watched.firewall);
    this.logAlarms(watched.logs);
  }

  private databaseAlarms(database: Database, settings: AlarmSettings): void {
    const metric = { namespace: 'AWS/RDS', dimensions: { DBInstanceIdentifier: database.identifier } };

    this.add(this, 'database_cpu', {
      ...metric,
      metricName: 'CPUUtilization',
      alarmDescription:
        'The database used more than 90 % of its CPU for 15 minutes: queries queue. Look for a slow one before a larger class.',
      statistic: 'Average',
      comparisonOperator: 'GreaterThanThreshold',
      threshold: 90,
      period: 5 * MINUTE,
      evaluationPeriods: 3,
    });
    this.add(this, 'database_silent', {
      severity: 'critical',
      category: 'Availability',
      ...metric,
      metricName: 'CPUUtilization',
      alarmDescription: 'The database has sent no metric for 10 minutes: it is stopped, failed or gone.',
      statistic: 'SampleCount',
      comparisonOperator: 'LessThanThreshold',
      threshold: 1,
      period: 5 * MINUTE,
      evaluationPeriods: 2,
      treatMissingData: 'breaching',
      // Before the instance is there, its silence is no trouble.
      dependsOn: [database.instance],
    });
    this.add(this, 'database_storage', {
      severity: 'critical',
      category: 'Availability',
      ...metric,
      metricName: 'FreeStorageSpace',
      alarmDescription: 'Little storage is free. A full volume stops the database. Raise max_allocated_storage.',
      statistic: 'Minimum',
      comparisonOperator: 'LessThanThreshold',
      threshold: settings.databaseFreeStorageBytes,
      period: 5 * MINUTE,
      evaluationPeriods: 1,
    });
    this.add(this, 'database_transaction_ids', {
      severity: 'critical',
      category: 'Availability',
      ...metric,
      metricName: 'MaximumUsedTransactionIDs',
      // Vacuum normally starts at 200 million; PostgreSQL refuses writes near two thousand million.
      alarmDescription:
        'A thousand million transaction ids are in use: autovacuum does not keep up, and wraparound would stop all writes.',
      statistic: 'Maximum',
      comparisonOperator: 'GreaterThanThreshold',
      threshold: 1_000_000_000,
      period: 5 * MINUTE,
      evaluationPeriods: 1,
    });
    this.add(this, 'database_read_latency', {
      ...metric,
      metricName: 'ReadLatency',
      alarmDescription: 'Reads from storage took more than 20 ms on average for 15 minutes: I/O is saturated.',
      statistic: 'Average',
      comparisonOperator: 'GreaterThanThreshold',
      threshold: 0.02,
      period: 5 * MINUTE,
      evaluationPeriods: 3,
    });
    this.add(this, 'database_swap', {
      ...metric,
      metricName: 'SwapUsage',
      alarmDescription: 'The database swaps more than 256 MB: memory is short.',
      statistic: 'Average',
      comparisonOperator: 'GreaterThanThreshold',
      threshold: 256 * MIB,
      period: 5 * MINUTE,
      evaluationPeriods: 3,
    });
    if (settings.databaseConnections !== undefined) {
      this.add(this, 'database_connections', {
        severity: 'critical',
        category: 'Availability',
        ...metric,
        metricName: 'DatabaseConnections',
        alarmDescription:
          'Most connections that the class admits are in use: at the limit the application is refused. Look for a leak, or add a pool.',
        statistic: 'Maximum',
        comparisonOperator: 'GreaterThanThreshold',
        threshold: settings.databaseConnections,
        period: 5 * MINUTE,
        evaluationPeriods: 2,
      });
    }
    if (settings.databaseFreeMemoryBytes !== undefined) {
      this.add(this, 'database_memory', {
        ...metric,
        metricName: 'FreeableMemory',
        alarmDescription: 'Little memory can be freed: the next step is swapping, then a restart.',
        statistic: 'Average',
        comparisonOperator: 'LessThanThreshold',
        threshold: settings.databaseFreeMemoryBytes,
        period: 5 * MINUTE,
        evaluationPeriods: 3,
      });
    }
    if (settings.databaseIsBurstable) {
      this.add(this, 'database_cpu_credits', {
        category: 'Cost',
        ...metric,
        // Not the balance of credits, which is low after every start of an instance and costs nothing.
        metricName: 'CPUSurplusCreditsCharged',
        alarmDescription: 'CPU beyond what the class earns is being charged for: the load has outgrown the class.',
        statistic: 'Sum',
        comparisonOperator: 'GreaterThanThreshold',
        threshold: 0,
        period: 5 * MINUTE,
        evaluationPeriods: 3,
      });
    }
  }

  private firewallAlarm(firewall: Firewall): void {
    this.add(this, 'firewall_blocked_requests', {
      category: 'Security',
      namespace: 'AWS/WAFV2',
      metricName: 'BlockedRequests',
      dimensions: { ...firewall.metricDimensions },
      // Scanners make dozens of such requests; a thousand are an attack, or a rule that blocks customers.
      alarmDescription:
        'The firewall blocked more than 1,000 requests in 5 minutes: an attack, or a rule that blocks customers.',
      statistic: 'Sum',
      comparisonOperator: 'GreaterThanThreshold',
      threshold: 1000,
      period: 5 * MINUTE,
      evaluationPeriods: 1,
    });
  }

  private logAlarms(logs: Logs): void {
    this.add(this, 'database_login_failures', {
      category: 'Security',
      namespace: logs.metricNamespace,
      metricName: DATABASE_LOGIN_FAILURES_METRIC,
      // One is a typing error; ten are an application with an old password, or somebody who guesses.
      alarmDescription:
        'More than 10 logins failed in 5 minutes: an application has an old password, or somebody guesses.',
      statistic: 'Sum',
      comparisonOperator: 'GreaterThanThreshold',
      threshold: 10,
      period: 5 * MINUTE,
      evaluationPeriods: 1,
    });
    if (!logs.hasApplicationLogGroups) return;
    this.add(this, 'application_errors', {
      category: 'Availability',
      namespace: logs.metricNamespace,
      metricName: APPLICATION_ERRORS_METRIC,
      // Single errors are a matter for the morning; five in each of two periods go on.
      alarmDescription: 'The application logged more than 5 errors in each of two periods of 5 minutes.',
      statistic: 'Sum',
      comparisonOperator: 'GreaterThanThreshold',
      threshold: 5,
      period: 5 * MINUTE,
      evaluationPeriods: 2,
    });
  }

  /** An alarm of a higher tier, in that tier's scope, which tells the same people. */
  add(scope: Construct, id: string, config: AlarmConfig): void {
    const { severity = 'warning', category = 'Performance', instance, ...alarmConfig } = config;
    const alarm = new CloudwatchMetricAlarm(scope, id, {
      // No data is no trouble, but for the alarm that says otherwise.
      treatMissingData: 'notBreaching',
      ...alarmConfig,
      alarmName: alarmName(this.name, id, instance),
      alarmActions: [this.alerts.topicArn],
      okActions: [this.alerts.topicArn],
    });
    this.alarms.push({ alarm, meaning: { severity, category } });
    this.setActions();
  }

  /** The alarms open incidents, too: those that are there, and those that are added later. */
  openIncidents(action: IncidentAction): void {
    this.incidentAction = action;
    this.setActions();
  }

  private setActions(): void {
    for (const { alarm, meaning } of this.alarms) {
      const action = this.incidentAction(meaning);
      alarm.alarmActions = action === undefined ? [this.alerts.topicArn] : [this.alerts.topicArn, action];
    }
  }
}

/** `acme-database-cpu`, or `acme-endpoint-unhealthy app.example.com:443/` where there are several. */
export function alarmName(name: string, id: string, instance?: string): string {
  const common = `${name}-${id.replace(/_/g, '-')}`;
  return instance === undefined ? common : `${common} ${instance}`;
}

import { Construct } from 'constructs';
import { Network, type NetworkSettings } from '../common/network';
import { PublishedValues } from '../common/published-values';
import type { PalierStack } from '../common/stack';
import type { StackSettings } from '../common/stack-settings';
import { accountWideToForget } from './account-wide';
import { type AlarmSettings, Alarms } from './alarms';
import { type AlertSettings, Alerts } from './alerts';
import { CostMonitoring, type CostMonitoringSettings } from './cost-monitoring';
import { Credentials, type CredentialsSettings } from './credentials';
import { Dashboard } from './dashboard';
import { Database, type DatabaseSettings } from './database';
import { type DatabaseRestoreSettings, restoreDatabase } from './database-restore';
import { Firewall, type FirewallSettings } from './firewall';
import { type LogSettings, Logs } from './logs';
import { SecurityMonitoring, type SecurityMonitoringSettings } from './security-monitoring';

export interface BetaSettings {
  readonly stack: StackSettings;
  readonly network: NetworkSettings;
  readonly alerts: AlertSettings;
  readonly costMonitoring: CostMonitoringSettings;
  readonly securityMonitoring: SecurityMonitoringSettings;
  readonly firewall: FirewallSettings;
  readonly database: DatabaseSettings;
  readonly credentials: CredentialsSettings;
  readonly databaseRestore: DatabaseRestoreSettings;
  readonly alarms: AlarmSettings;
  readonly logs: LogSettings;
}

/** The first tier: 50 to 200 users, best effort. One construct per line of the plan's checklist. */
export class Beta extends Construct {
  readonly network: Network;
  readonly alerts: Alerts;
  readonly logs: Logs;
  readonly costMonitoring: CostMonitoring;
  readonly securityMonitoring: SecurityMonitoring;
  readonly firewall: Firewall;
  readonly database: Database;
  readonly credentials: Credentials;
  readonly alarms: Alarms;
  readonly dashboard: Dashboard;
  readonly published: PublishedValues;

  constructor(stack: PalierStack, id: string, settings: BetaSettings) {
    super(stack, id);
    const { name, aws } = settings.stack;

    this.network = new Network(this, 'network', name, settings.network);
    this.alerts = new Alerts(this, 'alerts', name, aws.accountId, settings.alerts);
    this.logs = new Logs(this, 'logs', name, settings.logs);
    this.costMonitoring = new CostMonitoring(this, 'cost-monitoring', name, this.alerts, settings.costMonitoring);
    this.securityMonitoring = new SecurityMonitoring(
      this,
      'security-monitoring',
      name,
      aws,
      this.alerts,
      settings.securityMonitoring,
    );
    stack.forget(accountWideToForget(settings.costMonitoring, settings.securityMonitoring));
    this.firewall = new Firewall(this, 'firewall', name, stack, this.logs, settings.firewall);
    this.database = new Database(this, 'database', name, this.network, this.logs, {
      ...settings.database,
      rdsManagedPassword: settings.credentials.mode === 'rds-managed',
    });
    this.credentials = new Credentials(this, 'credentials', this.database, aws, settings.credentials);
    restoreDatabase(this, aws, settings.databaseRestore);
    this.alarms = new Alarms(this, 'alarms', name, aws.region, this.alerts, this, settings.alarms);
    this.dashboard = new Dashboard(this, 'dashboard', name, aws.region, this);
    this.published = new PublishedValues(this, 'published-values', name);
    this.publish(aws.region);
  }

  private publish(region: string): void {
    this.published.publish({
      output: 'database_endpoint',
      parameter: 'database/endpoint',
      value: `${this.database.host}:${this.database.port}`,
      description: 'Host and port of the database',
    });
    this.published.publish({
      output: 'database_secret_arn',
      parameter: 'database/secret-arn',
      value: this.credentials.secretArn,
      description: 'Where the credentials of the database are',
    });
    this.published.publish({
      output: 'database_security_group_id',
      parameter: 'database/security-group-id',
      value: this.database.securityGroupId,
      description: 'Security group of the database',
    });
    this.published.publish({
      output: 'alerts_topic_arn',
      parameter: 'alerts/topic-arn',
      value: this.alerts.topicArn,
      description: 'Topic for everything that needs a human',
    });
    this.published.publish({
      output: 'firewall_web_acl_arn',
      parameter: 'firewall/web-acl-arn',
      value: this.firewall.webAclArn,
      description: 'Web ACL: a CloudFront distribution names it as its own',
    });
    this.published.output('dashboard_url', this.dashboard.url, 'The dashboard, in the AWS console');
    this.published.output(
      'audit_event_history_url',
      `https://${region}.console.aws.amazon.com/cloudtrailv2/home?region=${region}#/events`,
      'CloudTrail event history: 90 days of management events, free, on without any resource',
    );
  }
}

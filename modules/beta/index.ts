import type { NetworkSettings } from '../common/network';
import type { StackSettings } from '../common/stack-settings';
import type { AlarmSettings } from './alarms';
import type { CostMonitoringSettings } from './cost-monitoring';
import type { CredentialsSettings } from './credentials';
import type { DatabaseSettings } from './database';
import type { FirewallSettings } from './firewall';
import type { LogSettings } from './logs';
import type { SecurityMonitoringSettings } from './security-monitoring';

export interface BetaSettings {
  readonly stack: StackSettings;
  readonly network: NetworkSettings;
  readonly costMonitoring: CostMonitoringSettings;
  readonly securityMonitoring: SecurityMonitoringSettings;
  readonly firewall: FirewallSettings;
  readonly database: DatabaseSettings;
  readonly credentials: CredentialsSettings;
  readonly alarms: AlarmSettings;
  readonly logs: LogSettings;
}

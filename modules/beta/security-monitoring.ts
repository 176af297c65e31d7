import type { Ownership } from '../common/stack-settings';

export interface SecurityMonitoringSettings {
  readonly securityHub: Ownership;
  readonly guardDuty: Ownership;
  readonly accessAnalyzer: Ownership;
  readonly configRecorder: Ownership;
}

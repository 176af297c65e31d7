import type { Ownership } from '../common/stack-settings';
import type { CostMonitoringSettings } from './cost-monitoring';
import type { SecurityMonitoringSettings } from './security-monitoring';

/** What was recorded, and what protects it. */
const HISTORY = [
  'aws_s3_bucket.configuration_history',
  'aws_s3_bucket_policy.configuration_history',
  'aws_s3_bucket_public_access_block.configuration_history',
  'aws_s3_bucket_versioning.configuration_history',
];

/** One of the whole account, and AWS refuses to delete it while a recorder of any region uses it. */
const RECORDER_ROLE = 'aws_iam_service_linked_role.configuration_recorder';

const RECORDER = [
  'aws_config_configuration_recorder.configuration',
  'aws_config_configuration_recorder_status.configuration',
  'aws_config_delivery_channel.configuration',
  RECORDER_ROLE,
  ...HISTORY,
];

const HUB = [
  'aws_securityhub_account.findings',
  'aws_securityhub_standards_subscription.best_practices',
  'aws_securityhub_standards_subscription.cis',
];

/**
 * The Terraform addresses of what an account has one of, where the environment relies on what is there (`existing`). One that was
 * `managed` before is still in the state, and is let go of: Terraform would turn it off for the whole account.
 *
 * A recorder that is turned `off`, as going down from production-ga does, leaves what it has recorded: AWS refuses to delete a
 * bucket that holds something. It leaves the role, too, which the recorders of other regions share.
 */
export function accountWideToForget(costs: CostMonitoringSettings, security: SecurityMonitoringSettings): string[] {
  const owned: readonly (readonly [Ownership, readonly string[]])[] = [
    [costs.anomalyMonitor, ['aws_ce_anomaly_monitor.services']],
    [security.securityHub, HUB],
    [security.guardDuty, ['aws_guardduty_detector.threats']],
    [security.accessAnalyzer, ['aws_accessanalyzer_analyzer.external_access']],
    [security.configRecorder, RECORDER],
  ];
  const existing = owned.flatMap(([ownership, addresses]) => (ownership === 'existing' ? addresses : []));
  return security.configRecorder === 'off' ? [...existing, RECORDER_ROLE, ...HISTORY] : existing;
}

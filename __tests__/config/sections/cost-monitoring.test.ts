import { testMistakes } from '../support';

testMistakes([
  [
    'account_wide: { cost_anomaly_monitor: existing }\ncost_monitoring: { anomaly_monitor_arn: "arn:aws:ce::210987654321:anomalymonitor/1234abcd-12ab-34cd-56ef-1234567890ab" }',
    '9:41 cost_monitoring.anomaly_monitor_arn: is of another account than aws.account_id 123456789012 (got "arn:aws:ce::210987654321:anomalymonitor/1234abcd-12ab-34cd-56ef-1234567890ab")',
  ],
  [
    'cost_monitoring: { monthly_budget_usd: 0 }',
    '8:40 cost_monitoring.monthly_budget_usd: is too little (got 0, allowed 1 or more US dollars)',
  ],
  [
    'cost_monitoring: { monthly_budget_usd: 1.005 }',
    '8:40 cost_monitoring.monthly_budget_usd: has more than two decimals (got 1.005)',
  ],
  [
    'cost_monitoring: { monthly_budget_usd: 30 $ }',
    '8:40 cost_monitoring.monthly_budget_usd: must be a number (got "30 $", allowed 1 or more US dollars)',
  ],
  [
    'account_wide: { cost_anomaly_monitor: existing }',
    '8:39 account_wide.cost_anomaly_monitor: needs cost_monitoring.anomaly_monitor_arn (got "existing"): name the monitor',
  ],
  [
    'cost_monitoring: { anomaly_monitor_arn: "arn:aws:ce::123456789012:anomalymonitor/1234abcd-12ab-34cd-56ef-1234567890ab" }',
    '8:41 cost_monitoring.anomaly_monitor_arn: is used only with an existing monitor: set account_wide.cost_anomaly_monitor to existing, or remove it',
  ],
  [
    'cost_monitoring: { anomaly_monitor_arn: x }',
    `8:41 cost_monitoring.anomaly_monitor_arn: is not an anomaly monitor's ARN (got "x", allowed arn:aws:ce::123456789012:anomalymonitor/ and a UUID)`,
  ],
]);

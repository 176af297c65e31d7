import type { Construct } from 'constructs';
import { Firewall, type FirewallSettings } from '../beta/firewall';
import type { PalierStack } from '../common/stack';
import type { BotControlSettings } from '../early-ga/bot-control';
import type { ProductionGa } from '../production-ga';
import type { RecoveryAlerts } from './recovery-alerts';

export interface RecoveryFirewallSettings {
  /** The rules of the environment's own region, and the targets of the recovery region. */
  readonly firewall: FirewallSettings;
  readonly botControl: BotControlSettings;
}

/**
 * Checklist: multi-region, web ACL and its alarm. The firewall once more, with the same rules, in front of what is started in
 * the recovery region. It costs what the one at home costs, less its requests: 5 USD a month, 1 USD for each of the six rules,
 * 10 USD for Bot Control (https://aws.amazon.com/waf/pricing/, 2026-11-23), and 1 USD for the key of its log
 * (https://aws.amazon.com/kms/pricing/, 2026-11-23).
 *
 * A web ACL in front of CloudFront is everywhere already: then there is no other one.
 *
 * @returns undefined where there is none
 */
export function createRecoveryFirewall(
  scope: Construct,
  name: string,
  stack: PalierStack,
  { earlyGa, recoveryKeys }: ProductionGa,
  alerts: RecoveryAlerts,
  settings: RecoveryFirewallSettings,
): Firewall | undefined {
  if (settings.firewall.scope === 'CLOUDFRONT') return undefined;
  const { region, logsKeyArn } = recoveryKeys;
  const firewall = new Firewall(scope, 'recovery-firewall', name, stack, earlyGa.beta.logs, settings.firewall, {
    region,
    addressPrefix: 'recovery_',
    logsKeyArn,
  });
  firewall.addBotControl('COMMON', settings.botControl.action);
  alerts.add(firewall, 'recovery_firewall_blocked_requests', {
    namespace: 'AWS/WAFV2',
    metricName: 'BlockedRequests',
    dimensions: { ...firewall.metricDimensions },
    // As at home: see modules/beta/alarms.ts.
    alarmDescription: `The firewall in ${region} blocked more than 1,000 requests in 5 minutes: an attack, or a rule that blocks customers.`,
    statistic: 'Sum',
    comparisonOperator: 'GreaterThanThreshold',
    threshold: 1000,
    period: 300,
    evaluationPeriods: 1,
  });
  return firewall;
}

import type { ChecklistLine, Rule, RuleContext } from '../rule';

/** What GuardDuty always reads. https://aws.amazon.com/guardduty/pricing/ (2026-11-23) */
const guardDuty: Rule = (context) => [
  { what: 'management events read', price: 'guardduty.events', quantity: context.usage('management_events') },
  { what: 'flow logs and DNS logs read', price: 'guardduty.network-logs', quantity: context.usage('network_gb') },
  {
    what: 'protection plans (S3, RDS, Lambda, ...)',
    unpriced: 'the JSON does not say which the account has on; see the page Usage of the console of GuardDuty',
  },
];

/** A control that several standards have is checked and charged once. https://aws.amazon.com/security-hub/pricing/ (2026-11-23) */
const securityHub: Rule = (context) => [
  { what: 'checks of its standards', price: 'securityhub.checks', quantity: context.usage('security_checks') },
];

const recorder: Rule = (context) => [
  {
    what: 'changes recorded',
    price: 'config.items',
    quantity: context.usage('config_items'),
    raisedBy: recorderOf(context),
  },
];

/** The plan has AWS Config from production-ga on; below it is an option of the security monitoring. */
export function recorderOf(context: RuleContext): ChecklistLine | undefined {
  const isPlanned = context.isAtLeast('production-ga');
  return isPlanned ? { tier: 'production-ga', checklistLine: 'configuration-history' } : undefined;
}

const configRule: Rule = (context) => [
  { what: 'evaluations', price: 'config.evaluations', quantity: context.usage('config_evaluations') },
];

/** Analyzers of unused access cost by role and user. https://aws.amazon.com/iam/access-analyzer/pricing/ (2026-11-23) */
const analyzer: Rule = (context) => {
  const type = context.text('type') ?? 'ACCOUNT';
  return /UNUSED|INTERNAL/.test(type)
    ? [{ what: `analyzer ${type}`, unpriced: 'only analyzers of external access are free' }]
    : [];
};

export const SECURITY_MONITORING_RULES: Readonly<Record<string, Rule>> = {
  aws_accessanalyzer_analyzer: analyzer,
  aws_guardduty_detector: guardDuty,
  aws_securityhub_account: securityHub,
  aws_config_configuration_recorder: recorder,
  aws_config_config_rule: configRule,
};

import { describeSupportPlan, SUPPORT_PLANS } from '../support-plans';
import { isAtLeast } from '../tiers';
import { auroraRules } from './aurora';
import type { Rule } from './rule';
import { snapshotCopyRules } from './snapshot-copies';

/** The only region that has their metrics: see modules/enterprise/health-checks.ts. */
const HEALTH_CHECK_REGION = 'us-east-1';

const managedSecretNotReplicated: Rule = ({ tier, aws, credentials }) => {
  if (!isAtLeast(tier, 'enterprise') || credentials.mode !== 'rds-managed') return undefined;
  return {
    severity: 'warning',
    where: 'credentials.mode',
    why: `The secret that RDS owns cannot be replicated: in ${aws.recovery_region} there is no password of a database that is restored there.`,
    whatToDo:
      'Acknowledge it if whoever restores there lets RDS make a new secret (`aws rds modify-db-instance ' +
      '--manage-master-user-password`), or use credentials.mode secret.',
  };
};

const healthCheckAlertsWithoutKey: Rule = ({ tier, aws, multi_region }) => {
  if (!isAtLeast(tier, 'enterprise') || multi_region.health_checks.length === 0) return undefined;
  if ([aws.region, aws.recovery_region].includes(HEALTH_CHECK_REGION)) return undefined;
  return {
    severity: 'warning',
    where: 'aws_sns_topic.global_alerts',
    why:
      `Alarms on health checks are possible in ${HEALTH_CHECK_REGION} only, and the customer keys are in ${aws.region} and ` +
      `${aws.recovery_region}: the topic that these alarms publish to is not encrypted at rest. Its messages name endpoints.`,
    whatToDo: 'Acknowledge it.',
  };
};

/** An error: nobody should owe 36,000 USD by a word in a file that a colleague did not notice. */
const shieldAdvancedPrice: Rule = ({ tier, shield_advanced }) => {
  if (!isAtLeast(tier, 'enterprise') || shield_advanced.mode !== 'managed') return undefined;
  return {
    severity: 'error',
    where: 'shield_advanced.mode',
    why:
      'This subscribes the account to Shield Advanced: 3,000 USD a month, data transfer beside it, for a year at least. It ' +
      'renews itself, a destroy does not end it, and in an organization the payer is charged.',
    whatToDo:
      'Acknowledge it, and say who has approved the price. Set it to existing where the account or its organization is ' +
      'subscribed already, or to off: Shield Standard is free, and on.',
  };
};

const supportPlan: Rule = ({ tier }) => {
  if (!isAtLeast(tier, 'enterprise')) return undefined;
  return {
    severity: 'warning',
    where: 'tier',
    why:
      'The plan has a support plan for enterprise, which Terraform can neither buy nor see. ' +
      `${describeSupportPlan(SUPPORT_PLANS.enterprise)}.`,
    whatToDo:
      'Buy it in the console of AWS Support, with the billing of the account, and acknowledge this with the plan that was ' +
      'bought. A plan that AWS ends on 1 January 2027 (Developer, Business, Enterprise On-Ramp) needs another one by then.',
  };
};

const shieldWaitsForTier: Rule = ({ tier, shield_advanced: { mode } }) => {
  if (isAtLeast(tier, 'enterprise') || mode === 'off') return undefined;
  return {
    severity: 'warning',
    where: 'shield_advanced.mode',
    why:
      `Shield Advanced belongs to enterprise: at ${tier} nothing is subscribed or protected. A subscription that there is ` +
      'runs on, and costs.',
    whatToDo: 'Remove it, and give it again when the tier is enterprise.',
  };
};

const multiRegionWaitsForTier: Rule = ({ tier, multi_region }) => {
  if (isAtLeast(tier, 'enterprise')) return undefined;
  const { network, clients, firewall_target_arns, health_checks } = multi_region;
  const given = {
    network: Object.values(network).some((value) => value !== undefined),
    clients: clients.security_group_ids.length + clients.cidr_blocks.length > 0,
    firewall_target_arns: firewall_target_arns.length > 0,
    health_checks: health_checks.length > 0,
  };
  const keys = Object.entries(given).flatMap(([key, isGiven]) => (isGiven ? [key] : []));
  if (keys.length === 0) return undefined;
  return {
    severity: 'warning',
    where: 'multi_region',
    why: `What is in the recovery region belongs to enterprise: at ${tier} nothing is made of ${keys.join(', ')}.`,
    whatToDo: 'Remove it, and give it again when the tier is enterprise. Acknowledge it if that is soon.',
  };
};

/** What is looked for at enterprise, and what waits for it. */
export const enterpriseRules: Readonly<Record<string, Rule>> = {
  ...snapshotCopyRules,
  'managed-secret-not-replicated': managedSecretNotReplicated,
  'health-check-alerts-without-key': healthCheckAlertsWithoutKey,
  'shield-advanced-price': shieldAdvancedPrice,
  'support-plan': supportPlan,
  'shield-waits-for-tier': shieldWaitsForTier,
  'multi-region-waits-for-tier': multiRegionWaitsForTier,
  ...auroraRules,
};

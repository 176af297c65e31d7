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

/** What is looked for at enterprise. */
export const enterpriseRules: Readonly<Record<string, Rule>> = {
  ...snapshotCopyRules,
  'managed-secret-not-replicated': managedSecretNotReplicated,
  'health-check-alerts-without-key': healthCheckAlertsWithoutKey,
  'shield-advanced-price': shieldAdvancedPrice,
  'support-plan': supportPlan,
  ...auroraRules,
};

import { configRecorder } from '../settings/account-wide';
import { RETENTION_DAYS as BETA_RETENTION_DAYS } from '../settings/beta';
import { RETENTION_DAYS as EARLY_GA_RETENTION_DAYS } from '../settings/early-ga';
import { RETENTION_DAYS as PRODUCTION_GA_RETENTION_DAYS } from '../settings/production-ga';
import { isAtLeast, type Tier } from '../tiers';
import type { Rule } from './rule';

const securityHubWithoutConfig: Rule = (data) => {
  if (data.account_wide.security_hub === 'off' || configRecorder(data) !== 'off') return undefined;
  return {
    severity: 'warning',
    where: 'account_wide.config_recorder',
    why: 'Security Hub reports next to nothing without an AWS Config recorder: most of its controls read what that records.',
    whatToDo:
      'Set it to managed, or to existing where the account has one. It costs 0.003 USD per recorded change, a few ' +
      'dollars a month for a quiet account.',
  };
};

const RETENTION_DAYS: Readonly<Record<Tier, number>> = {
  beta: BETA_RETENTION_DAYS,
  'early-ga': EARLY_GA_RETENTION_DAYS,
  'production-ga': PRODUCTION_GA_RETENTION_DAYS,
  enterprise: PRODUCTION_GA_RETENTION_DAYS,
};

const logRetentionBelowTier: Rule = ({ tier, logs }) => {
  const usual = RETENTION_DAYS[tier];
  if (logs.retention_days === undefined || logs.retention_days >= usual) return undefined;
  return {
    severity: 'warning',
    // Only the tier's own figure is known here; what it was before, a plan knows (review/log-retention-lowered.ts).
    where: 'logs.retention_days',
    why: `The tier ${tier} keeps logs for ${usual} days, this environment for ${logs.retention_days}. AWS deletes what is older than the new retention, and nothing brings it back.`,
    whatToDo: `Remove it, or set it to ${usual} or more.`,
  };
};

const rotationWaitsForTier: Rule = ({ tier, runbooks }) => {
  if (isAtLeast(tier, 'early-ga') || runbooks.rotate_secret.revision === undefined) return undefined;
  return {
    severity: 'warning',
    where: 'runbooks.rotate_secret.revision',
    why: 'The runbook rotate-secret belongs to early-ga, and does not run at beta. With this revision in the file, going up to early-ga would rotate it at once.',
    whatToDo: 'Remove it, and give it again when the secret is to be rotated.',
  };
};

const reencryptionWaitsForTier: Rule = ({ tier, runbooks }) => {
  if (isAtLeast(tier, 'early-ga') || runbooks.reencrypt_database.revision === undefined) return undefined;
  return {
    severity: 'warning',
    where: 'runbooks.reencrypt_database.revision',
    why: 'The runbook reencrypt-database needs the customer key, which early-ga makes, and does not run at beta. With this revision in the file, going up to early-ga would run it at once.',
    whatToDo: 'Remove it, and give it again at early-ga.',
  };
};

/** What is looked for at every tier. */
export const betaRules: Readonly<Record<string, Rule>> = {
  'security-hub-without-config': securityHubWithoutConfig,
  'log-retention-below-tier': logRetentionBelowTier,
  'reencryption-waits-for-tier': reencryptionWaitsForTier,
  'rotation-waits-for-tier': rotationWaitsForTier,
};

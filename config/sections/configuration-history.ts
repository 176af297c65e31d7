import type { RuleId } from '../../modules/production-ga/configuration-history';
import { about, choice, list, section } from '../fields';

/** Its type keeps it complete: a rule that is missing here is an error of the compiler. */
const RULES: Readonly<Record<RuleId, true>> = {
  'audit-trail': true,
  'buckets-not-public': true,
  'buckets-tls-only': true,
  'database-backups': true,
  'database-deletion-protection': true,
  'database-encrypted': true,
  'database-multi-az': true,
  'database-not-public': true,
  'keys-not-deleted': true,
  'secret-rotation-enabled': true,
  'secret-rotation-succeeds': true,
};

const [first, ...others] = Object.keys(RULES) as [RuleId, ...RuleId[]];

export const configurationHistory = section({
  excluded_rules: about(list(choice(first, ...others)).prefault([]), {
    what: `AWS Config rules to do without: ${Object.keys(RULES).join(', ')}. They are named <name>-database-encrypted and so on.`,
    why: 'each checks what a tier promises; one that the region does not have yet, or that the environment decides otherwise on purpose, is named here.',
    samples: [['audit-trail']],
  }),
});

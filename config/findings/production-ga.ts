import { isAtLeast } from '../tiers';
import type { Rule } from './rule';

const singleAz: Rule = ({ tier, database }) => {
  if (!isAtLeast(tier, 'production-ga') || database.multi_az !== false) return undefined;
  return {
    severity: 'warning',
    where: 'database.multi_az',
    why: 'The database has no standby: when its host or its availability zone fails, it is down until AWS has restored it there, or you elsewhere.',
    whatToDo: 'Remove it. A standby doubles the price of instance and storage, and is added in place.',
  };
};

const multiAzPending: Rule = ({ tier, database }) => {
  if (!isAtLeast(tier, 'production-ga') || database.multi_az === false || database.apply_immediately) return undefined;
  return {
    severity: 'warning',
    where: 'database.apply_immediately',
    why: `Where the database has no standby yet, it gets one in its next maintenance window (${database.maintenance_window} UTC). Until then it has none, and each plan repeats the change.`,
    whatToDo:
      'Set it to true to have the standby now, without downtime. Acknowledge it if the window is to be waited for.',
  };
};

/** What is looked for from production-ga. */
export const productionGaRules: Readonly<Record<string, Rule>> = {
  'single-az': singleAz,
  'multi-az-pending': multiAzPending,
};

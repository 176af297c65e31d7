import { isAtLeast } from '../../config/tiers';
import { english } from '../language/english';
import { TRIGGERS } from '../thresholds';
import { hasStandby, type MeasuredRule } from './rule';

const { number } = english;

/** `Multi-AZ pour 50 users`: 50 to 200 are what the plan has beta for. */
const FEW_FOR_STANDBY = TRIGGERS['early-ga'].usersAbove;

/** `Shield Advanced`: `Overkill pour < 10K users`. */
const ENOUGH_FOR_SHIELD = TRIGGERS.enterprise.usersAbove;

/** `Aurora Global pour < 1K users` */
const ENOUGH_FOR_AURORA = TRIGGERS['production-ga'].usersAbove;

const multiAzForFewUsers: MeasuredRule = (data, { users }) => {
  if (!hasStandby(data) || users === undefined || users > FEW_FOR_STANDBY) return undefined;
  return {
    severity: 'warning',
    where: 'database.multi_az',
    why: `The database has a standby, for ${number(users)} users. It doubles the price of instance and storage; the plan calls that over-engineering at the size of a beta (up to ${FEW_FOR_STANDBY} users).`,
    whatToDo: 'Set it to false, or go back to the tier that is called for. Acknowledge it if a contract asks for it.',
  };
};

const shieldAdvancedForFewUsers: MeasuredRule = ({ tier, shield_advanced }, { users }) => {
  if (shield_advanced.mode !== 'managed') return undefined;
  const isBeta = !isAtLeast(tier, 'early-ga');
  if (!isBeta && (users === undefined || users >= ENOUGH_FOR_SHIELD)) return undefined;
  const whom = users === undefined ? tier : `${number(users)} users`;
  return {
    severity: 'warning',
    where: 'shield_advanced.mode',
    why: `Shield Advanced ${isAtLeast(tier, 'enterprise') ? 'is' : 'is not made before enterprise; there it would be'} 3,000 USD a month for a year at least, for ${whom}. The plan calls it overkill below ${number(ENOUGH_FOR_SHIELD)} users: Shield Standard, which is free, and the firewall are enough.`,
    whatToDo:
      'Set it to off. Acknowledge it, with who approved the price, if there were attacks that these did not stop.',
  };
};

const auroraForFewUsers: MeasuredRule = ({ tier, aurora }, { users }) => {
  if (aurora.stage === undefined || users === undefined || users >= ENOUGH_FOR_AURORA) return undefined;
  const what =
    aurora.stage === 'global' ? 'An Aurora global database' : 'An Aurora cluster, the way to a global database,';
  const isMade = isAtLeast(tier, 'enterprise') ? 'is made' : 'would be made at enterprise';
  return {
    severity: 'warning',
    where: 'aurora.stage',
    why: `${what} ${isMade} for ${number(users)} users, beside the RDS instance, which is kept and paid for too. The plan calls that over-engineering below ${number(ENOUGH_FOR_AURORA)} users.`,
    whatToDo:
      'Stay on RDS, whose standby fails over in a minute or two. `npx palier cost` shows what each costs. ' +
      'Acknowledge it if a contract asks for another region.',
  };
};

/** `Over-Engineering Précoce` */
export const overEngineeringRules: Readonly<Record<string, MeasuredRule>> = {
  'multi-az-for-few-users': multiAzForFewUsers,
  'shield-advanced-for-few-users': shieldAdvancedForFewUsers,
  'aurora-for-few-users': auroraForFewUsers,
};

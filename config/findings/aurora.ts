import { AURORA_INSTANCE_CLASS, type AuroraStage } from '../sections/aurora';
import { databaseIdentifier } from '../settings/names';
import { isAtLeast } from '../tiers';
import type { Rule } from './rule';

/** How many Aurora instances run. */
const INSTANCES: Readonly<Record<AuroraStage, number>> = { replica: 1, promoted: 2, global: 3 };

/**
 * USD a month, rounded, of an instance of the default class: 0.26 USD an hour, 730 hours.
 *
 * @see https://aws.amazon.com/rds/aurora/pricing/ (us-east-1, on demand, 2026-11-23)
 */
const INSTANCE_USD = 190;

const auroraPrice: Rule = ({ tier, aurora }) => {
  if (!isAtLeast(tier, 'enterprise') || aurora.stage === undefined) return undefined;
  const count = INSTANCES[aurora.stage];
  const instances = `${count} Aurora ${count === 1 ? 'instance' : 'instances'}`;
  const replicated = aurora.stage === 'global' ? ', and the storage and every replicated write once more' : '';
  return {
    severity: 'warning',
    where: 'aurora.stage',
    why:
      `The plan counts 100 to 200 USD a month for Aurora Global Database. At stage ${aurora.stage} ${instances} of ` +
      `${AURORA_INSTANCE_CLASS} cost about ${count * INSTANCE_USD} USD a month in us-east-1, beside the RDS instance, which ` +
      `is kept; plus 0.10 USD per GB of storage and 0.20 USD per million I/Os${replicated}.`,
    whatToDo:
      'Acknowledge it with the figure that was approved: https://calculator.aws. Reserved instances cost less once the ' +
      'class has proved right.',
  };
};

const auroraOldInstance: Rule = (data) => {
  if (!isAtLeast(data.tier, 'enterprise') || data.aurora.stage === undefined) return undefined;
  if (data.aurora.stage === 'replica') return undefined;
  const identifier = databaseIdentifier(data);
  return {
    severity: 'warning',
    where: 'aws_db_instance.database',
    why:
      `The instance ${identifier} is kept as it was at the promotion, and what the lower lines do with the database they do ` +
      'with this old instance still: its snapshots are copied to the recovery region and NewestCopyAge stays young, ' +
      'restore-drill restores them, the documents for an incident take snapshots of it and fail it over. All of that stays ' +
      'green, and says nothing about the Aurora cluster, which has backups of its own, in its own region.',
    whatToDo:
      'In an incident, act on the Aurora cluster. Keep the instance until nobody needs its data, and make it small then: ' +
      'docs/guides/aurora-global.md. Acknowledge this with the date on which you decide.',
  };
};

/** An error after the promotion: applications would write into the past by a word in a file that is about something else. */
const auroraWaitsForTier: Rule = (data) => {
  const { tier, aurora } = data;
  if (isAtLeast(tier, 'enterprise') || aurora.stage === undefined) return undefined;
  const where = 'aurora.stage';
  const notHere = `Aurora belongs to enterprise, and is not built at ${tier}. What Terraform had of it, it forgets: it runs on, and costs.`;
  if (aurora.stage === 'replica') {
    return {
      severity: 'warning',
      where,
      why: notHere,
      whatToDo: 'Remove it, and give it again, beginning with stage replica, when the tier is enterprise.',
    };
  }
  return {
    severity: 'error',
    where,
    why:
      `${notHere} The published endpoint /${data.name}/database/endpoint becomes that of the RDS instance ` +
      `${databaseIdentifier(data)} again, which takes writes, and has none of those since the promotion: applications that ` +
      'read it from there would go on with old data.',
    whatToDo:
      'Keep the tier enterprise and this stage while an application uses the cluster. To go down, first bring the data and ' +
      'the applications back to the RDS instance ("Coming down" in docs/guides/aurora-global.md), then acknowledge this. ' +
      'Where there has never been a promoted cluster, remove it.',
  };
};

/** What is looked for where Aurora is asked for. */
export const auroraRules: Readonly<Record<string, Rule>> = {
  'aurora-price': auroraPrice,
  'aurora-old-instance': auroraOldInstance,
  'aurora-waits-for-tier': auroraWaitsForTier,
};

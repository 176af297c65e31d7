import { type Charge, type ChecklistLine, DAYS_PER_MONTH, HOURS_PER_MONTH, type Rule, type RuleContext } from '../rule';

/**
 * RDS for PostgreSQL. A standby costs what the instance costs, and so does its storage. Backups are free up to the
 * storage of the databases (https://aws.amazon.com/rds/postgresql/pricing/, 2026-11-23).
 */
const instance: Rule = (context) => {
  const storageType = context.text('storage_type') ?? 'gp2';
  const allocated = context.number('allocated_storage', 20);
  const limit = Math.max(allocated, context.number('max_allocated_storage', allocated));
  const storage = Math.min(Math.max(allocated, context.usage('database_gb')), limit);
  const storagePrice = `rds.storage.${storageType}`;
  const engine = context.text('engine') ?? 'postgres';
  if (engine !== 'postgres') return [{ what: `database ${engine}`, unpriced: 'only PostgreSQL has prices here' }];
  return [
    hours(context, 'instance'),
    { what: `storage ${storageType}`, price: storagePrice, quantity: storage },
    ...(context.flag('multi_az')
      ? [
          { ...hours(context, 'standby'), raisedBy: MULTI_AZ },
          { what: `storage ${storageType} of the standby`, price: storagePrice, quantity: storage, raisedBy: MULTI_AZ },
        ]
      : []),
    {
      what: 'automated backups beyond the size of the database',
      price: 'rds.backup',
      quantity: Math.max(0, backups(context, context.number('backup_retention_period', 0)) - storage),
    },
    // AWS charges it like any other: https://aws.amazon.com/secrets-manager/pricing/ (2026-11-23).
    ...(context.flag('manage_master_user_password')
      ? [{ what: 'secret that RDS keeps', price: 'secrets.secret', quantity: 1 }]
      : []),
    ...performanceInsights(context),
    ...(context.number('iops', 0) > 0
      ? [{ what: 'provisioned IOPS', unpriced: 'what goes beyond the baseline of the storage costs' }]
      : []),
  ];
};

const MULTI_AZ: ChecklistLine = { tier: 'production-ga', checklistLine: 'multi-az' };

function hours(context: RuleContext, what: string): Charge {
  const instanceClass = context.text('instance_class');
  if (instanceClass === undefined) return { what, unpriced: 'instance_class is an expression' };
  return { what: `${what} ${instanceClass}`, price: `rds.instance.${instanceClass}`, quantity: HOURS_PER_MONTH };
}

/** The first is full; each later one has what the day has changed. */
export function backups(context: RuleContext, days: number): number {
  return days === 0 ? 0 : context.usage('database_gb') * (1 + (days - 1) * context.usage('daily_change'));
}

/** 7 days are free (https://aws.amazon.com/rds/performance-insights/pricing/, 2026-11-23). */
export function performanceInsights(context: RuleContext): Charge[] {
  const days = context.flag('performance_insights_enabled')
    ? context.number('performance_insights_retention_period', 7)
    : 0;
  if (days <= 7) return [];
  return [{ what: `Performance Insights kept for ${days} days`, unpriced: 'only 7 days are free; more costs by vCPU' }];
}

/** RDS sends each snapshot and all transaction logs to the other region. Nothing there is free: it has no database. */
const replicatedBackups: Rule = (context) => [
  {
    what: 'backups kept in the recovery region',
    price: 'rds.backup',
    quantity: backups(context, context.number('retention_period', 7)),
  },
  {
    what: 'transfer to the recovery region',
    price: 'transfer.between-regions',
    region: context.homeRegion,
    quantity: context.usage('database_gb') * context.usage('daily_change') * DAYS_PER_MONTH,
  },
];

export const DATABASE_RULES: Readonly<Record<string, Rule>> = {
  aws_db_instance: instance,
  aws_db_instance_automated_backups_replication: replicatedBackups,
};

import { DAYS_PER_MONTH, HOURS_PER_MONTH, type Rule } from '../rule';
import { backups, performanceInsights } from './database';

/** Storage, reads and writes are the cluster's, hours the instances'. https://aws.amazon.com/rds/aurora/pricing/ (2026-11-23) */
const cluster: Rule = (context) => {
  const isSecondary = context.resource.arguments.global_cluster_identifier !== undefined;
  const data = context.usage('database_gb');
  const engine = context.text('engine') ?? 'aurora-postgresql';
  if (engine !== 'aurora-postgresql')
    return [{ what: `cluster ${engine}`, unpriced: 'only Aurora PostgreSQL has prices here' }];
  if ((context.text('storage_type') ?? '') !== '')
    return [{ what: 'storage, Aurora I/O-Optimized', unpriced: 'only Aurora Standard has prices here' }];
  return [
    { what: 'storage, Aurora Standard', price: 'aurora.storage', quantity: data },
    isSecondary
      ? {
          what: 'replicated writes',
          price: 'aurora.replicated-writes',
          quantity: context.usage('aurora_replicated_writes'),
        }
      : { what: 'reads and writes', price: 'aurora.io', quantity: context.usage('aurora_io') },
    {
      what: 'backups beyond the size of the data',
      price: 'aurora.backup',
      quantity: Math.max(0, backups(context, context.number('backup_retention_period', 1)) - data),
    },
    ...(isSecondary
      ? [
          {
            what: 'transfer from the primary region',
            price: 'transfer.between-regions',
            region: context.homeRegion,
            quantity: data * context.usage('daily_change') * DAYS_PER_MONTH,
          },
        ]
      : []),
  ];
};

const instance: Rule = (context) => {
  const instanceClass = context.text('instance_class');
  return [
    instanceClass === undefined
      ? { what: 'instance', unpriced: 'instance_class is an expression' }
      : { what: `instance ${instanceClass}`, price: `aurora.instance.${instanceClass}`, quantity: HOURS_PER_MONTH },
    ...performanceInsights(context),
  ];
};

export const AURORA_RULES: Readonly<Record<string, Rule>> = {
  aws_rds_cluster: cluster,
  aws_rds_cluster_instance: instance,
};

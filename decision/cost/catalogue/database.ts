import { type Catalogue, fromPage, type Price, type Rate } from './price';

const DATE = '2026-11-23';
const RDS = 'https://aws.amazon.com/rds/postgresql/pricing/';
const AURORA = 'https://aws.amazon.com/rds/aurora/pricing/';

const M = 1_000_000;

type Hours = Readonly<Record<string, Readonly<Record<string, Rate>>>>;

/** An hour of an instance in one availability zone, on demand. */
const RDS_HOURS: Hours = {
  'db.t4g.micro': { 'us-east-1': 0.016, 'eu-west-1': 0.017 },
  'db.t4g.small': { 'us-east-1': 0.032, 'eu-west-1': 0.035 },
  'db.t4g.medium': { 'us-east-1': 0.065, 'eu-west-1': 0.069 },
};

/** An hour of an instance of Aurora Standard, on demand. */
const AURORA_HOURS: Hours = {
  'db.r6g.large': { 'us-east-1': 0.26, 'eu-west-1': 0.285 },
};

function hours(table: Hours, prefix: string, source: string, engine: string): Catalogue {
  const prices = Object.entries(table).map(([instanceClass, usd]): [string, Price] => [
    `${prefix}.${instanceClass}`,
    {
      unit: 'instance-hour',
      usd,
      source,
      date: DATE,
      listed: {
        service: 'AmazonRDS',
        usageType: `InstanceUsage:${instanceClass}`,
        attributes: { databaseEngine: engine, deploymentOption: 'Single-AZ' },
      },
    },
  ]);
  return Object.fromEntries(prices);
}

export const DATABASE_PRICES: Catalogue = {
  ...hours(RDS_HOURS, 'rds.instance', RDS, 'PostgreSQL'),
  ...hours(AURORA_HOURS, 'aurora.instance', AURORA, 'Aurora PostgreSQL'),
  ...fromPage(RDS, DATE, {
    'rds.storage.gp3': {
      unit: 'GB-month',
      usd: { 'us-east-1': 0.115, 'eu-west-1': 0.127 },
      listed: { service: 'AmazonRDS', usageType: 'RDS:GP3-Storage', attributes: { deploymentOption: 'Single-AZ' } },
    },
    'rds.storage.gp2': {
      unit: 'GB-month',
      usd: { 'us-east-1': 0.115, 'eu-west-1': 0.127 },
      listed: { service: 'AmazonRDS', usageType: 'RDS:GP2-Storage', attributes: { deploymentOption: 'Single-AZ' } },
    },
    'rds.backup': {
      unit: 'GB-month',
      usd: { any: 0.095 },
      listed: {
        service: 'AmazonRDS',
        usageType: 'RDS:ChargedBackupUsage',
        attributes: { databaseEngine: 'PostgreSQL' },
      },
    },
    'transfer.between-regions': { unit: 'GB', usd: { 'us-east-1': 0.02, 'eu-west-1': 0.02 } },
  }),
  ...fromPage('https://aws.amazon.com/backup/pricing/', DATE, {
    'backup.rds': { unit: 'GB-month', usd: { any: 0.095 } },
  }),
  ...fromPage(AURORA, DATE, {
    'aurora.storage': {
      unit: 'GB-month',
      usd: { 'us-east-1': 0.1, 'eu-west-1': 0.11 },
      listed: { service: 'AmazonRDS', usageType: 'Aurora:StorageUsage', attributes: { databaseEngine: 'Any' } },
    },
    'aurora.io': {
      unit: 'I/O',
      per: M,
      usd: { 'us-east-1': 0.2, 'eu-west-1': 0.22 },
      listed: { service: 'AmazonRDS', usageType: 'Aurora:StorageIOUsage', attributes: { databaseEngine: 'Any' } },
    },
    'aurora.replicated-writes': { unit: 'I/O', per: M, usd: { 'us-east-1': 0.2, 'eu-west-1': 0.22 } },
    'aurora.backup': {
      unit: 'GB-month',
      usd: { 'us-east-1': 0.021, 'eu-west-1': 0.022 },
      listed: { service: 'AmazonRDS', usageType: 'Aurora:BackupUsage' },
    },
  }),
};

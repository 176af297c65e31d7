import { type Catalogue, fromPage, type Price, secondHand } from './price';

const DATE = '2026-11-23';
const RDS = 'https://aws.amazon.com/rds/postgresql/pricing/';
const AURORA = 'https://aws.amazon.com/rds/aurora/pricing/';

const M = 1_000_000;

const IRISH_BILLS = secondHand(
  'bills of accounts in eu-west-1, May to July 2026; an export of the price list replaces it',
);
const PUBLISHED = secondHand('a public table of list prices for PostgreSQL; an export of the price list replaces it');

interface InstanceHour {
  readonly usd: Readonly<Record<string, number>>;
  readonly sources?: Readonly<Record<string, string>>;
}

const ireland = (usEast1: number, euWest1: number): InstanceHour => ({
  usd: { 'us-east-1': usEast1, 'eu-west-1': euWest1 },
  sources: { 'eu-west-1': IRISH_BILLS },
});

const published = (usEast1: number): InstanceHour => ({
  usd: { 'us-east-1': usEast1 },
  sources: { 'us-east-1': PUBLISHED },
});

/** An hour of an instance of PostgreSQL in one availability zone, on demand. */
const RDS_HOURS: Readonly<Record<string, InstanceHour>> = {
  'db.t4g.micro': ireland(0.016, 0.017),
  'db.t4g.small': ireland(0.032, 0.035),
  'db.t4g.medium': ireland(0.065, 0.069),
  'db.t4g.large': published(0.129),
  'db.m6g.large': published(0.159),
  'db.m6g.xlarge': published(0.318),
  'db.m6g.2xlarge': published(0.636),
  'db.m7g.large': published(0.168),
  'db.m7g.xlarge': published(0.337),
  'db.m7g.2xlarge': published(0.674),
  'db.r6g.large': published(0.225),
  'db.r6g.xlarge': published(0.45),
  'db.r6g.2xlarge': published(0.899),
};

/** An hour of an instance of Aurora Standard, on demand. */
const AURORA_HOURS: Readonly<Record<string, InstanceHour>> = {
  'db.r6g.large': ireland(0.26, 0.286),
};

function hours(
  table: Readonly<Record<string, InstanceHour>>,
  prefix: string,
  source: string,
  engine: string,
): Catalogue {
  const prices = Object.entries(table).map(([instanceClass, hour]): [string, Price] => [
    `${prefix}.${instanceClass}`,
    {
      unit: 'instance-hour',
      ...hour,
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
      sources: { 'eu-west-1': IRISH_BILLS },
      listed: {
        service: 'AmazonRDS',
        usageType: 'RDS:GP3-Storage',
        attributes: { databaseEngine: 'PostgreSQL', deploymentOption: 'Single-AZ' },
      },
    },
    'rds.storage.gp2': {
      unit: 'GB-month',
      usd: { 'us-east-1': 0.115, 'eu-west-1': 0.127 },
      sources: { 'eu-west-1': IRISH_BILLS },
      listed: {
        service: 'AmazonRDS',
        usageType: 'RDS:GP2-Storage',
        attributes: { databaseEngine: 'PostgreSQL', deploymentOption: 'Single-AZ' },
      },
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
    // What Aurora asks for storage, reads and writes in eu-west-1 could not be looked up: it is listed as unpriced there.
    'aurora.storage': {
      unit: 'GB-month',
      usd: { 'us-east-1': 0.1 },
      listed: { service: 'AmazonRDS', usageType: 'Aurora:StorageUsage' },
    },
    'aurora.io': {
      unit: 'I/O',
      per: M,
      usd: { 'us-east-1': 0.2 },
      listed: { service: 'AmazonRDS', usageType: 'Aurora:StorageIOUsage' },
    },
    'aurora.replicated-writes': {
      unit: 'I/O',
      per: M,
      usd: { 'us-east-1': 0.2 },
      sources: { 'us-east-1': secondHand('descriptions of the page: as much as a read or a write') },
    },
    'aurora.backup': {
      unit: 'GB-month',
      usd: { 'us-east-1': 0.021, 'eu-west-1': 0.021 },
      sources: { 'eu-west-1': IRISH_BILLS },
      listed: { service: 'AmazonRDS', usageType: 'Aurora:BackupUsage' },
    },
  }),
};

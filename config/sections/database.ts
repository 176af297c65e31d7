import * as z from 'zod';
import { about, choice, compare, list, oneOf, orNumber, section, text, textThat, wholeNumber } from '../fields';
import { cidrFault } from '../ipv4';
import { isReservedDatabaseName, isReservedUsername } from '../reserved-words';
import { BACKUP_WINDOW, backupWindows, length, MAINTENANCE_WINDOW, maintenanceWindow, overlaps } from '../windows';
import { securityGroupId } from './network';

/**
 * PostgreSQL's major versions that RDS creates and that are, or will be, in standard support.
 *
 * Source: https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-release-calendar.html,
 * 2026-11-22. 13 is past its standard support.
 */
const ENGINE_VERSIONS = ['14', '15', '16', '17', '18'];

/** GiB of a gp3 volume. @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html (2026-11-22) */
const MIN_STORAGE = 20;
const MAX_STORAGE = 65536;

/** @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html (2026-11-22) */
const DB_IDENTIFIER = /^(?=.{1,63}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

const identifier = text(
  DB_IDENTIFIER,
  'is not an identifier of an RDS instance (got {got}, allowed 1 to 63 lower-case letters, digits and single hyphens, ' +
    'a letter first, no hyphen last)',
);

const engineVersion = orNumber(
  oneOf(ENGINE_VERSIONS, (given) => {
    const versions = `allowed ${ENGINE_VERSIONS.join(', ')}`;
    const [major = '', ...minor] = String(given).split('.');
    if (minor.length === 0 || !ENGINE_VERSIONS.includes(major)) {
      return `is not a version of PostgreSQL that RDS supports (got {got}, ${versions})`;
    }
    return (
      `must be a major version (got {got}, ${versions}): AWS withdraws minor versions and refuses them for new ` +
      `instances; within ${major} it upgrades by itself. Did you mean "${major}"?`
    );
  }),
  () => true,
);

const instanceClass = text(
  /^db\.[a-z0-9]+\.[a-z0-9]+$/,
  'is not a class of RDS instances (got {got}, allowed such as db.t4g.micro, db.m7g.large)',
  (value) => (value === 'db.serverless' ? 'is a class of Aurora (got {got})' : undefined),
);

const storage = wholeNumber(MIN_STORAGE, MAX_STORAGE, 'GiB');

const dbName = text(
  /^[A-Za-z][A-Za-z0-9_]{0,62}$/,
  'is not a name of a database (got {got}, allowed 1 to 63 letters, digits and underscores, a letter first)',
  (value) =>
    isReservedDatabaseName(value) ? 'is a word that PostgreSQL or RDS keeps for itself (got {got})' : undefined,
);

const username = text(
  /^[A-Za-z][A-Za-z0-9_]{0,15}$/,
  'is not a user name (got {got}, allowed 1 to 16 letters, digits and underscores, a letter first)',
  (value) => (isReservedUsername(value) ? 'is a name that PostgreSQL or RDS keeps for itself (got {got})' : undefined),
);

const backupWindow = text(
  BACKUP_WINDOW,
  'is not a daily window (got {got}, allowed hh:mm-hh:mm in UTC, such as 03:00-04:00)',
  (value) => {
    const [first] = backupWindows(value);
    return first !== undefined && length(first) < 30 ? 'is shorter than 30 minutes (got {got})' : undefined;
  },
);

const maintenanceWindowText = z.preprocess(
  (value) => (typeof value === 'string' ? value.toLowerCase() : value),
  text(
    MAINTENANCE_WINDOW,
    'is not a weekly window (got {got}, allowed ddd:hh:mm-ddd:hh:mm in UTC, such as sun:04:30-sun:05:30)',
    (value) => {
      const minutes = length(maintenanceWindow(value));
      if (minutes < 30) return 'is shorter than 30 minutes (got {got})';
      return minutes >= 24 * 60 ? 'is not shorter than 24 hours (got {got})' : undefined;
    },
  ),
);

const clientCidrBlock = textThat((value) => {
  if (/\/0$/.test(value)) return 'opens the database to everyone (got {got}, allowed the ranges of those who connect)';
  return cidrFault(value, 8, 32);
});

export const clients = section({
  security_group_ids: about(list(securityGroupId).prefault([]), {
    what: 'Security groups whose members may connect.',
    why: 'nobody connects before somebody decides who.',
    samples: [['sg-0123456789abcdef0']],
  }),
  cidr_blocks: about(list(clientCidrBlock).prefault([]), {
    what: 'IPv4 ranges that may connect, /8 to /32.',
    why: 'nobody connects before somebody decides who.',
    samples: [['10.30.0.0/16']],
  }),
});

/** Days that stay in Database Insights' Standard mode. @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html (2026-11-22) */
const performanceInsightsRetention = wholeNumber(7, 731, 'days').refine(
  (days) => days === 7 || days === 731 || days % 31 === 0,
  'is not a retention that Performance Insights has (got {got}, allowed 7, a multiple of 31 up to 713, or 731 days)',
);

const performanceInsights = section({
  retention_period: about(performanceInsightsRetention.default(7), {
    what: 'Days that its data is kept: 7, a multiple of 31 up to 713, or 731.',
    why: "free, and the plan's figure.",
  }),
  key: about(choice('customer', 'aws-managed').default('customer'), {
    what: 'What encrypts its data: `customer`, the key of the database, or `aws-managed`. AWS refuses to change it once it is set.',
    why: 'the SQL that it shows belongs under the same key as the data. An instance on which it was on before, under the AWS-managed key, needs `aws-managed`.',
  }),
});

export const database = section(
  {
    identifier: about(identifier.optional(), {
      what: 'The name of the RDS instance.',
      derived: '<name>-postgres',
      why: 'it says whose it is and what it is.',
    }),
    engine_version: about(engineVersion.prefault('17'), {
      what: `The major version of PostgreSQL: ${ENGINE_VERSIONS.join(', ')}. AWS withdraws minor versions, and upgrades within a major one by itself.`,
      why: 'a year older than the newest, so that extensions and drivers have followed.',
      samples: ['17'],
    }),
    allow_major_version_upgrade: about(z.boolean().default(false), {
      what: 'Whether a higher engine_version may be applied. The upgrade restarts the instance, and there is no way back.',
      why: 'a typing error must not upgrade a database.',
    }),
    instance_class: about(instanceClass.default('db.t4g.micro'), {
      what: 'The class of the RDS instance.',
      why: "the smallest of the current generation, which the plan's beta cost is made for.",
      samples: ['db.t4g.micro', 'db.m7g.large'],
    }),
    allocated_storage: about(storage.default(MIN_STORAGE), {
      what: 'GiB of gp3 storage to begin with. It cannot shrink.',
      why: 'the least that gp3 has; it grows by itself.',
    }),
    max_allocated_storage: about(storage.default(100), {
      what: 'GiB at which storage stops growing by itself; at least 10 % above allocated_storage, as AWS asks (26 % spares the warning).',
      why: 'five times the beginning, and a cap on what a runaway table costs.',
    }),
    db_name: about(dbName.optional(), {
      what: 'The database that is created in the instance. Another name replaces the instance.',
      derived: '<project>, with underscores',
      why: 'one application, one database.',
    }),
    username: about(username.default('palier_admin'), {
      what: 'The master user. Another name replaces the instance.',
      why: 'RDS refuses admin, and postgres is the first name that an attacker tries.',
    }),
    port: about(wholeNumber(1150, 65535).default(5432), {
      what: 'The TCP port, 1150 to 65535.',
      why: "PostgreSQL's own, which every client tries.",
    }),
    backup_retention_period: about(wholeNumber(1, 35, 'days').default(7), {
      what: 'Days, 1 to 35: how far back point-in-time recovery reaches.',
      why: "the plan's figure for beta.",
    }),
    backup_window: about(backupWindow.default('03:00-04:00'), {
      what: 'When the daily backup begins: UTC, hh:mm-hh:mm, at least 30 minutes, apart from maintenance_window.',
      why: "in AWS's own quiet blocks for us-east-1 (03:00-11:00) and eu-west-1 (22:00-06:00).",
    }),
    maintenance_window: about(maintenanceWindowText.prefault('sun:04:30-sun:05:30'), {
      what: 'When AWS may patch, which can mean a restart: UTC, ddd:hh:mm-ddd:hh:mm, at least 30 minutes.',
      why: 'the quietest night, right after a fresh backup.',
    }),
    multi_az: about(z.boolean().optional(), {
      what: 'Whether the instance has a standby in another availability zone, from production-ga. It is added in place, and doubles the price of instance and storage.',
      derived: 'true from production-ga, false below',
      why: "the plan's answer to a signed 99.5 %: AWS fails over by itself, in one to two minutes.",
    }),
    clients: about(clients.prefault({}), { what: 'Who may connect, on the network. Empty means nobody.' }),
    performance_insights: about(performanceInsights.prefault({}), {
      what: 'Performance Insights, now CloudWatch Database Insights in its Standard mode, from early-ga.',
    }),
    deletion_protection: about(z.boolean().default(true), {
      what: 'Whether AWS refuses to delete the instance, and Terraform any plan that would delete or replace it.',
      why: 'deleting a database takes two deliberate steps.',
    }),
    final_snapshot_revision: about(
      orNumber(
        text(
          /^[A-Za-z0-9](-?[A-Za-z0-9]){0,31}$/,
          'is not a revision (got {got}, allowed 1 to 32 letters, digits and single hyphens, in quotes)',
        ),
      ).prefault('1'),
      {
        what: "Part of the final snapshot's name. Raise it before a second destroy.",
        why: 'the first snapshot keeps its name, and a second one of the same name is refused.',
      },
    ),
    apply_immediately: about(z.boolean().default(true), {
      what: 'Whether changes apply at once, or wait for maintenance_window.',
      why: 'apply does what the plan shows; a change left for the window is in every plan until then.',
    }),
  },
  compare(['allocated_storage', 'max_allocated_storage'], (value, report) => {
    const least = Math.ceil((value.allocated_storage * 11) / 10);
    if (value.max_allocated_storage < least) {
      const allowed = `allowed ${least} or more, 10 % above allocated_storage, as AWS asks`;
      report(['max_allocated_storage'], `leaves storage no room to grow (got {got}, ${allowed})`);
    }
  }),
  compare(['backup_window', 'maintenance_window'], (value, report) => {
    const maintenance = maintenanceWindow(value.maintenance_window);
    if (backupWindows(value.backup_window).some((window) => overlaps(window, maintenance))) {
      report(
        ['backup_window'],
        `overlaps maintenance_window ${value.maintenance_window} (got {got}), which AWS refuses`,
      );
    }
  }),
);

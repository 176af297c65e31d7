import { testMistakes } from '../support';

testMistakes([
  ...['Shop', 'a--b', 'a-', '1a', 'a'.repeat(64)].map(
    (identifier) =>
      [
        `database: { identifier: ${identifier} }`,
        `8:25 database.identifier: is not an identifier of an RDS instance (got "${identifier}", allowed 1 to 63 lower-case letters, digits and single hyphens, a letter first, no hyphen last)`,
      ] as const,
  ),
  ...['17.4', '"17.10"'].map(
    (version) =>
      [
        `database: { engine_version: ${version} }`,
        `8:29 database.engine_version: must be a major version (got ${version}, allowed 14, 15, 16, 17, 18): AWS withdraws minor versions and refuses them for new instances; within 17 it upgrades by itself. Did you mean "17"?`,
      ] as const,
  ),
  [
    'database: { engine_version: 9 }',
    '8:29 database.engine_version: is not a version of PostgreSQL that RDS supports (got 9, allowed 14, 15, 16, 17, 18)',
  ],
  [
    'database: { instance_class: t4g.micro }',
    '8:29 database.instance_class: is not a class of RDS instances (got "t4g.micro", allowed such as db.t4g.micro, db.m7g.large)',
  ],
  [
    'database: { allocated_storage: 10 }',
    '8:32 database.allocated_storage: is out of range (got 10, allowed 20 to 65536 GiB)',
  ],
  [
    'database: { allocated_storage: 100 }',
    '8:1 database.max_allocated_storage: leaves storage no room to grow (got the default 100, allowed 110 or more, 10 % above allocated_storage, as AWS asks)',
  ],
  [
    'database: { db_name: 1x }',
    '8:22 database.db_name: is not a name of a database (got "1x", allowed 1 to 63 letters, digits and underscores, a letter first)',
  ],
  ...['Order', 'postgres', 'rdsadmin'].map(
    (name) =>
      [
        `database: { db_name: ${name} }`,
        `8:22 database.db_name: is a word that PostgreSQL or RDS keeps for itself (got "${name}")`,
      ] as const,
  ),
  ...['admin', 'rdsadmin', 'rds_x', 'pg_x', 'user'].map(
    (name) =>
      [
        `database: { username: ${name} }`,
        `8:23 database.username: is a name that PostgreSQL or RDS keeps for itself (got "${name}")`,
      ] as const,
  ),
  [
    'database: { username: seventeen_letters }',
    '8:23 database.username: is not a user name (got "seventeen_letters", allowed 1 to 16 letters, digits and underscores, a letter first)',
  ],
  ['database: { port: 80 }', '8:19 database.port: is out of range (got 80, allowed 1150 to 65535)'],
  [
    'database: { backup_retention_period: 0 }',
    '8:38 database.backup_retention_period: is out of range (got 0, allowed 1 to 35 days)',
  ],
  [
    'database: { backup_window: 3-4 }',
    '8:28 database.backup_window: is not a daily window (got "3-4", allowed hh:mm-hh:mm in UTC, such as 03:00-04:00)',
  ],
  [
    'database: { backup_window: 03:00-03:20 }',
    '8:28 database.backup_window: is shorter than 30 minutes (got "03:00-03:20")',
  ],
  [
    'database: { maintenance_window: 04:30-05:30 }',
    '8:33 database.maintenance_window: is not a weekly window (got "04:30-05:30", allowed ddd:hh:mm-ddd:hh:mm in UTC, such as sun:04:30-sun:05:30)',
  ],
  [
    'database: { maintenance_window: sun:05:30-sun:05:45 }',
    '8:33 database.maintenance_window: is shorter than 30 minutes (got "sun:05:30-sun:05:45")',
  ],
  [
    'database: { maintenance_window: sun:05:30-sun:04:30 }',
    '8:33 database.maintenance_window: is not shorter than 24 hours (got "sun:05:30-sun:04:30")',
  ],
  [
    'database: { backup_window: 04:00-05:00 }',
    '8:28 database.backup_window: overlaps maintenance_window sun:04:30-sun:05:30 (got "04:00-05:00"), which AWS refuses',
  ],
  [
    'database: { backup_window: 23:30-00:30, maintenance_window: sun:00:00-sun:01:00 }',
    '8:28 database.backup_window: overlaps maintenance_window sun:00:00-sun:01:00 (got "23:30-00:30"), which AWS refuses',
  ],
  [
    'database: { clients: { security_group_ids: [default] } }',
    `8:45 database.clients.security_group_ids[0]: is not a security group's id (got "default", allowed sg- and 8 or 17 hexadecimal digits)`,
  ],
  ...['0.0.0.0/0', '10.0.0.0/0', '::/0'].map(
    (range) =>
      [
        `database: { clients: { cidr_blocks: ["${range}"] } }`,
        `8:38 database.clients.cidr_blocks[0]: opens the database to everyone (got "${range}", allowed the ranges of those who connect)`,
      ] as const,
  ),
  [
    'database: { clients: { cidr_blocks: [0.0.0.0/1] } }',
    '8:38 database.clients.cidr_blocks[0]: has the wrong size (got "0.0.0.0/1", allowed an IPv4 range such as 10.20.0.0/16, /8 to /32)',
  ],
  [
    'database: { multi_az: true }',
    '8:23 database.multi_az: has no effect at beta (got true): Multi-AZ comes with production-ga, which has it by default. Remove it',
  ],
  [
    'database: { final_snapshot_revision: a_b }',
    '8:38 database.final_snapshot_revision: is not a revision (got "a_b", allowed 1 to 32 letters, digits and single hyphens, in quotes)',
  ],
]);

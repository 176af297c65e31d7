import { lines, load, MINIMAL, problemsOf } from './support';

/** What a test changes in the smallest file: a line for another, or lines at its end. */
type Change = string | readonly [from: string, to: string];

function changed(change: Change): string {
  if (typeof change === 'string') return `${MINIMAL}${change}\n`;
  const [from, to] = change;
  expect(MINIMAL).toContain(from);
  return MINIMAL.replace(from, to);
}

/** Each change makes one mistake, and each mistake gives one line. */
const cases: Readonly<Record<string, readonly (readonly [change: Change, expected: string])[]>> = {
  'keys and types': [
    ['databse: {}', '8:1 databse: is not a key of an environment. Did you mean "database"?'],
    [
      'database: { instanceClass: db.t4g.micro }',
      '8:13 database.instanceClass: is not a key of database. Did you mean "instance_class"?',
    ],
    ['database: { db-name: x }', '8:13 database.db-name: is not a key of database. Did you mean "db_name"?'],
    ['runbooks: { x: 1 }', '8:13 runbooks.x: is not a key of runbooks (allowed set_database_password)'],
    ['database: yes', '8:11 database: must be a map of keys and values (got "yes")'],
    ['database: []', '8:1 database: must be a map of keys and values (got a list)'],
    ['database: { port: }', '8:13 database.port: has no value: give it one, or remove the key'],
    ['database: { identifier: 4 }', '8:25 database.identifier: must be text (got 4): put it in quotes'],
    ['database: { identifier: { a: b } }', '8:13 database.identifier: must be text (got a map)'],
    ['database: { port: "5432" }', '8:19 database.port: must be a whole number (got "5432", allowed 1150 to 65535)'],
    ['database: { port: 5432.5 }', '8:19 database.port: must be a whole number (got 5432.5, allowed 1150 to 65535)'],
    ['database: { deletion_protection: "no" }', '8:34 database.deletion_protection: must be true or false (got "no")'],
    [['[ops@acme.example]', 'ops@acme.example'], '7:11 contacts.emails: must be a list (got "ops@acme.example")'],
  ],
  'name, project and tier': [
    [['name: acme\n', ''], '1:1 name: is required'],
    [['name: acme', 'name:'], '1:1 name: has no value: give it one, or remove the key'],
    ...['Acme', '1acme', 'acme-', 'ac--me', 'a_b', 'a'.repeat(21)].map(
      (name) =>
        [
          ['name: acme', `name: ${name}`],
          `1:7 name: is not a name (got "${name}", allowed 1 to 20 lower-case letters, digits and single hyphens, a letter first, no hyphen last)`,
        ] as const,
    ),
    [
      'project: 1st',
      '8:10 project: is not a project (got "1st", allowed 1 to 63 letters, digits, spaces, _ and -, a letter first)',
    ],
    [['tier: beta\n', ''], '1:1 tier: is required (allowed beta)'],
    [['beta', 'betta'], '2:7 tier: is not allowed (got "betta", allowed beta). Did you mean "beta"?'],
    [['beta', 'early-ga'], '2:7 tier: is not allowed (got "early-ga", allowed beta).'],
  ],
  aws: [
    [['  region: us-east-1\n', ''], '3:1 aws.region: is required'],
    [
      ['us-east-1', 'us-est-1'],
      '5:11 aws.region: is not a region of AWS (got "us-est-1", allowed such as us-east-1, eu-west-1). Did you mean "us-east-1"?',
    ],
    [
      ['us-east-1', 'us-gov-west-1'],
      '5:11 aws.region: is outside the commercial regions (got "us-gov-west-1"): GovCloud, China and the other partitions are not supported',
    ],
    [
      ['us-east-1', 'cn-north-1'],
      '5:11 aws.region: is outside the commercial regions (got "cn-north-1"): GovCloud, China and the other partitions are not supported',
    ],
    [
      ['us-east-1', 'us-east-1\n  recovery_region: us-east-1'],
      '6:20 aws.recovery_region: must differ from aws.region (got "us-east-1"): a copy in the same region is lost with it',
    ],
    [
      ['"123456789012"', '012345678901'],
      '4:15 aws.account_id: this number can be read in two ways (got 012345678901): put it in quotes, or write it plainly',
    ],
    [
      ['"123456789012"', '12345678901'],
      '4:15 aws.account_id: must be text of twelve digits (got 12345678901): put it in quotes',
    ],
    [
      ['"123456789012"', '1234-5678-9012'],
      '4:15 aws.account_id: is not an account id (got "1234-5678-9012", allowed twelve digits in quotes)',
    ],
    [
      ['us-east-1', 'us-east-1\n  profile: "[x]"'],
      '6:12 aws.profile: is not the name of a profile (got "[x]", allowed such as production)',
    ],
    [
      ['us-east-1', 'us-east-1\n  assume_role: { role_arn: deployer }'],
      `6:28 aws.assume_role.role_arn: is not a role's ARN (got "deployer", allowed arn:aws:iam::123456789012:role/name)`,
    ],
    [
      ['us-east-1', 'us-east-1\n  assume_role: { role_arn: "arn:aws-cn:iam::123456789012:role/x" }'],
      '6:28 aws.assume_role.role_arn: is of the partition aws-cn (got "arn:aws-cn:iam::123456789012:role/x"): GovCloud, China and the other partitions are not supported',
    ],
    [
      ['us-east-1', 'us-east-1\n  assume_role: { role_arn: "arn:aws:iam::210987654321:role/x" }'],
      '6:28 aws.assume_role.role_arn: is a role of another account (got "arn:aws:iam::210987654321:role/x", aws.account_id is 123456789012)',
    ],
    [
      ['us-east-1', 'us-east-1\n  assume_role: { role_arn: "arn:aws:iam::123456789012:role/x", external_id: a }'],
      '6:77 aws.assume_role.external_id: is not an external id (got "a", allowed 2 to 1224 letters, digits and _+=,.@:/-)',
    ],
    [
      ['us-east-1', 'us-east-1\n  permissions_boundary: boundary'],
      `6:25 aws.permissions_boundary: is not a policy's ARN (got "boundary", allowed arn:aws:iam::123456789012:policy/name)`,
    ],
    [
      ['us-east-1', 'us-east-1\n  permissions_boundary: arn:aws:iam::210987654321:policy/b'],
      '6:25 aws.permissions_boundary: is a policy of another account (got "arn:aws:iam::210987654321:policy/b", aws.account_id is 123456789012)',
    ],
  ],
  contacts: [
    [['contacts:\n  emails: [ops@acme.example]\n', ''], '1:1 contacts: is required'],
    [
      ['[ops@acme.example]', '[]'],
      '6:1 contacts: needs an address in emails or https_endpoints: an alarm nobody receives is no alarm',
    ],
    [
      ['[ops@acme.example]', ''],
      '6:1 contacts: needs an address in emails or https_endpoints: an alarm nobody receives is no alarm',
    ],
    [
      ['[ops@acme.example]', '[ops]'],
      '7:12 contacts.emails[0]: is not an e-mail address (got "ops", allowed such as ops@example.com)',
    ],
    [
      ['[ops@acme.example]', '[a@b.io, c@b.io, a@b.io]'],
      '7:28 contacts.emails[2]: is in the list already (got "a@b.io")',
    ],
    [
      ['[ops@acme.example]', '[]\n  https_endpoints: ["http://a.io"]'],
      '8:21 contacts.https_endpoints[0]: must begin with https:// (got "http://a.io"): alarms do not travel in the clear',
    ],
    [
      ['[ops@acme.example]', '[]\n  https_endpoints: [a.io]'],
      '8:21 contacts.https_endpoints[0]: is not a URL (got "a.io", allowed such as https://events.example.com/sns)',
    ],
    [
      ['[ops@acme.example]', '[]\n  https_endpoints: ["https://u:p@a.io"]'],
      '8:21 contacts.https_endpoints[0]: has a user or password in it: use the integration URL that the service gives for Amazon SNS',
    ],
  ],
  network: [
    [
      'network: { subnet_ids: [subnet-01234567, subnet-11234567] }',
      '8:12 network.subnet_ids: is given without vpc_id: name the VPC of these subnets',
    ],
    [
      'network: { vpc_id: vpc-01234567, subnet_ids: [subnet-01234567] }',
      '8:34 network.subnet_ids: needs at least two subnets in subnet_ids (got 1, allowed 2 or more, in two availability zones)',
    ],
    [
      'network: { vpc_id: vpc-01234567 }',
      '8:20 network.vpc_id: needs at least two subnets in subnet_ids (got 0, allowed 2 or more, in two availability zones)',
    ],
    [
      'network: { vpc_id: vpc-01234567, subnet_ids: [subnet-01234567, subnet-11234567], cidr_block: 10.0.0.0/16 }',
      '8:94 network.cidr_block: is the range of a VPC that is created, and vpc_id names an existing one: remove one of them',
    ],
    [
      'network: { vpc_id: vpc-1 }',
      `8:20 network.vpc_id: is not a VPC's id (got "vpc-1", allowed vpc- and 8 or 17 hexadecimal digits)`,
    ],
    [
      'network: { cidr_block: 10.0.0.0/8 }',
      '8:24 network.cidr_block: has the wrong size (got "10.0.0.0/8", allowed an IPv4 range such as 10.20.0.0/16, /16 to /26)',
    ],
    [
      'network: { cidr_block: 10.0.0.7/24 }',
      '8:24 network.cidr_block: is an address within a range, not the range (got "10.0.0.7/24"). Did you mean "10.0.0.0/24"?',
    ],
    [
      'network: { cidr_block: 10.0.0/16 }',
      '8:24 network.cidr_block: is not an IPv4 range (got "10.0.0/16", allowed an IPv4 range such as 10.20.0.0/16, /16 to /26)',
    ],
    [
      'network: { cidr_block: "fd00::/16" }',
      '8:24 network.cidr_block: is not IPv4 (got "fd00::/16", allowed an IPv4 range such as 10.20.0.0/16, /16 to /26): IPv6 is not supported',
    ],
  ],
  database: [
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
      'database: { final_snapshot_revision: a_b }',
      '8:38 database.final_snapshot_revision: is not a revision (got "a_b", allowed 1 to 32 letters, digits and single hyphens, in quotes)',
    ],
  ],
  credentials: [
    ['credentials: { mode: rds }', '8:22 credentials.mode: is not allowed (got "rds", allowed secret, rds-managed).'],
    [
      'credentials: { secret_name: a b }',
      '8:29 credentials.secret_name: is not a name of a secret (got "a b", allowed 1 to 512 letters, digits and /_+=.@-)',
    ],
    [
      'credentials: { secret_name: huntaze-abc123 }',
      `8:29 credentials.secret_name: ends with a hyphen and six characters (got "huntaze-abc123"), as Secrets Manager's own suffix does: choose another name`,
    ],
    [
      'credentials: { mode: rds-managed, secret_name: a }',
      '8:48 credentials.secret_name: belongs to mode secret: in mode rds-managed RDS names the secret. Remove it',
    ],
    [
      'credentials: { recovery_window_in_days: 3 }',
      '8:41 credentials.recovery_window_in_days: is not a recovery window (got 3, allowed 7 to 30 days, or 0 for none)',
    ],
  ],
  firewall: [
    [
      'firewall: { scope: regional }',
      '8:20 firewall.scope: is not allowed (got "regional", allowed REGIONAL, CLOUDFRONT). Did you mean "REGIONAL"?',
    ],
    [
      'firewall: { rate_limit: 9 }',
      '8:25 firewall.rate_limit: is out of range (got 9, allowed 10 to 2000000000 requests)',
    ],
    [
      'firewall: { rules: { common: allow } }',
      '8:30 firewall.rules.common: is not allowed (got "allow", allowed block, count).',
    ],
    [
      'firewall: { scope: CLOUDFRONT, target_arns: ["arn:aws:apigateway:us-east-1::/restapis/a/stages/b"] }',
      '8:32 firewall.target_arns: must be empty with scope CLOUDFRONT: a distribution names its web ACL itself (web_acl_id); the ARN is an output',
    ],
    [
      'firewall: { target_arns: ["arn:aws:cloudfront::123456789012:distribution/E1"] }',
      '8:27 firewall.target_arns[0]: is a CloudFront distribution (got "arn:aws:cloudfront::123456789012:distribution/E1"): give the distribution the web ACL by its web_acl_id, with scope CLOUDFRONT here',
    ],
    [
      'firewall: { target_arns: ["arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/a/b"] }',
      '8:27 firewall.target_arns[0]: is not an Application Load Balancer (got "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/a/b"): WAF protects no network or gateway load balancer',
    ],
    [
      'firewall: { target_arns: ["arn:aws:s3:::a"] }',
      '8:27 firewall.target_arns[0]: is not the ARN of what WAF can protect (got "arn:aws:s3:::a", allowed an Application Load Balancer, an API Gateway stage, an AppSync API, a Cognito user pool, an App Runner service, a Verified Access instance or an Amplify app)',
    ],
    [
      'firewall: { target_arns: ["arn:aws:appsync:eu-west-1:123456789012:apis/x"] }',
      '8:27 firewall.target_arns[0]: is in another region than aws.region us-east-1 (got "arn:aws:appsync:eu-west-1:123456789012:apis/x"): a web ACL protects its own region',
    ],
    [
      'firewall: { target_arns: ["arn:aws:appsync:us-east-1:210987654321:apis/x"] }',
      '8:27 firewall.target_arns[0]: is of another account than aws.account_id 123456789012 (got "arn:aws:appsync:us-east-1:210987654321:apis/x")',
    ],
  ],
  logs: [
    [
      'logs: { application_log_groups: [a b] }',
      '8:34 logs.application_log_groups[0]: is not a name of a log group (got "a b", allowed 1 to 512 letters, digits and ._-/#)',
    ],
    [
      'logs: { application_log_groups: [aws/lambda/a] }',
      '8:34 logs.application_log_groups[0]: begins with aws/ (got "aws/lambda/a"), which AWS keeps. Did you mean a "/" first?',
    ],
    [
      'logs: { application_log_groups: [a, a] }',
      '8:37 logs.application_log_groups[1]: is in the list already (got "a")',
    ],
    [
      'logs: { application_log_groups: [/aws/rds/instance/acme-postgres/postgresql] }',
      `8:34 logs.application_log_groups[0]: is the database's own log group (got "/aws/rds/instance/acme-postgres/postgresql"), which Palier governs already`,
    ],
  ],
  'cost monitoring': [
    [
      'account_wide: { cost_anomaly_monitor: existing }\ncost_monitoring: { anomaly_monitor_arn: "arn:aws:ce::210987654321:anomalymonitor/1234abcd-12ab-34cd-56ef-1234567890ab" }',
      '9:41 cost_monitoring.anomaly_monitor_arn: is of another account than aws.account_id 123456789012 (got "arn:aws:ce::210987654321:anomalymonitor/1234abcd-12ab-34cd-56ef-1234567890ab")',
    ],
    [
      'cost_monitoring: { monthly_budget_usd: 0 }',
      '8:40 cost_monitoring.monthly_budget_usd: is too little (got 0, allowed 1 or more US dollars)',
    ],
    [
      'cost_monitoring: { monthly_budget_usd: 1.005 }',
      '8:40 cost_monitoring.monthly_budget_usd: has more than two decimals (got 1.005)',
    ],
    [
      'cost_monitoring: { monthly_budget_usd: 30 $ }',
      '8:40 cost_monitoring.monthly_budget_usd: must be a number (got "30 $", allowed 1 or more US dollars)',
    ],
    [
      'account_wide: { cost_anomaly_monitor: existing }',
      '8:39 account_wide.cost_anomaly_monitor: needs cost_monitoring.anomaly_monitor_arn (got "existing"): name the monitor',
    ],
    [
      'cost_monitoring: { anomaly_monitor_arn: "arn:aws:ce::123456789012:anomalymonitor/1234abcd-12ab-34cd-56ef-1234567890ab" }',
      '8:41 cost_monitoring.anomaly_monitor_arn: is used only with an existing monitor: set account_wide.cost_anomaly_monitor to existing, or remove it',
    ],
    [
      'cost_monitoring: { anomaly_monitor_arn: x }',
      `8:41 cost_monitoring.anomaly_monitor_arn: is not an anomaly monitor's ARN (got "x", allowed arn:aws:ce::123456789012:anomalymonitor/ and a UUID)`,
    ],
  ],
  'account-wide things': [
    [
      'account_wide: { security_hub: manage }',
      '8:31 account_wide.security_hub: is not allowed (got "manage", allowed managed, existing, off). Did you mean "managed"?',
    ],
    [
      'account_wide: { guardduty: false }',
      '8:28 account_wide.guardduty: is not allowed (got false, allowed managed, existing, off). Write "off", in quotes.',
    ],
  ],
  imports: [
    [
      'imports: { data.aws_vpc.x: y }',
      '8:12 imports["data.aws_vpc.x"]: is a data source: only resources can be imported',
    ],
    [
      'imports: { database: y }',
      '8:12 imports.database: is not a Terraform address (allowed such as aws_db_instance.database, aws_x.name["key"])',
    ],
    [
      `imports: { 'aws_x.y[key]': y }`,
      '8:12 imports["aws_x.y[key]"]: is not a Terraform address (allowed such as aws_db_instance.database, aws_x.name["key"])',
    ],
    ['imports: { aws_x.y: 3 }', '8:21 imports["aws_x.y"]: must be an id in quotes (got 3)'],
    ['imports: { aws_x.y: "" }', '8:21 imports["aws_x.y"]: is not an id (got "", allowed text)'],
  ],
  tags: [
    ['tags: { a: 1 }', '8:12 tags.a: must be text (got 1): put it in quotes'],
    ['tags: { "aws:x": y }', '8:9 tags["aws:x"]: begins with aws:, which AWS keeps for itself'],
    ...['Project', 'environment', 'MANAGEDBY'].map(
      (key) =>
        [
          `tags: { ${key}: x }`,
          `8:9 tags.${key}: is a tag that Palier sets itself, from project and name: choose another key`,
        ] as const,
    ),
    [
      'tags: { Team: a, team: b }',
      '8:18 tags.team: differs from another key only in case, which IAM takes for the same key',
    ],
    [
      'tags: { a: "b;c" }',
      '8:12 tags.a: has a character that AWS refuses (got "b;c", allowed letters, digits, spaces and _.:/=+-@)',
    ],
    [
      'tags: { "a;b": c }',
      '8:9 tags["a;b"]: has a character that AWS refuses (allowed letters, digits, spaces and _.:/=+-@)',
    ],
    [`tags: { a: ${'x'.repeat(257)} }`, '8:12 tags.a: is longer than 256 characters'],
    [
      `tags: { ${'x'.repeat(129)}: a }`,
      `8:9 tags["${'x'.repeat(129)}"]: is not a tag key (got 129 characters, allowed 1 to 128)`,
    ],
    [
      `tags: { ${Array.from({ length: 41 }, (_, index) => `k${index}: v`).join(', ')} }`,
      '8:1 tags: has too many tags (got 41, allowed 40)',
    ],
  ],
  runbooks: [
    [
      'runbooks: { set_database_password: { revision: 1.10 } }',
      '8:48 runbooks.set_database_password.revision: must be text (got 1.1): put it in quotes',
    ],
    [
      'runbooks: { set_database_password: { revision: a b } }',
      '8:48 runbooks.set_database_password.revision: is not a revision (got "a b", allowed 1 to 64 letters, digits and ._-, in quotes)',
    ],
  ],
};

describe.each(Object.entries(cases))('%s', (_section, list) => {
  test.each(list.map(([change, expected]) => [expected.replaceAll('%', '%%'), change, expected] as const))(
    '%s',
    (_title, change, expected) => {
      expect(lines(changed(change))).toEqual([expected]);
    },
  );
});

describe('secrets', () => {
  const PASSWORD =
    'secrets do not belong in this file: Secrets Manager holds the password of the database, and the runbook set-database-password puts it there';
  const CREDENTIALS =
    'secrets do not belong in this file: give Terraform its credentials by environment variables (AWS_PROFILE, or AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN)';

  test.each([
    ['password: hunter22', `8:1 password: ${PASSWORD}`],
    ['database: { password: hunter22 }', `8:13 database.password: ${PASSWORD}`],
    ['database: { masterPassword: hunter22 }', `8:13 database.masterPassword: ${PASSWORD}`],
    ['database: { db-password: hunter22 }', `8:13 database.db-password: ${PASSWORD}`],
    ['tags: { password: hunter22 }', `8:9 tags.password: ${PASSWORD}`],
    ['aws_secret_access_key: hunter22', `8:1 aws_secret_access_key: ${CREDENTIALS}`],
    ['aws_session_token: hunter22', `8:1 aws_session_token: ${CREDENTIALS}`],
    ['tags: { owner: AKIAIOSFODNN7EXAMPLE }', `8:16 tags.owner: ${CREDENTIALS}`],
    [
      'state_backend: { type: s3, bucket: abc, access_key: AKIAIOSFODNN7EXAMPLE }',
      `8:41 state_backend.access_key: ${CREDENTIALS}`,
    ],
    ['state_backend: { type: s3, bucket: abc, secret_key: hunter22 }', `8:41 state_backend.secret_key: ${CREDENTIALS}`],
    ['state_backend: { type: s3, bucket: abc, token: hunter22 }', `8:41 state_backend.token: ${CREDENTIALS}`],
    ['state_backend: { type: s3, bucket: abc, password: hunter22 }', `8:41 state_backend.password: ${CREDENTIALS}`],
    [
      'state_backend: { type: s3, bucket: abc, sse_customer_key: hunter22 }',
      '8:41 state_backend.sse_customer_key: secrets do not belong in this file: use the environment variable AWS_SSE_CUSTOMER_KEY, or kms_key_id',
    ],
    [
      'state_backend: { type: s3, bucket: abc, assume_role_with_web_identity: { role_arn: "arn:aws:iam::123456789012:role/x", web_identity_token_file: /t, web_identity_token: hunter22 } }',
      '8:149 state_backend.assume_role_with_web_identity.web_identity_token: secrets do not belong in this file: name a file in web_identity_token_file',
    ],
    [
      'state_backend: { type: s3, bucket: abc, https_proxy: "http://user:hunter22@proxy:3128" }',
      '8:54 state_backend.https_proxy: has a user or password in it, and secrets do not belong here: set it in the environment',
    ],
    [
      'state_backend: { type: s3, bucket: abc, endpoints: { s3: "https://user:hunter22@minio.example" } }',
      '8:58 state_backend.endpoints.s3: has a user or password in it, and secrets do not belong here',
    ],
  ])('%s', (change, expected) => {
    const found = lines(changed(change));
    expect(found).toEqual([expected]);
    expect(found.join()).not.toMatch(/hunter22|AKIAIOSFODNN7EXAMPLE/);
  });

  test('the runbook whose name has "password" in it is no secret', () => {
    expect(load(`${MINIMAL}runbooks: { set_database_password: { revision: 2 } }\n`).settings.credentials).toMatchObject(
      {
        setDatabasePasswordRevision: '2',
      },
    );
  });
});

test('all errors of a file come at once, those between keys too, sorted by position', () => {
  const yaml = `name: -acme
tier: bta
aws:
  account_id: "12"
  region: nowhere
  recovery_region: nowhere
contacts:
databse: {}
database:
  password: hunter22
  allocated_storage: 100
  backup_window: 04:00-05:00
  clients: { cidr_blocks: [0.0.0.0/0] }
account_wide: { cost_anomaly_monitor: existing }
firewall: { scope: CLOUDFRONT, target_arns: ["arn:aws:apigateway:us-east-1::/restapis/a/stages/b"] }
state_backend: { type: s3, use_lockfile: false }
tags: { Project: x }
`;
  expect(problemsOf(yaml).map(({ line, column, path }) => `${line}:${column} ${path}`)).toEqual([
    '1:7 name',
    '2:7 tier',
    '4:15 aws.account_id',
    '5:11 aws.region',
    '6:20 aws.recovery_region',
    '7:1 contacts',
    '8:1 databse',
    '9:1 database.max_allocated_storage',
    '10:3 database.password',
    '12:18 database.backup_window',
    '13:28 database.clients.cidr_blocks[0]',
    '14:39 account_wide.cost_anomaly_monitor',
    '15:32 firewall.target_arns',
    '16:1 state_backend.bucket',
    '16:42 state_backend.use_lockfile',
    '17:9 tags.Project',
  ]);
});

test("a problem that shows later is reported at the file's own line, with a suggestion", () => {
  const environment = load(`${MINIMAL}imports:\n  aws_db_instance.databse: x\n`);
  const problem = environment.problem(['imports', 'aws_db_instance.databse'], 'is not in this environment.', [
    'aws_vpc.network',
    'aws_db_instance.database',
  ]);
  expect(problem).toMatchObject({
    file: environment.file,
    line: 9,
    column: 3,
    path: 'imports["aws_db_instance.databse"]',
    message: 'is not in this environment. Did you mean "aws_db_instance.database"?',
  });
  const keyed = environment.problem(['imports', 'aws_vpc.netwrk["a/b/c"]'], 'is unknown.', ['aws_vpc.network']);
  expect(keyed.message).toBe('is unknown. Did you mean "aws_vpc.network"?');
});

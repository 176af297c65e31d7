import { changed, lines, load, MINIMAL, problemsOf, testMistakes } from './support';

describe('keys and types', () => {
  testMistakes([
    ['databse: {}', '8:1 databse: is not a key of an environment. Did you mean "database"?'],
    [
      'database: { instanceClass: db.t4g.micro }',
      '8:13 database.instanceClass: is not a key of database. Did you mean "instance_class"?',
    ],
    ['database: { db-name: x }', '8:13 database.db-name: is not a key of database. Did you mean "db_name"?'],
    [
      'runbooks: { x: 1 }',
      '8:13 runbooks.x: is not a key of runbooks (allowed copy_snapshot, set_database_password, reencrypt_database, restore_database, restore_drill, rotate_secret)',
    ],
    ['database: yes', '8:11 database: must be a map of keys and values (got "yes")'],
    ['database: []', '8:1 database: must be a map of keys and values (got a list)'],
    ['database: { port: }', '8:13 database.port: has no value: give it one, or remove the key'],
    ['database: { identifier: 4 }', '8:25 database.identifier: must be text (got 4): put it in quotes'],
    ['database: { identifier: { a: b } }', '8:13 database.identifier: must be text (got a map)'],
    ['database: { port: "5432" }', '8:19 database.port: must be a whole number (got "5432", allowed 1150 to 65535)'],
    ['database: { port: 5432.5 }', '8:19 database.port: must be a whole number (got 5432.5, allowed 1150 to 65535)'],
    ['database: { deletion_protection: "no" }', '8:34 database.deletion_protection: must be true or false (got "no")'],
    [['[ops@acme.example]', 'ops@acme.example'], '7:11 contacts.emails: must be a list (got "ops@acme.example")'],
  ]);
});

describe('name, project and tier', () => {
  testMistakes([
    [['name: acme\n', ''], '1:1 name: is required'],
    [['name: acme', 'name:'], '1:1 name: has no value: give it one, or remove the key'],
    ...['Acme', '1acme', 'acme-', 'ac--me', 'a_b', 'a'.repeat(21)].map(
      (name) =>
        [
          ['name: acme', `name: ${name}`],
          `1:7 name: is not a name (got "${name}", allowed 1 to 20 lower-case letters, digits and single hyphens, a letter first, no hyphen last)`,
        ] as const,
    ),
    ...['aws-prod', 'ssm', 'sg-prod'].map(
      (name) =>
        [
          ['name: acme', `name: ${name}`],
          `1:7 name: begins with aws, ssm or sg-, which AWS keeps for its own names (got "${name}"): choose another`,
        ] as const,
    ),
    [
      'project: 1st',
      '8:10 project: is not a project (got "1st", allowed 1 to 63 letters, digits, spaces, _ and -, a letter first)',
    ],
    [['tier: beta\n', ''], '1:1 tier: is required (allowed beta, early-ga, production-ga, enterprise)'],
    [
      ['beta', 'betta'],
      '2:7 tier: is not allowed (got "betta", allowed beta, early-ga, production-ga, enterprise). Did you mean "beta"?',
    ],
    [['beta', 'ga'], '2:7 tier: is not allowed (got "ga", allowed beta, early-ga, production-ga, enterprise).'],
  ]);
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
    expect(
      load(`${MINIMAL}runbooks: { set_database_password: { revision: 2 } }\n`).settings.beta.credentials,
    ).toMatchObject({
      setDatabasePasswordRevision: '2',
    });
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

import { loadEnvironments, type OrganizationFile } from '../../config';
import { directory, MINIMAL, problemsIn } from './support';

/** The smallest valid file of an organization. */
const ORGANIZATION = `name: acme-organization
aws:
  account_id: "210987654321"
  region: us-east-1
organization:
  accounts:
    - { name: acme-prod, email: aws+prod@acme.example, unit: production }
    - { name: acme-security, email: aws+security@acme.example, unit: security }
`;

function loaded(yaml: string): OrganizationFile {
  const { environments, organizations } = loadEnvironments({
    directory: directory({ 'organization.yaml': yaml }),
    variable: undefined,
  });
  expect(environments).toEqual([]);
  const [organization, ...others] = organizations;
  expect(others).toEqual([]);
  return organization as OrganizationFile;
}

function lines(yaml: string): string[] {
  return problemsIn({ 'organization.yaml': yaml }).map(
    ({ line, column, path, message }) => `${line}:${column} ${path}: ${message}`,
  );
}

/** Another line in the place of one of the smallest file's. */
function changed(from: string, to: string): string {
  expect(ORGANIZATION).toContain(from);
  return ORGANIZATION.replace(from, to);
}

test('the smallest file: what its settings are', () => {
  const { settings, findings, kind } = loaded(ORGANIZATION);
  expect(kind).toBe('organization');
  expect(findings).toEqual([]);
  expect(settings).toEqual({
    stack: {
      name: 'acme-organization',
      aws: { accountId: '210987654321', region: 'us-east-1' },
      stateBackend: {
        type: 'local',
        arguments: { path: expect.stringContaining('terraform.acme-organization.tfstate') },
      },
      tags: { Project: 'acme-organization', Environment: 'acme-organization', ManagedBy: 'palier' },
      imports: {},
    },
    accounts: {
      accounts: [
        { name: 'acme-prod', email: 'aws+prod@acme.example', unit: 'production' },
        { name: 'acme-security', email: 'aws+security@acme.example', unit: 'security' },
      ],
      trustedServices: [],
      policyTypes: [],
    },
    serviceControlPolicies: {
      exemptRoles: ['OrganizationAccountAccessRole'],
      protectedBuckets: ['*-audit-trail-*', '*-audit-access-*', '*-configuration-*'],
      allowedRegions: [],
    },
    delegatedAdministrator: 'acme-security',
    trail: { retentionDays: 365 },
  });
});

test('the administrator can be another account than the one in the unit security', () => {
  const yaml = `${ORGANIZATION}  delegated_administrator: acme-prod\n`;
  expect(loaded(yaml).settings.delegatedAdministrator).toBe('acme-prod');
});

test('without a trail: no settings for it, and a finding that can be acknowledged', () => {
  const { settings, findings } = loaded(`${ORGANIZATION}  trail: { mode: "off" }\n`);
  expect(settings.trail).toBeUndefined();
  expect(findings.map(({ id, severity, where }) => [id, severity, where])).toEqual([
    ['organization-without-trail', 'warning', 'organization.trail.mode'],
  ]);
});

describe('mistakes', () => {
  const policies = (text: string) => `${ORGANIZATION}  service_control_policies: { ${text} }\n`;
  const imported = (line: string) => `${ORGANIZATION}imports:\n  ${line}\n`;
  const account = (line: string) =>
    changed('    - { name: acme-prod, email: aws+prod@acme.example, unit: production }', `    - ${line}`);

  test.each([
    [
      'an environment as well',
      `${ORGANIZATION}tier: beta\n`,
      '9:1 tier: is not a key of an organization (allowed name, aws, organization, state_backend, imports, tags, acknowledgements)',
    ],
    [
      'no accounts',
      `${ORGANIZATION.slice(0, ORGANIZATION.indexOf('  accounts:'))}  trail:\n`,
      '5:1 organization.accounts: is required',
    ],
    [
      'no security account',
      changed('unit: security', 'unit: production'),
      '6:3 organization.accounts: need one in the unit security: GuardDuty, Security Hub and Access Analyzer are delegated to it',
    ],
    [
      'two of them',
      changed('unit: production', 'unit: security'),
      '6:3 organization.accounts: have several in the unit security: name one in delegated_administrator',
    ],
    [
      'a misspelt administrator',
      `${ORGANIZATION}  delegated_administrator: acme-securty\n`,
      '9:28 organization.delegated_administrator: is not the name of an account (got "acme-securty"). Did you mean "acme-security"?',
    ],
    [
      'a unit that is not there',
      account('{ name: a, email: a@acme.example, unit: prod }'),
      '7:47 organization.accounts[0].unit: is not allowed (got "prod", allowed security, production, non-production).',
    ],
    [
      'an e-mail that is none',
      account('{ name: a, email: acme.example, unit: production }'),
      '7:25 organization.accounts[0].email: is not an e-mail address (got "acme.example", allowed such as aws+production@example.com)',
    ],
    [
      'an e-mail that AWS finds too long',
      account(`{ name: a, email: ${'a'.repeat(55)}@acme.example, unit: production }`),
      `7:25 organization.accounts[0].email: is longer than the 64 characters that AWS allows (got "${'a'.repeat(55)}@acme.example")`,
    ],
    [
      'one e-mail for two accounts',
      account('{ name: a, email: AWS+security@acme.example, unit: production }'),
      '8:37 organization.accounts[1].email: is that of accounts[0], too (got "aws+security@acme.example"): each has its own',
    ],
    [
      'one name for two accounts',
      account('{ name: acme-security, email: a@acme.example, unit: production }'),
      '8:15 organization.accounts[1].name: is that of accounts[0], too (got "acme-security"): each has its own',
    ],
    [
      'a role that is every role',
      policies('exempt_roles: ["*"]'),
      '9:46 organization.service_control_policies.exempt_roles[0]: would exempt nearly every role (got "*"): name the role',
    ],
    [
      "a role's ARN",
      policies('exempt_roles: ["arn:aws:iam::123456789012:role/Admin"]'),
      '9:46 organization.service_control_policies.exempt_roles[0]: is not the name of a role (got "arn:aws:iam::123456789012:role/Admin", allowed 1 to 128 letters, digits and _+=,.@-, a path with /, * for any text)',
    ],
    [
      'too many roles',
      policies(`exempt_roles: [${Array.from({ length: 9 }, (_, index) => `Role${index}`)}]`),
      '9:31 organization.service_control_policies.exempt_roles: has too many roles (got 9, allowed 8)',
    ],
    [
      'a bucket that is every bucket',
      policies('protected_buckets: ["***"]'),
      '9:51 organization.service_control_policies.protected_buckets[0]: would be nearly every bucket (got "***"): name the bucket',
    ],
    [
      'regions without its own',
      policies('allowed_regions: [eu-west-1]'),
      '9:31 organization.service_control_policies.allowed_regions: leaves out aws.region, us-east-1, where GuardDuty and Security Hub are delegated: add it',
    ],
    [
      'a trail that keeps too little',
      `${ORGANIZATION}  trail: { retention_days: 30 }\n`,
      '9:28 organization.trail.retention_days: is out of range (got 30, allowed 180 to 36500 days)',
    ],
    [
      'a permissions boundary',
      changed('  region:', '  permissions_boundary: arn:aws:iam::aws:policy/PowerUserAccess\n  region:'),
      '4:25 aws.permissions_boundary: has no effect: an organization creates no IAM role. Remove it',
    ],
    [
      'a service that is none',
      `${ORGANIZATION}  aws_service_access_principals: [sso]\n`,
      '9:35 organization.aws_service_access_principals[0]: is not the principal of a service (got "sso", allowed such as sso.amazonaws.com)',
    ],
    [
      'an import of an account that is not there',
      imported(`'aws_organizations_account.account["acme-pro"]': "123456789012"`),
      '10:52 imports["aws_organizations_account.account[\\"acme-pro\\"]"]: is an account that organization.accounts does not have. Did you mean "acme-prod"?',
    ],
    [
      'an import of the management account',
      imported(`'aws_organizations_account.account["acme-prod"]': "210987654321"`),
      '10:53 imports["aws_organizations_account.account[\\"acme-prod\\"]"]: is the management account itself (got "210987654321"): it is in no unit, and has no import',
    ],
  ])('%s', (_title, yaml, expected) => {
    expect(lines(yaml)).toEqual([expected]);
  });

  test('an imported organization must say what is on already: what is missing would be turned off', () => {
    const yaml = imported('aws_organizations_organization.organization: o-a1b2c3d4e5');
    const message =
      'is required where the organization is imported, for what is missing in it is turned off. ' +
      'List what is on (docs/guides/organization.md), [] for nothing';
    expect(problemsIn({ 'o.yaml': yaml }).map(({ line, path, message: text }) => [line, path, text])).toEqual([
      [5, 'organization.aws_service_access_principals', message],
      [5, 'organization.enabled_policy_types', message],
    ]);
    const whole = yaml.replace(
      'imports:',
      '  aws_service_access_principals: [sso.amazonaws.com]\n  enabled_policy_types: []\nimports:',
    );
    expect(loaded(whole).settings.accounts).toMatchObject({ trustedServices: ['sso.amazonaws.com'], policyTypes: [] });
  });

  test('a password in the file is not repeated', () => {
    expect(lines(`${ORGANIZATION}password: hunter2\n`).join()).not.toContain('hunter2');
  });
});

describe('beside other files', () => {
  test('in the account of an environment is an error that names both places', () => {
    const shared = changed('210987654321', '123456789012');
    expect(problemsIn({ 'acme.yaml': MINIMAL, 'organization.yaml': shared })).toEqual([
      {
        file: 'organization.yaml',
        line: 3,
        column: 15,
        path: 'aws.account_id',
        message:
          'is the account of the environment in acme.yaml:4:15 (got "123456789012"): service control policies do not apply ' +
          'in a management account. Take one that runs nothing else',
      },
    ]);
  });

  test('in an account of its own is right', () => {
    const { environments, organizations } = loadEnvironments({
      directory: directory({ 'acme.yaml': MINIMAL, 'organization.yaml': ORGANIZATION }),
      variable: undefined,
    });
    expect([environments.length, organizations.length]).toEqual([1, 1]);
  });

  test('two organizations do not claim one account', () => {
    const problems = problemsIn({ 'a.yaml': ORGANIZATION, 'b.yaml': changed('name: acme-organization', 'name: b') });
    expect(problems.map(({ file, line, path, message }) => [file, line, path, message])).toEqual([
      ['b.yaml', 3, 'aws.account_id', 'has the organization of a.yaml (got "210987654321"): an account manages one'],
    ]);
  });

  test('an organization has neither the name nor the state of an environment', () => {
    expect(
      problemsIn({ 'acme.yaml': MINIMAL, 'o.yaml': changed('name: acme-organization', 'name: acme') }).map(
        ({ file, path }) => [file, path],
      ),
    ).toEqual([['o.yaml', 'name']]);
    const state = `${ORGANIZATION}state_backend: { type: local, path: terraform.acme.tfstate }\n`;
    expect(problemsIn({ 'acme.yaml': MINIMAL, 'o.yaml': state }).map(({ file, path }) => [file, path])).toEqual([
      ['o.yaml', 'state_backend'],
    ]);
  });
});

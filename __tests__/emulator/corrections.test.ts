import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';

import { type Emulator, type Environment, startEmulator } from '../../emulator';
import { pythonEnvironment } from '../../emulator/python-environment';
import { packageRoot } from '../../modules/common/package-root';
import { createUser } from './support/call';
import { corrected } from './support/corrected.tf';
import { temporaryDirectory } from './support/temporary-directory';

/** What the corrected types need, right in stock moto. */
const AROUND = [
  'aws_sns_topic',
  'aws_security_group',
  'aws_vpc',
  'aws_subnet',
  'aws_kms_key',
  'aws_iam_role',
  'aws_iam_role_policy_attachment',
  'aws_shield_protection',
  'aws_organizations_account',
  'aws_s3_bucket',
  'aws_s3_bucket_policy',
  'aws_vpc_security_group_egress_rule',
  'aws_config_configuration_recorder',
];

/** Its backups are replicated. One that Terraform creates takes 80 s. */
const DATABASE = [
  ...[
    '--engine',
    'postgres',
    '--db-instance-class',
    'db.t4g.micro',
    '--allocated-storage',
    '20',
    '--storage-encrypted',
  ],
  ...['--master-username', 'admin_user', '--master-user-password', 'not-a-secret', '--backup-retention-period', '7'],
];

const root = temporaryDirectory();
let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.stop());

async function terraform(options: string[], more: Environment = {}) {
  const env = { ...emulator.environment, ...more };
  return execa('terraform', [...options, '-no-color'], {
    cwd: root(),
    env,
    extendEnv: false,
    reject: false,
    all: true,
  });
}

async function succeeds(options: string[], more?: Environment): Promise<string> {
  const { exitCode, all } = await terraform(options, more);
  // The whole output in the message: an exit code alone helps nobody.
  expect({ exitCode, all: exitCode === 0 ? '' : all }).toEqual({ exitCode: 0, all: '' });
  return all;
}

const configure = (configuration: object) => writeFileSync(join(root(), 'main.tf.json'), JSON.stringify(configuration));
const aws = (...options: string[]) =>
  execa('aws', ['--endpoint-url', emulator.endpoint, ...options], { env: emulator.environment, extendEnv: false });

test('every corrected type is deployed here, but the database: the deploy tests have that one', async () => {
  const python = await pythonEnvironment();
  const { stdout } = await execa(python, ['-B', join(packageRoot(), 'emulator/server'), '--list-corrected-types']);
  const types = Object.keys(corrected().resource).filter((type) => !AROUND.includes(type));
  expect(Object.keys(JSON.parse(stdout)).sort()).toEqual([...types, 'aws_db_instance'].sort());
});

test('corrected types deploy, plan empty, change in place and are destroyed', async () => {
  await aws('securityhub', 'enable-security-hub', '--no-enable-default-standards');
  await aws('secretsmanager', 'create-secret', '--name', 'shop/database', '--secret-string', '{}');
  await aws('rds', 'create-db-instance', '--db-instance-identifier', 'shop', ...DATABASE);
  configure(corrected());
  await succeeds(['init']);
  expect(await succeeds(['apply', '-auto-approve'])).toMatch(/1 imported, 59 added, \d changed, 0 destroyed/);
  await succeeds(['plan', '-detailed-exitcode']);

  const everything = { Effect: 'Allow', Action: '*', Resource: '*' };
  const noSecrets = { Effect: 'Deny', Action: 'secretsmanager:GetSecretValue', Resource: '*' };
  const key = await createUser(emulator.endpoint, 'planner', everything, noSecrets);
  const planner = { AWS_ACCESS_KEY_ID: key.accessKeyId, AWS_SECRET_ACCESS_KEY: key.secretAccessKey };
  await succeeds(['plan', '-detailed-exitcode'], planner);

  configure(
    corrected({
      budget: '75',
      class: 'STANDARD',
      tag: 'second',
      days: 60,
      dataEvents: [],
      encrypted: true,
      endpoint: 'https://secretsmanager.us-east-1.amazonaws.com',
      incidents: { region: true, minutes: 10, phone: '+33687654321' },
    }),
  );
  expect(await succeeds(['apply', '-auto-approve'])).toMatch(/0 added, \d+ changed, 0 destroyed/);
  await succeeds(['plan', '-detailed-exitcode']);

  await succeeds(['destroy', '-auto-approve']);
  expect(await succeeds(['show'])).toContain('The state file is empty');
  await expect(aws('accessanalyzer', 'list-analyzers')).resolves.toMatchObject({
    stdout: expect.stringContaining('"analyzers": []'),
  });
  await expect(aws('ssm-incidents', 'list-replication-sets')).resolves.toMatchObject({
    stdout: expect.stringContaining('"replicationSetArns": []'),
  });
  await expect(aws('ssm-contacts', 'list-contacts')).resolves.toMatchObject({
    stdout: expect.stringContaining('"Contacts": []'),
  });
  await expect(aws('securityhub', 'describe-hub')).rejects.toThrow('not subscribed to AWS Security Hub');
});

describe('Shield', () => {
  const BALANCER = 'arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/web/0123456789abcdef';
  const protect = (name: string) => aws('shield', 'create-protection', '--name', name, '--resource-arn', BALANCER);

  test('takes the characters in a name that AWS takes', async () => {
    await fetch(`${emulator.endpoint}/moto-api/reset`, { method: 'POST' });
    await aws('shield', 'create-subscription');
    for (const name of ['loadbalancer/app/web', 'a:b', 'a'.repeat(129)]) {
      await expect(protect(name)).rejects.toThrow('InvalidParameterException');
    }
    await protect('acme loadbalancer app web_0.1-2');
  });
});

describe('Incident Manager', () => {
  beforeEach(async () => {
    await fetch(`${emulator.endpoint}/moto-api/reset`, { method: 'POST' });
  });

  const contact = (alias: string, type: string, plan: object = {}) =>
    aws('ssm-contacts', 'create-contact', '--alias', alias, '--type', type, '--plan', JSON.stringify(plan));
  const replicationSet = (regions: string[]) =>
    aws(
      ...['ssm-incidents', 'create-replication-set', '--regions'],
      JSON.stringify(Object.fromEntries(regions.map((region) => [region, {}]))),
    );
  const template = ['--incident-template', '{"title": "t", "impact": 1}'];

  test('nothing of it works without a replication set, of which an account has one', async () => {
    await expect(contact('nobody', 'PERSONAL', { Stages: [] })).rejects.toThrow('Account not found for the request');
    await expect(aws('ssm-incidents', 'create-response-plan', '--name', 'p', ...template)).rejects.toThrow(
      'ResourceNotFoundException',
    );
    await expect(replicationSet(['eu-west-1'])).rejects.toThrow('The region of the call, us-east-1');
    await replicationSet(['us-east-1']);
    await expect(replicationSet(['us-east-1'])).rejects.toThrow('ConflictException');
    const { stdout } = await aws('ssm-incidents', 'list-replication-sets', '--query', 'replicationSetArns[0]');
    const arn = JSON.parse(stdout);
    await expect(
      aws(
        ...['ssm-incidents', 'update-replication-set', '--arn', arn, '--actions'],
        JSON.stringify(['eu-west-1', 'eu-west-2'].map((regionName) => ({ addRegionAction: { regionName } }))),
      ),
    ).rejects.toThrow('One region can be added or deleted at a time');

    await aws('ssm-incidents', 'create-response-plan', '--name', 'p', ...template);
    await expect(aws('ssm-incidents', 'create-response-plan', '--name', 'p', ...template)).rejects.toThrow(
      'ConflictException',
    );
    await aws('ssm-incidents', 'delete-replication-set', '--arn', arn);
    await expect(aws('ssm-incidents', 'list-response-plans')).resolves.toMatchObject({
      stdout: expect.stringContaining('"responsePlanSummaries": []'),
    });
  });

  test('a plan calls what there is, and an address is one of its kind', async () => {
    await replicationSet(['us-east-1']);
    const { stdout } = await contact('alice', 'PERSONAL', { Stages: [] });
    const alice = JSON.parse(stdout).ContactArn;
    const channel = (type: string, address: string) =>
      aws(
        ...['ssm-contacts', 'create-contact-channel', '--contact-id', alice, '--name', type, '--type', type],
        ...['--delivery-address', JSON.stringify({ SimpleAddress: address })],
      );
    await expect(channel('SMS', '0612345678')).rejects.toThrow('SMS delivery address');
    await channel('SMS', '+33612345678');
    const call = (target: object) => ({ Stages: [{ DurationInMinutes: 5, Targets: [target] }] });
    const missing = 'arn:aws:ssm-contacts:us-east-1:123456789012:contact/missing';
    await expect(
      contact('broken', 'ESCALATION', call({ ContactTargetInfo: { ContactId: missing, IsEssential: true } })),
    ).rejects.toThrow('ResourceNotFoundException');
    await contact('sound', 'ESCALATION', call({ ContactTargetInfo: { ContactId: alice, IsEssential: true } }));
    await expect(contact('sound', 'ESCALATION', { Stages: [] })).rejects.toThrow('ConflictException');
  });
});

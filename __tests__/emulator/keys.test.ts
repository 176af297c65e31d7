import { type Emulator, startEmulator } from '../../emulator';
import { Aws } from '../support/aws';
import { call, createUser } from './support/call';
import * as encrypted from './support/encrypted-secret';
import { ACCOUNT, allow, ROOT } from './support/encrypted-secret';
import { deployRotatedDatabase } from './support/rotated-database';

const READER = `arn:aws:iam::${ACCOUNT}:user/reader`;
const VIA = { 'kms:ViaService': 'secretsmanager.us-east-1.amazonaws.com', 'kms:CallerAccount': ACCOUNT };

let emulator: Emulator;
let aws: Aws;
/** Access key of a user who may read secrets, and whose policies say nothing of keys. */
let reader: string;

beforeAll(async () => {
  emulator = await startEmulator({ terraform: false });
  aws = new Aws(emulator.environment);
  reader = await createReader('reader');
});
afterAll(() => emulator.stop());

const when = (operator: string, values: object) => ({ Condition: { [operator]: values } });

const createKey = (...statements: object[]) => encrypted.createKey(emulator.endpoint, ...statements);
const createSecret = (key?: string) => encrypted.createSecret(emulator.endpoint, key);
const reads = (secret: string, accessKeyId?: string) => encrypted.reads(emulator.endpoint, secret, accessKeyId);

/** A user who may read secrets, and whatever else the statements say. @returns the user's access key */
async function createReader(name: string, ...statements: object[]): Promise<string> {
  const read = { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: '*' };
  return (await createUser(emulator.endpoint, name, read, ...statements)).accessKeyId;
}

test.each<[string, object[]]>([
  ['everybody of the account through Secrets Manager', [allow({ AWS: '*' }, when('StringEquals', VIA))]],
  ['everybody', [allow('*')]],
  ['the user', [allow({ AWS: [READER] })]],
  ['a pattern of actions', [allow({ AWS: READER }, { Action: ['kms:De*'] })]],
  ['an ARN in a condition', [allow('*', when('ArnLike', { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:user/*` }))]],
  ['one of several services', [allow('*', when('StringLike', { 'kms:ViaService': ['rds.*', 'secretsmanager.*'] }))]],
])("a key's policy that names %s lets the user read", async (_, statements) => {
  expect(await reads(await createSecret(await createKey(...statements)), reader)).toBe('hidden');
});

test.each<[string, object[]]>([
  ['nobody but the root', [allow({ AWS: ROOT }, { Action: 'kms:*' })]],
  ['another user', [allow({ AWS: `${READER}2` })]],
  ['another action', [allow('*', { Action: 'kms:Encrypt' })]],
  ['another service', [allow('*', when('StringEquals', { 'kms:ViaService': 'rds.us-east-1.amazonaws.com' }))]],
  ['another account', [allow('*', when('StringEquals', { ...VIA, 'kms:CallerAccount': '210987654321' }))]],
  ['a condition that is not known here', [allow('*', when('DateGreaterThan', { 'aws:CurrentTime': '2020-01-01' }))]],
  ['a key that is not known here', [allow('*', when('StringEquals', { 'aws:PrincipalTag/team': 'shop' }))]],
  ['the user, and denies', [allow('*'), allow({ AWS: READER }, { Effect: 'Deny' })]],
  [
    'everybody, and denies whatever does not come through RDS',
    [allow('*'), allow('*', { Effect: 'Deny', ...when('StringNotEquals', { 'kms:ViaService': 'rds.*' }) })],
  ],
  [
    'everybody, and denies on a condition that is not known here',
    [allow('*'), allow('*', { Effect: 'Deny', ...when('NumericLessThan', { 'kms:X': '1' }) })],
  ],
])("a key's policy that names %s does not", async (_, statements) => {
  const secret = await createSecret(await createKey(...statements));
  expect(await reads(secret, reader)).toMatch('AccessDeniedException');
  expect(await reads(secret, reader)).toMatch('Access to KMS is not allowed');
  expect(await reads(secret)).toBe('hidden');
});

test("a policy that names the account's root leaves it to the user's own policies", async () => {
  const arn = await createKey(allow({ AWS: ROOT }, { Action: 'kms:*' }));
  const may = { Effect: 'Allow', Action: 'kms:Decrypt', Resource: arn };
  expect(await reads(await createSecret(arn), await createReader('allowed', may))).toBe('hidden');
});

test("a Deny in the user's own policies wins over the key's", async () => {
  const secret = await createSecret(await createKey(allow('*')));
  const denied = await createReader('denied', { Effect: 'Deny', Action: 'kms:*', Resource: '*' });
  expect(await reads(secret, denied)).toMatch('Access to KMS is not allowed');
});

test('to write takes another permission than to read', async () => {
  const Action = ['kms:Decrypt', 'kms:GenerateDataKey*'];
  const write = { Effect: 'Allow', Action: 'secretsmanager:PutSecretValue', Resource: '*' };
  const writer = await createReader('writer', write);
  const put = async (key: string) => encrypted.writes(emulator.endpoint, await createSecret(key), writer);
  expect(await put(await createKey(allow('*')))).toMatch('Access to KMS is not allowed');
  expect(await put(await createKey(allow('*', { Action })))).toMatch('AWSCURRENT');
});

test('under the key that AWS manages the secret alone counts', async () => {
  expect(await reads(await createSecret(), reader)).toBe('hidden');
});

test('a secret that moves to another key keeps those readers whom that key admits', async () => {
  const secret = await createSecret();
  const update = ['secretsmanager', 'update-secret', '--secret-id', secret, '--kms-key-id'];
  await aws.call(...update, await createKey(allow({ AWS: ROOT }, { Action: 'kms:*' })));
  expect(await reads(secret, reader)).toMatch('Access to KMS is not allowed');
  const open = await createKey(allow({ AWS: '*' }, when('StringEquals', VIA)));
  await aws.call(...update, open);
  expect(await reads(secret, reader)).toBe('hidden');
  const described = await aws.call('secretsmanager', 'describe-secret', '--secret-id', secret);
  expect(described.KmsKeyId).toBe(open);
});

test('nobody reads what a key encrypted that is about to be deleted', async () => {
  const arn = await createKey(allow('*'));
  const secret = await createSecret(arn);
  await aws.call(
    'kms',
    'schedule-key-deletion',
    '--key-id',
    arn.split('/')[1] as string,
    '--pending-window-in-days',
    '7',
  );
  expect(await reads(secret)).toMatch('DecryptionFailure');
});

test.each([
  ['names the key to its function', true, null],
  ['does not', false, /createSecret: AccessDeniedException: Access to KMS is not allowed/],
])('under a key that leaves it to IAM, a rotation that %s', async (_, functionKnowsKey, message) => {
  const key = await createKey(allow({ AWS: ROOT }, { Action: 'kms:*' }));
  const { functionArn, secret } = await deployRotatedDatabase(emulator.endpoint, { key, functionKnowsKey });
  const input = { SecretId: secret, RotationLambdaARN: functionArn };
  await call(emulator.endpoint, 'secretsmanager', 'RotateSecret', input);
  await call(emulator.endpoint, 'secretsmanager', 'DescribeSecret', input);
  const url = `${emulator.endpoint}/emulator/secretsmanager/${ACCOUNT}/us-east-1/${secret}/rotation`;
  const { failure } = (await (await fetch(url)).json()) as { failure: string | null };
  if (message) expect(failure).toMatch(message);
  else expect(failure).toBeNull();
});

test('a log group takes only a key whose policy lets CloudWatch Logs use it for that group', async () => {
  await aws.call('logs', 'create-log-group', '--log-group-name', '/shop');
  const associate = (key: string) =>
    aws.call('logs', 'associate-kms-key', '--log-group-name', '/shop', '--kms-key-id', key);
  const refusal = 'The specified KMS Key Id does not exist or is not allowed to be used with Arn';
  const service = { Service: 'logs.us-east-1.amazonaws.com' };
  const forGroups = (arn: string) => ({
    Action: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
    ...when('ArnEquals', { 'kms:EncryptionContext:aws:logs:arn': arn }),
  });
  await expect(associate(await createKey(allow({ AWS: '*' }, { Action: 'kms:*' })))).rejects.toThrow(refusal);
  const other = allow(service, forGroups(`arn:aws:logs:us-east-1:${ACCOUNT}:log-group:/other`));
  await expect(associate(await createKey(other))).rejects.toThrow(refusal);
  await expect(associate(`arn:aws:kms:us-east-1:${ACCOUNT}:key/none`)).rejects.toThrow(refusal);
  const right = await createKey(allow(service, forGroups(`arn:aws:logs:us-east-1:${ACCOUNT}:log-group:/shop`)));
  await associate(right);
  const group = async () => (await aws.call('logs', 'describe-log-groups')).logGroups[0].kmsKeyId;
  expect(await group()).toBe(right);
  await aws.call('logs', 'disassociate-kms-key', '--log-group-name', '/shop');
  expect(await group()).toBeUndefined();
});

test('an alias that is taken is refused by name', async () => {
  const create = async () =>
    aws.call('kms', 'create-alias', '--alias-name', 'alias/shop', '--target-key-id', await createKey(allow('*')));
  await create();
  await expect(create()).rejects.toThrow('(AlreadyExistsException)');
});

test('a replica under a key that its region has not fails, and leaves nothing there', async () => {
  const secret = ['secretsmanager', 'create-secret', '--name', 'copied', '--secret-string', '{}'];
  const there = { AWS_DEFAULT_REGION: 'eu-west-1', AWS_REGION: 'eu-west-1' };
  const elsewhere = new Aws({ ...emulator.environment, ...there });
  const key = await createKey(allow('*'));
  const replicate = (keyId: string, ...options: string[]) =>
    aws.call(
      ...['secretsmanager', 'replicate-secret-to-regions', '--secret-id', 'copied', ...options],
      ...['--add-replica-regions', `Region=eu-west-1,KmsKeyId=${keyId}`],
    );
  await aws.call(...secret);
  expect(JSON.stringify(await replicate(key))).toContain('Failed');
  await expect(elsewhere.call('secretsmanager', 'describe-secret', '--secret-id', 'copied')).rejects.toThrow(
    'ResourceNotFoundException',
  );
});

test('RDS refuses to change keys that are set: of Performance Insights, and of the secret that it manages', async () => {
  const key = await createKey(allow('*'));
  const id = ['--db-instance-identifier', 'shop'];
  await aws.call(
    ...['rds', 'create-db-instance', ...id, '--engine', 'postgres', '--db-instance-class', 'db.t4g.micro'],
    ...['--allocated-storage', '20', '--master-username', 'master', '--manage-master-user-password'],
  );
  const modify = (...options: string[]) => aws.call('rds', 'modify-db-instance', ...id, ...options);
  const insights = ['--enable-performance-insights', '--performance-insights-kms-key-id'];
  await modify(...insights, key);
  await modify(...insights, key);
  const refused = '(InvalidParameterCombination)';
  await expect(modify(...insights, await createKey(allow('*')))).rejects.toThrow(refused);
  const secretKey = ['--manage-master-user-password', '--master-user-secret-kms-key-id', key];
  await expect(modify(...secretKey)).rejects.toThrow(refused);
});

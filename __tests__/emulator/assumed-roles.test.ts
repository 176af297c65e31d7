import { type Emulator, startEmulator } from '../../emulator';
import { Aws } from '../support/aws';
import { assumeRole, type Caller, call, element } from './support/call';
import { ACCOUNT, allow, createKey, createSecret, ROOT, reads, writes } from './support/encrypted-secret';

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator({ terraform: false });
});
afterAll(() => emulator.stop());

const may = (action: string, resource = '*', more: object = {}) => ({
  Effect: 'Allow',
  Action: action,
  Resource: resource,
  ...more,
});
const READ = may('secretsmanager:GetSecretValue');
const WRITE = may('secretsmanager:PutSecretValue');

let created = 0;

/** A role of its own for each test, with one policy if there are statements. @returns its ARN */
async function createRole(...statements: object[]): Promise<string> {
  const RoleName = `role-${++created}`;
  const document = (some: object[]) => JSON.stringify({ Version: '2012-10-17', Statement: some });
  await call(emulator.endpoint, 'iam', 'CreateRole', { RoleName, AssumeRolePolicyDocument: document([]) });
  if (statements.length > 0) {
    const policy = { PolicyName: 'only', PolicyDocument: document(statements) };
    await call(emulator.endpoint, 'iam', 'PutRolePolicy', { RoleName, ...policy });
  }
  return `arn:aws:iam::${ACCOUNT}:role/${RoleName}`;
}

async function session(...statements: object[]): Promise<Caller> {
  return assumeRole(emulator.endpoint, await createRole(...statements));
}

const secretUnder = async (...statements: object[]) =>
  createSecret(emulator.endpoint, await createKey(emulator.endpoint, ...statements));
const KMS_REFUSAL = /AccessDeniedException.*Access to KMS is not allowed/;

test("a session may do what its role's policies allow, and nothing else", async () => {
  const secret = await createSecret(emulator.endpoint);
  const reader = await session(READ);
  expect(await reads(emulator.endpoint, secret, reader)).toBe('hidden');
  expect(await writes(emulator.endpoint, secret, reader)).toMatch(
    /AccessDeniedException.*assumed-role\/role-\d+\/session is not authorized to perform: secretsmanager:PutSecretValue/,
  );
  expect(await writes(emulator.endpoint, secret, await session(WRITE))).toMatch('AWSCURRENT');
  const denied = await session(may('*'), may('secretsmanager:*', '*', { Effect: 'Deny' }));
  expect(await reads(emulator.endpoint, secret, denied)).toMatch('is not authorized to perform');
});

test('a role without any policy may do nothing but ask who it is', async () => {
  const nobody = await session();
  expect(await reads(emulator.endpoint, await createSecret(emulator.endpoint), nobody)).toMatch('is not authorized');
  const { status } = await call(emulator.endpoint, 'sts', 'GetCallerIdentity', {}, nobody);
  expect(status).toBe(200);
});

test('a managed policy counts as one of its own, in the account and for keys', async () => {
  const arn = await createRole();
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [READ, may('kms:Decrypt')] });
  const policy = await call(emulator.endpoint, 'iam', 'CreatePolicy', { PolicyName: 'managed', PolicyDocument });
  const PolicyArn = element(policy.body, 'Arn');
  await call(emulator.endpoint, 'iam', 'AttachRolePolicy', { RoleName: arn.split('/')[1], PolicyArn });
  const secret = await secretUnder(allow({ AWS: ROOT }, { Action: 'kms:*' }));
  expect(await reads(emulator.endpoint, secret, await assumeRole(emulator.endpoint, arn))).toBe('hidden');
});

test('a policy for one secret is for that one', async () => {
  const [mine, other] = [await createSecret(emulator.endpoint), await createSecret(emulator.endpoint)];
  const arn = (name: string) => `arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:${name}-*`;
  const reader = await session(may('secretsmanager:GetSecretValue', arn(mine)));
  expect(await reads(emulator.endpoint, mine, reader)).toBe('hidden');
  expect(await reads(emulator.endpoint, other, reader)).toMatch('is not authorized');
  const kept = await session(READ, may('secretsmanager:GetSecretValue', arn(other), { Effect: 'Deny' }));
  expect(await reads(emulator.endpoint, mine, kept)).toBe('hidden');
  expect(await reads(emulator.endpoint, other, kept)).toMatch('is not authorized');
});

test("a key's policy that names the role lets its session read, one that names another does not", async () => {
  const arn = await createRole(READ);
  const reader = await assumeRole(emulator.endpoint, arn);
  expect(await reads(emulator.endpoint, await secretUnder(allow({ AWS: arn })), reader)).toBe('hidden');
  expect(await reads(emulator.endpoint, await secretUnder(allow({ AWS: `${arn}2` })), reader)).toMatch(KMS_REFUSAL);
  const here = allow('*', { Condition: { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:role/*` } } });
  expect(await reads(emulator.endpoint, await secretUnder(here), reader)).toBe('hidden');
});

test("a key's policy that names the account's root leaves it to the role's own policies, to read and to write", async () => {
  const secret = await secretUnder(allow({ AWS: ROOT }, { Action: 'kms:*' }));
  const without = await session(READ, WRITE);
  expect(await reads(emulator.endpoint, secret, without)).toMatch(KMS_REFUSAL);
  expect(await writes(emulator.endpoint, secret, without)).toMatch(KMS_REFUSAL);
  const reader = await session(READ, WRITE, may('kms:Decrypt'));
  expect(await reads(emulator.endpoint, secret, reader)).toBe('hidden');
  expect(await writes(emulator.endpoint, secret, reader)).toMatch(KMS_REFUSAL);
  const writer = await session(READ, WRITE, may('kms:*'));
  expect(await writes(emulator.endpoint, secret, writer)).toMatch('AWSCURRENT');
});

test('a session of a role that nobody created may do everything in its account, and there only', async () => {
  const stranger = await assumeRole(emulator.endpoint, `arn:aws:iam::${ACCOUNT}:role/none`);
  const secret = await secretUnder(allow({ AWS: ROOT }, { Action: 'kms:*' }));
  expect(await reads(emulator.endpoint, secret, stranger)).toBe('hidden');
  const elsewhere = await assumeRole(emulator.endpoint, 'arn:aws:iam::210987654321:role/none');
  expect(await reads(emulator.endpoint, secret, elsewhere)).toMatch('ResourceNotFoundException');
  expect((await call(emulator.endpoint, 'iam', 'CreateUser', { UserName: 'one' }, elsewhere)).status).toBe(200);
});

test('the AWS CLI with a session of a role sees the refusal as AWS words it', async () => {
  const secret = await createSecret(emulator.endpoint);
  const aws = new Aws(emulator.environment);
  const role = ['--role-arn', await createRole(), '--role-session-name', 'cli'];
  const { Credentials } = await aws.call('sts', 'assume-role', ...role);
  const restricted = new Aws({
    ...emulator.environment,
    AWS_ACCESS_KEY_ID: Credentials.AccessKeyId,
    AWS_SECRET_ACCESS_KEY: Credentials.SecretAccessKey,
    AWS_SESSION_TOKEN: Credentials.SessionToken,
  });
  await expect(restricted.call('secretsmanager', 'get-secret-value', '--secret-id', secret)).rejects.toThrow(
    '(AccessDeniedException) when calling the GetSecretValue operation: User: arn:aws:sts::123456789012:assumed-role/',
  );
});

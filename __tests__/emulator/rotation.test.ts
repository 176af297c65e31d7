import { randomUUID } from 'node:crypto';

import { type Emulator, startEmulator } from '../../emulator';
import { Aws } from '../support/aws';
import { livePassword } from '../support/live-password';
import { call } from './support/call';
import { type Deployed, deployRotatedDatabase, OLD_PASSWORD } from './support/rotated-database';

let emulator: Emulator;
let aws: Aws;
let shop: Deployed;

beforeAll(async () => {
  emulator = await startEmulator({ terraform: false });
  aws = new Aws(emulator.environment);
});
afterAll(() => emulator.stop());

async function deploy(options?: Parameters<typeof deployRotatedDatabase>[1]): Promise<Deployed> {
  shop = await deployRotatedDatabase(emulator.endpoint, options);
  return shop;
}
/** By the AWS CLI, as a runbook does it. */
const cli = (operation: string, ...options: string[]) =>
  aws.call('secretsmanager', operation, '--secret-id', shop.secret, ...options);
/** What the CLI would call, where it is called often: the CLI alone takes a second to start. */
async function secret(operation: string, input: object = {}) {
  const { status, body } = await call(emulator.endpoint, 'secretsmanager', operation, {
    SecretId: shop.secret,
    ...input,
  });
  if (status !== 200) throw new Error(body);
  return JSON.parse(body);
}
const live = () => livePassword(emulator, shop.instance);
const password = async (which: { VersionStage?: string; VersionId?: string } = {}) =>
  JSON.parse((await secret('GetSecretValue', which)).SecretString).password;

type Labels = Record<string, string[]>;
const labels = async (): Promise<Labels> => (await secret('DescribeSecret')).VersionIdsToStages;
/** @returns the id of the pending version */
async function rotate(functionArn?: string, more: object = {}): Promise<string> {
  const input = { RotationLambdaARN: functionArn, ClientRequestToken: randomUUID(), ...more };
  return (await secret('RotateSecret', input)).VersionId;
}

/** What one of the emulator's own addresses answers for the secret. */
async function control(method: 'GET' | 'POST', what: string): Promise<string> {
  const url = `${emulator.endpoint}/emulator/secretsmanager/123456789012/us-east-1/${shop.secret}/${what}`;
  const answer = await fetch(url, { method });
  const body = await answer.text();
  if (!answer.ok) throw new Error(`${answer.status}: ${body}`);
  return body;
}
const failure = async () => JSON.parse(await control('GET', 'rotation')).failure;

const configure = (functionArn: string) =>
  rotate(functionArn, { RotationRules: { AutomaticallyAfterDays: 30 }, RotateImmediately: false });

/** Runs the rest of a rotation: one step with each description. */
async function finish(): Promise<Labels> {
  for (let step = 1; step < 4; step++) await labels();
  return labels();
}

test('a rotation goes step by step, and ends with the new password in the database and in the secret', async () => {
  const { functionArn } = await deploy();
  const rules = ['--rotation-rules', '{"AutomaticallyAfterDays":30}', '--no-rotate-immediately'];
  await cli('rotate-secret', '--rotation-lambda-arn', functionArn, ...rules);
  const before = await cli('describe-secret');
  expect(before).toMatchObject({ RotationEnabled: true, RotationRules: { AutomaticallyAfterDays: 30 } });
  expect(before.LastRotatedDate).toBeUndefined();
  expect(Object.values(before.VersionIdsToStages)).toEqual([['AWSCURRENT']]);
  const first = Object.keys(before.VersionIdsToStages)[0] as string;
  expect(await live()).toBe(OLD_PASSWORD);

  const { VersionId: second } = await cli('rotate-secret');
  await expect(password({ VersionId: second })).rejects.toThrow('ResourceNotFoundException');
  // createSecret
  expect(await labels()).toEqual({ [first]: ['AWSCURRENT'], [second]: ['AWSPENDING'] });
  const created = await password({ VersionStage: 'AWSPENDING' });
  expect(created).toMatch(/^[^:/@"'\\ ]{32}$/);
  expect(await live()).toBe(OLD_PASSWORD);
  // setSecret
  expect((await secret('DescribeSecret')).LastRotatedDate).toBeUndefined();
  expect(await live()).toBe(created);
  expect(await password()).toBe(OLD_PASSWORD);
  // testSecret, finishSecret
  await labels();
  expect(await labels()).toEqual({ [first]: ['AWSPREVIOUS'], [second]: ['AWSCURRENT'] });
  expect(await password()).toBe(created);
  expect(await password({ VersionStage: 'AWSPREVIOUS' })).toBe(OLD_PASSWORD);
  expect(await password({ VersionId: second })).toBe(created);
  expect((await secret('DescribeSecret')).LastRotatedDate).toBeDefined();
  await expect(password({ VersionStage: 'AWSPENDING' })).rejects.toThrow('ResourceNotFoundException');
});

test('versions that lost their labels are seen on demand only, and pruned', async () => {
  const { functionArn } = await deploy();
  await configure(functionArn);
  const [first] = Object.keys(await labels());
  const second = await rotate();
  await finish();
  const third = await rotate();
  expect(await finish()).toEqual({ [second]: ['AWSPREVIOUS'], [third]: ['AWSCURRENT'] });

  const listed = async (...options: string[]) =>
    (await cli('list-secret-version-ids', ...options)).Versions.map(
      (version: { VersionId: string }) => version.VersionId,
    );
  expect(await listed()).toEqual([second, third]);
  expect(await listed('--include-deprecated')).toEqual([first, second, third]);
  expect(JSON.parse(await control('POST', 'prune'))).toEqual([first]);
  expect(await listed('--include-deprecated')).toEqual([second, third]);
  expect(await password()).toBe(await live());
});

test('a second rotation at once is refused, and the first goes on', async () => {
  const { functionArn } = await deploy();
  const version = await rotate(functionArn);
  await expect(cli('rotate-secret')).rejects.toThrow(
    "(InvalidRequestException) when calling the RotateSecret operation: A previous rotation isn't complete. That rotation will be reattempted.",
  );
  await expect(configure(functionArn)).rejects.toThrow('InvalidRequestException');
  expect((await finish())[version]).toEqual(['AWSCURRENT']);
});

test('a step that fails leaves the pending version and the old password, until the label is removed', async () => {
  const { functionArn } = await deploy();
  await control('POST', 'fail-next-rotation?step=setSecret');
  const failed = await rotate(functionArn);
  expect(await finish()).toMatchObject({ [failed]: ['AWSPENDING'] });
  expect(await failure()).toBe('setSecret: a failure that was asked for');
  expect([await live(), await password()]).toEqual([OLD_PASSWORD, OLD_PASSWORD]);
  expect((await secret('DescribeSecret')).LastRotatedDate).toBeUndefined();
  await expect(rotate()).rejects.toThrow("A previous rotation isn't complete");

  await cli('update-secret-version-stage', '--version-stage', 'AWSPENDING', '--remove-from-version-id', failed);
  expect(Object.values(await labels())).toEqual([['AWSCURRENT']]);
  expect(await failure()).toBeNull();
  const version = await rotate();
  expect(version).not.toBe(failed);
  expect((await finish())[version]).toEqual(['AWSCURRENT']);
  expect(await password()).toBe(await live());
});

test('the token of the failed rotation goes on with its version: what the database was told is not lost', async () => {
  const { functionArn } = await deploy();
  await control('POST', 'fail-next-rotation?step=testSecret');
  const token = '00000000-0000-4000-8000-000000000001';
  expect(await rotate(functionArn, { ClientRequestToken: token })).toBe(token);
  await finish();
  const told = await live();
  expect([told === OLD_PASSWORD, await password()]).toEqual([false, OLD_PASSWORD]);
  await rotate(undefined, { ClientRequestToken: token });
  expect((await finish())[token]).toEqual(['AWSCURRENT']);
  expect([await live(), await password()]).toEqual([told, told]);
});

test('cancelled, a rotation goes no further, and its label stays', async () => {
  const { functionArn } = await deploy();
  const version = await rotate(functionArn);
  await labels();
  await cli('cancel-rotate-secret');
  const described = await secret('DescribeSecret');
  expect(described).toMatchObject({ RotationEnabled: false, VersionIdsToStages: { [version]: ['AWSPENDING'] } });
  expect(described.NextRotationDate).toBeUndefined();
  await finish();
  expect(await live()).toBe(OLD_PASSWORD);
  await expect(rotate()).rejects.toThrow("A previous rotation isn't complete");
});

test.each([
  ['the database', 'ingress', 'setSecret', /shop-\d+\..*:5432: connection timed out \(no ingress rule of .* admits/],
  ['the function', 'egress', 'setSecret', /shop-\d+\..*:5432: connection timed out \(no egress rule of .* allows 5432/],
  ['the endpoint', 'endpoint ingress', 'createSecret', /vpce-.*: connection timed out \(no ingress rule/],
] as const)('without the rule of %s (%s) it fails at %s', async (_, without, step, message) => {
  const { functionArn } = await deploy({ without });
  const version = await rotate(functionArn);
  expect(await finish()).toMatchObject({ [version]: ['AWSPENDING'] });
  expect(await failure()).toMatch(step);
  expect(await failure()).toMatch(message);
  expect(await live()).toBe(OLD_PASSWORD);
});

test.each([
  ['without a scheme', 'vpce-1.secretsmanager.us-east-1.vpce.amazonaws.com', 'Invalid endpoint'],
  ['that does not exist', 'https://vpce-0123-ab.secretsmanager.us-east-1.vpce.amazonaws.com', 'no interface endpoint'],
  ["of another region's", 'https://secretsmanager.eu-west-1.amazonaws.com', 'no such host'],
  ['without private DNS or NAT', 'https://secretsmanager.us-east-1.amazonaws.com', 'route to a NAT gateway'],
])('an endpoint %s is not reached', async (_, endpoint, message) => {
  const { functionArn } = await deploy({ endpoint });
  await rotate(functionArn);
  await labels();
  expect(await failure()).toMatch(message);
});

test('through a NAT gateway it goes without an endpoint', async () => {
  const { functionArn, vpc, subnet, functionGroup } = await deploy({
    endpoint: 'https://secretsmanager.us-east-1.amazonaws.com',
  });
  const ec2 = (operation: string, ...options: string[]) => aws.call('ec2', operation, ...options);
  const { NatGateway } = await ec2('create-nat-gateway', '--subnet-id', subnet, '--connectivity-type', 'private');
  const tables = await ec2('describe-route-tables', '--filters', `Name=vpc-id,Values=${vpc}`);
  const table = tables.RouteTables[0].RouteTableId;
  const everywhere = ['--destination-cidr-block', '0.0.0.0/0', '--nat-gateway-id', NatGateway.NatGatewayId];
  await ec2('create-route', '--route-table-id', table, ...everywhere);
  const out = ['--protocol', 'tcp', '--port', '443', '--cidr', '0.0.0.0/0'];
  await ec2('authorize-security-group-egress', '--group-id', functionGroup, ...out);
  const version = await rotate(functionArn);
  expect((await finish())[version]).toEqual(['AWSCURRENT']);
});

test("an endpoint's policy is held", async () => {
  const { functionArn, vpcEndpoint } = await deploy();
  const statement = { Effect: 'Allow', Principal: '*', Action: 'secretsmanager:Get*', Resource: '*' };
  const policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  await aws.call('ec2', 'modify-vpc-endpoint', '--vpc-endpoint-id', vpcEndpoint, '--policy-document', policy);
  await rotate(functionArn);
  await labels();
  expect(await failure()).toMatch(/createSecret: AccessDeniedException: the policy of vpce-.* secretsmanager:Describe/);
});

test('a function that is missing, or that Secrets Manager may not call, is refused, and nothing is left', async () => {
  const { functionArn } = await deploy();
  await expect(rotate()).rejects.toThrow("doesn't already have a Lambda function ARN configured");
  await expect(rotate(`${functionArn}2`)).rejects.toThrow('ResourceNotFoundException');
  const statement = 'SecretsManagerRDSPostgreSQLRotationSingleUserPermission';
  await aws.call('lambda', 'remove-permission', '--function-name', shop.functionName, '--statement-id', statement);
  const refusal = /AccessDeniedException.*Secrets Manager cannot invoke the specified Lambda function/;
  await expect(rotate(functionArn)).rejects.toThrow(refusal);
  const allow = (account: string) => [
    ...['--function-name', shop.functionName, '--statement-id', `from-${account}`, '--action', 'lambda:InvokeFunction'],
    ...['--principal', 'secretsmanager.amazonaws.com', '--source-account', account],
  ];
  await aws.call('lambda', 'add-permission', ...allow('210987654321'));
  await expect(rotate(functionArn)).rejects.toThrow(refusal);
  const described = await secret('DescribeSecret');
  expect(described.RotationEnabled).toBeUndefined();
  expect(Object.values(described.VersionIdsToStages)).toEqual([['AWSCURRENT']]);
  await aws.call('lambda', 'add-permission', ...allow('123456789012'));
  await rotate(functionArn);
  expect(Object.values(await finish())).toContainEqual(['AWSPREVIOUS']);
});

test('a secret without a value cannot rotate', async () => {
  const { functionArn } = await deploy();
  await call(emulator.endpoint, 'secretsmanager', 'CreateSecret', { Name: 'empty' });
  await expect(rotate(functionArn, { SecretId: 'empty', RotateImmediately: false })).rejects.toThrow(
    "can't find the specified secret value for staging label: AWSCURRENT",
  );
});

test('a live password that the secret does not know is a failure', async () => {
  const { functionArn } = await deploy();
  const change = ['--db-instance-identifier', shop.instance, '--master-user-password', 'somebody-else'];
  await aws.call('rds', 'modify-db-instance', ...change);
  await rotate(functionArn);
  await finish();
  expect(await failure()).toMatch('setSecret: Unable to log into database with previous, current, or pending secret');
  expect(await live()).toBe('somebody-else');
});

test("RDS's own secret of the master user rotates without a function", async () => {
  await deploy();
  const managed = ['--engine', 'postgres', '--db-instance-class', 'db.t4g.micro', '--allocated-storage', '20'];
  const { DBInstance } = await aws.call(
    ...['rds', 'create-db-instance', '--db-instance-identifier', 'managed', '--master-username', 'boss'],
    ...['--manage-master-user-password', ...managed],
  );
  const id = { SecretId: DBInstance.MasterUserSecret.SecretArn };
  const value = async () => JSON.parse((await secret('GetSecretValue', id)).SecretString);
  const before = await value();
  expect(before.username).toBe('boss');
  expect(await livePassword(emulator, 'managed')).toBe(before.password);
  expect(await secret('DescribeSecret', id)).toMatchObject({
    OwningService: 'rds',
    RotationEnabled: true,
    RotationRules: { AutomaticallyAfterDays: 7 },
  });
  await rotate(undefined, id);
  for (let step = 0; step < 4; step++) await secret('DescribeSecret', id);
  const after = await value();
  expect(after.password).not.toBe(before.password);
  expect(await livePassword(emulator, 'managed')).toBe(after.password);
});

test.each([
  ['fail-next-rotation?step=dance', '400: no step dance; one of createSecret, setSecret, testSecret, finishSecret'],
  ['../missing/prune', '404: no secret shop-\\d+/missing in 123456789012'],
  ['dance', '404: no POST /emulator/secretsmanager/'],
])('a wrong address (%s) says what is right', async (what, message) => {
  await deploy();
  await expect(control('POST', what)).rejects.toThrow(new RegExp(message));
});

import { type Emulator, startEmulator } from '../../emulator';
import { Aws } from '../support/aws';
import { call, callRest } from './support/call';
import { changeSet, deployApplication } from './support/rotated-database';

let emulator: Emulator;
let aws: Aws;

beforeAll(async () => {
  emulator = await startEmulator({ terraform: false });
  aws = new Aws(emulator.environment);
});
afterAll(() => emulator.stop());

const ENDPOINT = 'https://secretsmanager.us-east-1.amazonaws.com';
const APPLICATION =
  'arn:aws:serverlessrepo:us-east-1:297356227824:applications/SecretsManagerRDSPostgreSQLRotationSingleUser';
const described = async (stack: string) =>
  (await aws.call('cloudformation', 'describe-stacks', '--stack-name', stack)).Stacks[0];
const functions = async (): Promise<string[]> =>
  (await aws.call('lambda', 'list-functions')).Functions.map(
    ({ FunctionName }: { FunctionName: string }) => FunctionName,
  );
const roles = async (): Promise<number> =>
  (await aws.call('iam', 'list-roles')).Roles.filter(({ RoleName }: { RoleName: string }) =>
    RoleName.startsWith('serverlessrepo-'),
  ).length;

test('a stack has the function, its role and its permission, and shows every parameter, defaults too', async () => {
  const stack = await deployApplication(emulator.endpoint, 'one', { functionName: 'one', endpoint: ENDPOINT });
  const { StackName, StackStatus, Parameters, Outputs } = await described(stack);
  expect([StackName, StackStatus]).toEqual(['serverlessrepo-one', 'CREATE_COMPLETE']);
  const shown = Parameters.map((one: { ParameterKey: string; ParameterValue: string }) => [
    one.ParameterKey,
    one.ParameterValue,
  ]);
  expect(Object.fromEntries(shown)).toEqual({
    functionName: 'one',
    endpoint: ENDPOINT,
    invokingServicePrincipal: 'secretsmanager.amazonaws.com',
    vpcSubnetIds: '',
    vpcSecurityGroupIds: '',
    kmsKeyArn: '',
    excludeCharacters: ':/@"\'\\',
    runtime: 'python3.12',
  });
  const arn = 'arn:aws:lambda:us-east-1:123456789012:function:one';
  expect(Outputs).toEqual([expect.objectContaining({ OutputKey: 'RotationLambdaARN', OutputValue: arn })]);
  const policy = JSON.parse((await aws.call('lambda', 'get-policy', '--function-name', 'one')).Policy);
  expect(policy.Statement).toMatchObject([
    { Action: 'lambda:InvokeFunction', Principal: { Service: 'secretsmanager.amazonaws.com' } },
  ]);

  await aws.call('cloudformation', 'delete-stack', '--stack-name', stack);
  expect((await described(stack)).StackStatus).toBe('DELETE_COMPLETE');
  expect(await functions()).not.toContain('one');
  expect(await roles()).toBe(0);
});

test('the application tells its defaults, by which the provider drops what a configuration repeats', async () => {
  const path = `/applications/${encodeURIComponent(APPLICATION)}?semanticVersion=1.1.618`;
  const { version } = JSON.parse((await callRest(emulator.endpoint, 'serverlessrepo', 'GET', path)).body);
  expect(version).toMatchObject({
    semanticVersion: '1.1.618',
    requiredCapabilities: ['CAPABILITY_IAM', 'CAPABILITY_RESOURCE_POLICY'],
  });
  expect(version.parameterDefinitions).toContainEqual(
    expect.objectContaining({ name: 'runtime', defaultValue: 'python3.10' }),
  );
});

const PARAMETERS = { functionName: 'refused', endpoint: ENDPOINT };
test.each<[string, Partial<Parameters<typeof changeSet>[1]>, string]>([
  ['an unknown parameter', { parameters: { ...PARAMETERS, permissionsBoundary: 'x' } }, 'Parameters: [permissionsBoun'],
  ['a required one that is missing', { parameters: { functionName: 'x' } }, 'Parameters: [endpoint] must have values'],
  [
    'a name that no function can have',
    { parameters: { ...PARAMETERS, functionName: 'a b' } },
    'functionName has to be',
  ],
  ['an unknown version', { semanticVersion: '1.1.1' }, 'does not have a version 1.1.1'],
  [
    'a missing capability',
    { capabilities: ['CAPABILITY_IAM'] },
    'Requires capabilities : [CAPABILITY_RESOURCE_POLICY]',
  ],
  ['an unknown application', { application: `${APPLICATION}2` }, 'SingleUser2 does not exist'],
])('%s is refused, and no stack is left', async (_, options, message) => {
  const answer = await changeSet(emulator.endpoint, { stackName: 'refused', parameters: PARAMETERS, ...options });
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(answer.body).toContain(message);
  const { body } = await call(emulator.endpoint, 'cloudformation', 'DescribeStacks', {
    StackName: 'serverlessrepo-refused',
  });
  expect(body).toContain('does not exist');
});

test('a function whose name is taken, or whose subnet is missing, takes the stack back and says why', async () => {
  await deployApplication(emulator.endpoint, 'first', { functionName: 'taken', endpoint: ENDPOINT });
  const before = await roles();
  const attempt = async (name: string, parameters: Record<string, string>) => {
    const stack = await deployApplication(emulator.endpoint, name, { endpoint: ENDPOINT, ...parameters });
    const events = await aws.call('cloudformation', 'describe-stack-events', '--stack-name', stack);
    return [(await described(stack)).StackStatus, JSON.stringify(events)];
  };
  expect(await attempt('second', { functionName: 'taken' })).toEqual([
    'ROLLBACK_COMPLETE',
    expect.stringContaining('taken already exists in stack'),
  ]);
  expect(await attempt('third', { functionName: 'third', vpcSubnetIds: 'subnet-0', vpcSecurityGroupIds: 'x' })).toEqual(
    ['ROLLBACK_COMPLETE', expect.stringContaining("The subnet ID 'subnet-0' does not exist")],
  );
  expect(await functions()).not.toContain('third');
  expect(await roles()).toBe(before);
});

test('a change set that nobody carried out does not stand in the way; one that changes nothing says so', async () => {
  const parameters = { functionName: 'again', endpoint: ENDPOINT };
  expect((await changeSet(emulator.endpoint, { stackName: 'again', parameters })).status).toBe(201);
  const stack = await deployApplication(emulator.endpoint, 'again', parameters);
  expect((await described('serverlessrepo-again')).StackId).toBe(stack);
  const { changeSetId } = JSON.parse((await changeSet(emulator.endpoint, { stackName: 'again', parameters })).body);
  const unchanged = await aws.call('cloudformation', 'describe-change-set', '--change-set-name', changeSetId);
  expect(unchanged).toMatchObject({
    Status: 'FAILED',
    StatusReason: expect.stringContaining("didn't contain changes"),
  });
  // Another name is another function; the old one goes.
  expect(await deployApplication(emulator.endpoint, 'again', { ...parameters, functionName: 'renamed' })).toBe(stack);
  expect(await functions()).toContain('renamed');
  expect(await functions()).not.toContain('again');
});

import { call, callRest } from './support/call';
import { deploy, emulator, failsToRotate, live, rotates, shop, useEmulator } from './support/rotating-secret';

useEmulator();

/** Of the role that AWS's application makes. */
const POLICY = 'SecretsManagerRDSPostgreSQLRotationSingleUserRolePolicy';
/** What AWS's application gives the role of its function. */
const CALLS = ['DescribeSecret', 'GetSecretValue', 'PutSecretValue', 'UpdateSecretVersionStage', 'GetRandomPassword'];
const allow = (calls: readonly string[], more: object = {}) => ({
  Effect: 'Allow',
  Action: calls.map((name) => `secretsmanager:${name}`),
  Resource: '*',
  ...more,
});
const forFunction = (arn: string) => ({
  Condition: { StringEquals: { 'secretsmanager:resource/AllowRotationLambdaArn': arn } },
});
const document = (...statements: object[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements });

/** Gives the function's role these statements instead of the application's. @returns the role's ARN */
async function restrict(...statements: object[]): Promise<string> {
  const path = `/2015-03-31/functions/${shop.functionName}/configuration`;
  const role: string = JSON.parse((await callRest(emulator.endpoint, 'lambda', 'GET', path)).body).Role;
  const { status } = await call(emulator.endpoint, 'iam', 'PutRolePolicy', {
    RoleName: role.split('/').at(-1),
    PolicyName: POLICY,
    PolicyDocument: document(...statements),
  });
  expect(status).toBe(200);
  return role;
}

test.each([
  ['DescribeSecret', 'createSecret'],
  ['GetSecretValue', 'createSecret'],
  ['PutSecretValue', 'createSecret'],
  ['GetRandomPassword', 'createSecret'],
  ['UpdateSecretVersionStage', 'finishSecret'],
])('a role that may not call %s fails at %s', async (missing, step) => {
  const { functionArn, secretArn } = await deploy();
  const role = await restrict(allow(CALLS.filter((name) => name !== missing)));
  const resource = missing === 'GetRandomPassword' ? '*' : secretArn;
  expect(await failsToRotate(functionArn)).toBe(
    `${step}: AccessDeniedException: ${role} is not authorized to perform: secretsmanager:${missing} on resource: ${resource}`,
  );
});

const DRAW = allow(['GetRandomPassword']);
const OTHERS = CALLS.filter((name) => name !== 'GetRandomPassword');

test.each<[string, () => object[]]>([
  ['the secret itself', () => [DRAW, allow(OTHERS, { Resource: shop.secretArn })]],
  ['secrets that this function rotates', () => [DRAW, allow(OTHERS, forFunction(shop.functionArn))]],
])('a role for %s does', async (_, statements) => {
  const { functionArn } = await deploy();
  await restrict(...statements());
  await rotates(functionArn);
});

test.each<[string, () => object[]]>([
  ['another secret', () => [DRAW, allow(OTHERS, { Resource: `${shop.secretArn}2` })]],
  ['secrets that another function rotates', () => [DRAW, allow(OTHERS, forFunction(`${shop.functionArn}2`))]],
  ['all secrets, and a Deny', () => [allow(CALLS), allow(['DescribeSecret'], { Effect: 'Deny' })]],
  ['its secret only, to which a random password does not belong,', () => [allow(CALLS, forFunction(shop.functionArn))]],
])('a role for %s does not', async (_, statements) => {
  const { functionArn } = await deploy();
  const before = await live();
  await restrict(...statements());
  expect(await failsToRotate(functionArn)).toMatch(
    /createSecret: AccessDeniedException: .* is not authorized to perform/,
  );
  expect(await live()).toBe(before);
});

test("the secret's own policy can let the role in, and can keep it out", async () => {
  const { functionArn } = await deploy();
  const role = await restrict(DRAW);
  const putPolicy = (...statements: object[]) =>
    call(emulator.endpoint, 'secretsmanager', 'PutResourcePolicy', {
      SecretId: shop.secret,
      ResourcePolicy: document(...statements),
    });
  await putPolicy(allow(OTHERS, { Principal: { AWS: role } }));
  await rotates(functionArn);
  await restrict(allow(CALLS));
  await putPolicy(allow(['PutSecretValue'], { Effect: 'Deny', Principal: '*' }));
  expect(await failsToRotate()).toMatch('secretsmanager:PutSecretValue');
});

test('a role that is gone rotates nothing', async () => {
  const { functionArn } = await deploy();
  const role = await restrict(allow(CALLS));
  const RoleName = role.split('/').at(-1);
  const iam = (action: string, input: object = {}) => call(emulator.endpoint, 'iam', action, { RoleName, ...input });
  await iam('DeleteRolePolicy', { PolicyName: POLICY });
  for (const name of ['AWSLambdaBasicExecutionRole', 'AWSLambdaVPCAccessExecutionRole'])
    await iam('DetachRolePolicy', { PolicyArn: `arn:aws:iam::aws:policy/service-role/${name}` });
  expect((await iam('DeleteRole')).status).toBe(200);
  expect(await failsToRotate(functionArn)).toMatch(`cannot be assumed by Lambda: no ${role}`);
});

import { livePassword } from '../support/live-password';
import { call } from './support/call';
import { OLD_PASSWORD } from './support/rotated-database';
import {
  aws,
  cli,
  configure,
  control,
  deploy,
  emulator,
  failsToRotate,
  failure,
  finish,
  labels,
  live,
  password,
  rotate,
  rotates,
  secret,
  shop,
  useEmulator,
} from './support/rotating-secret';

useEmulator();

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
  const second = await rotates();
  const third = await rotates();
  expect(await labels()).toEqual({ [second]: ['AWSPREVIOUS'], [third]: ['AWSCURRENT'] });

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

test('of rotations started at the same moment one goes on', async () => {
  const { functionArn } = await deploy();
  await configure(functionArn);
  const started = await Promise.allSettled(Array.from({ length: 8 }, () => rotate()));
  expect(started.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  await Promise.all(Array.from({ length: 8 }, () => labels()));
  expect(Object.values(await labels()).sort()).toEqual([['AWSCURRENT'], ['AWSPREVIOUS']]);
  expect(await password()).toBe(await live());
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
  expect(await rotates()).not.toBe(failed);
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
  expect(await failsToRotate(functionArn)).toMatch(
    'setSecret: Unable to log into database with previous, current, or pending secret',
  );
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

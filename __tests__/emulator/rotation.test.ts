import { type Emulator, startEmulator } from '../../emulator';
import { Aws } from '../support/aws';
import { livePassword } from '../support/live-password';
import { call } from './support/call';
import { deployRotatedDatabase, OLD_PASSWORD, SECRET } from './support/rotated-database';

let emulator: Emulator;
let aws: Aws;

beforeAll(async () => {
  emulator = await startEmulator({ terraform: false });
  aws = new Aws(emulator.environment);
});
afterAll(() => emulator.stop());
afterEach(() => emulator.reset());

const secret = (operation: string, ...options: string[]) =>
  aws.call('secretsmanager', operation, '--secret-id', SECRET, ...options);
const describeSecret = () => secret('describe-secret');
/** How many calls of DescribeSecret a whole rotation takes: one for each of the function's steps. */
const STEPS = 4;

async function control(method: 'GET' | 'POST', what: string) {
  const url = `${emulator.endpoint}/emulator/secretsmanager/123456789012/us-east-1/${SECRET}/${what}`;
  const answer = await fetch(url, { method });
  return { status: answer.status, body: await answer.text() };
}

const failure = async () => JSON.parse((await control('GET', 'rotation')).body).failure;

async function configure(functionArn: string) {
  const rules = JSON.stringify({ AutomaticallyAfterDays: 30 });
  const options = ['--rotation-lambda-arn', functionArn, '--rotation-rules', rules, '--no-rotate-immediately'];
  return secret('rotate-secret', ...options);
}

async function describeTimes(times: number) {
  let last = await describeSecret();
  for (let time = 1; time < times; time++) last = await describeSecret();
  return last;
}

const password = async (...options: string[]) =>
  JSON.parse((await secret('get-secret-value', ...options)).SecretString).password;

test('a rotation goes step by step, and ends with the new password in the database and in the secret', async () => {
  const { functionArn } = await deployRotatedDatabase(emulator.endpoint);
  await configure(functionArn);
  const before = await describeSecret();
  const [first] = Object.keys(before.VersionIdsToStages);
  expect(before).toMatchObject({ RotationEnabled: true, RotationRules: { AutomaticallyAfterDays: 30 } });
  expect(Object.values(before.VersionIdsToStages)).toEqual([['AWSCURRENT']]);
  expect(await livePassword(emulator, 'shop')).toBe(OLD_PASSWORD);

  const { VersionId: second } = await secret('rotate-secret');
  await expect(secret('get-secret-value', '--version-id', second)).rejects.toThrow('ResourceNotFoundException');
  expect((await describeSecret()).VersionIdsToStages).toEqual({ [first]: ['AWSCURRENT'], [second]: ['AWSPENDING'] });
  const created = await password('--version-stage', 'AWSPENDING');
  expect(created).toMatch(/^[^:/@"'\\ ]{32}$/);
  expect(await livePassword(emulator, 'shop')).toBe(OLD_PASSWORD);
  expect((await describeSecret()).LastRotatedDate).toBeUndefined();
  expect(await livePassword(emulator, 'shop')).toBe(created);
  expect(await password()).toBe(OLD_PASSWORD);
  expect((await describeTimes(2)).VersionIdsToStages).toEqual({ [first]: ['AWSPREVIOUS'], [second]: ['AWSCURRENT'] });
  expect(await password()).toBe(created);
  expect(await password('--version-stage', 'AWSPREVIOUS')).toBe(OLD_PASSWORD);
  expect(await describeSecret()).toMatchObject({ LastRotatedDate: expect.anything(), RotationEnabled: true });
  await expect(secret('get-secret-value', '--version-stage', 'AWSPENDING')).rejects.toThrow('ResourceNotFound');
});

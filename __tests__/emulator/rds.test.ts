import { execa } from 'execa';
import { type Emulator, startEmulator } from '../../emulator';

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.stop());

async function rds(...options: string[]) {
  const all = ['--endpoint-url', emulator.endpoint, 'rds', ...options];
  return JSON.parse((await execa('aws', all, { env: emulator.environment, extendEnv: false })).stdout);
}

async function createDatabase(name: string): Promise<string> {
  const size = ['--engine', 'postgres', '--db-instance-class', 'db.t4g.micro', '--allocated-storage', '20'];
  const user = ['--master-username', 'admin_user', '--master-user-password', 'not-a-secret'];
  const { DBInstance } = await rds('create-db-instance', '--db-instance-identifier', name, ...size, ...user);
  return DBInstance.DBInstanceArn;
}

test('a standby comes at once only when that is asked for: the maintenance window never comes', async () => {
  await createDatabase('standby');
  const modify = async (...options: string[]) => {
    await rds('modify-db-instance', '--db-instance-identifier', 'standby', ...options);
    return (await rds('describe-db-instances', '--db-instance-identifier', 'standby')).DBInstances[0].MultiAZ;
  };
  expect(await modify('--multi-az', '--no-apply-immediately')).toBe(false);
  expect(await modify('--multi-az', '--apply-immediately')).toBe(true);
  expect(await modify('--no-multi-az', '--no-apply-immediately')).toBe(true);
});

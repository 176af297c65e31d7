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

async function createDatabase(name: string, ...options: string[]): Promise<string> {
  const size = ['--engine', 'postgres', '--db-instance-class', 'db.t4g.micro', '--allocated-storage', '20'];
  const user = ['--master-username', 'admin_user', '--master-user-password', 'not-a-secret'];
  const { DBInstance } = await rds(
    'create-db-instance',
    '--db-instance-identifier',
    name,
    ...size,
    ...user,
    ...options,
  );
  return DBInstance.DBInstanceArn;
}

test('an instance that is encrypted without a key of its own has the AWS-managed one of RDS', async () => {
  await createDatabase('under-aws', '--storage-encrypted');
  await createDatabase('plain', '--no-storage-encrypted');
  const keyOf = async (name: string) =>
    (await rds('describe-db-instances', '--db-instance-identifier', name)).DBInstances[0].KmsKeyId;
  const call = ['--endpoint-url', emulator.endpoint, 'kms', 'describe-key', '--key-id', 'alias/aws/rds'];
  const { stdout } = await execa('aws', call, { env: emulator.environment, extendEnv: false });
  expect(await keyOf('under-aws')).toBe(JSON.parse(stdout).KeyMetadata.Arn);
  expect(await keyOf('plain')).toBeUndefined();
});

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

test('automated backups are replicated to another region, under a key of that region', async () => {
  const encrypted = await createDatabase('encrypted', '--storage-encrypted', '--backup-retention-period', '7');
  const replicate = (...options: string[]) =>
    rds('start-db-instance-automated-backups-replication', '--source-db-instance-arn', encrypted, ...options);
  const createKey = async (region: string): Promise<string> => {
    const call = ['--endpoint-url', emulator.endpoint, '--region', region, 'kms', 'create-key'];
    const { stdout } = await execa('aws', call, { env: emulator.environment, extendEnv: false });
    return JSON.parse(stdout).KeyMetadata.Arn;
  };
  const there = ['--region', 'eu-west-1'];
  const [home, away] = [await createKey('us-east-1'), await createKey('eu-west-1')];
  await expect(replicate('--kms-key-id', away)).rejects.toThrow('in the destination region');
  await expect(replicate(...there)).rejects.toThrow('specify a KMS key');
  await expect(replicate(...there, '--kms-key-id', home)).rejects.toThrow('is not in eu-west-1');
  await expect(replicate(...there, '--kms-key-id', away.replace(/[^/]*$/, 'nobody'))).rejects.toThrow(
    'KMSKeyNotAccessible',
  );
  const { DBInstanceAutomatedBackup: backup } = await replicate(...there, '--kms-key-id', away);
  expect(backup).toMatchObject({
    DBInstanceArn: encrypted,
    KmsKeyId: away,
    BackupRetentionPeriod: 7,
    Region: 'us-east-1',
  });
  await expect(replicate(...there, '--kms-key-id', away)).rejects.toThrow('replicated already');
  const stop = () =>
    rds('stop-db-instance-automated-backups-replication', ...there, '--source-db-instance-arn', encrypted);
  await stop();
  await expect(stop()).rejects.toThrow('DBInstanceAutomatedBackupNotFound');
});

test('a subnet group is not deleted while an instance or a cluster is in it', async () => {
  const ec2 = ['--endpoint-url', emulator.endpoint, 'ec2', 'describe-subnets', '--query', 'Subnets[:2].SubnetId'];
  const subnets = JSON.parse((await execa('aws', ec2, { env: emulator.environment, extendEnv: false })).stdout);
  const group = ['--db-subnet-group-name', 'shared'];
  await rds('create-db-subnet-group', ...group, '--db-subnet-group-description', 'x', '--subnet-ids', ...subnets);
  const remove = async () => {
    const call = ['--endpoint-url', emulator.endpoint, 'rds', 'delete-db-subnet-group', ...group];
    return (await execa('aws', call, { env: emulator.environment, extendEnv: false, reject: false })).stderr;
  };
  const cluster = ['--db-cluster-identifier', 'in-group-cluster'];
  const user = ['--master-username', 'admin_user', '--master-user-password', 'not-a-secret'];
  await createDatabase('in-group', ...group);
  await rds('create-db-cluster', ...cluster, '--engine', 'aurora-postgresql', ...user, ...group);

  expect(await remove()).toMatch(/InvalidDBSubnetGroupStateFault.*in-group is still using it/);
  await rds('delete-db-instance', '--db-instance-identifier', 'in-group', '--skip-final-snapshot');
  expect(await remove()).toMatch(/InvalidDBSubnetGroupStateFault.*in-group-cluster is still using it/);
  await rds('delete-db-cluster', ...cluster, '--skip-final-snapshot');
  expect(await remove()).toBe('');
});

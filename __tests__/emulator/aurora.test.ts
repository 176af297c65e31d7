import { type Emulator, startEmulator } from '../../emulator';
import { call, element } from './support/call';

const ACCOUNT = '123456789012';
const HOME = 'us-east-1';
const RECOVERY = 'eu-west-1';
const SOURCE = `arn:aws:rds:${HOME}:${ACCOUNT}:db:shop`;

type Input = Record<string, string>;

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator({ terraform: false });
  await rds('CreateDBInstance', instance('shop', { StorageEncrypted: 'true', DBName: 'shop' }));
});
afterAll(() => emulator.stop());

/** @returns the answer, or what AWS refuses it with */
async function rds(action: string, input: Input, region = HOME): Promise<string> {
  return (await call(emulator.endpoint, 'rds', action, input, 'test', region)).body;
}

function instance(name: string, more: Input = {}): Input {
  return {
    DBInstanceIdentifier: name,
    Engine: 'postgres',
    EngineVersion: '17.5',
    DBInstanceClass: 'db.t4g.micro',
    AllocatedStorage: '20',
    MasterUsername: 'palier',
    MasterUserPassword: 'birth-password',
    ...more,
  };
}

function cluster(name: string, more: Input): Input {
  return { DBClusterIdentifier: name, Engine: 'aurora-postgresql', StorageEncrypted: 'true', ...more };
}

const addInstance = (name: string, DBInstanceClass = 'db.r6g.large') =>
  rds('CreateDBInstance', {
    DBInstanceIdentifier: name,
    DBClusterIdentifier: 'shop-aurora',
    Engine: 'aurora-postgresql',
    DBInstanceClass,
  });

const removeInstance = (name: string) =>
  rds('DeleteDBInstance', { DBInstanceIdentifier: name, SkipFinalSnapshot: 'true' });

const changePassword = (MasterUserPassword: string) =>
  rds('ModifyDBInstance', { DBInstanceIdentifier: 'shop', MasterUserPassword });

async function key(region: string): Promise<string> {
  const { body } = await call(emulator.endpoint, 'kms', 'CreateKey', {}, 'test', region);
  return JSON.parse(body).KeyMetadata.Arn;
}

const livePassword = async (name: string) =>
  (await fetch(`${emulator.endpoint}/emulator/rds/${ACCOUNT}/${HOME}/${name}/master-password`)).text();

test.each<[string, Input, string]>([
  ['an unencrypted one of an encrypted source', { StorageEncrypted: 'false' }, 'unencrypted replica'],
  ['an older version', { EngineVersion: '17.4' }, 'not compatible with 17.5'],
  ['another major version', { EngineVersion: '18.1' }, 'not compatible with 17.5'],
  ['a user of its own', { MasterUsername: 'x' }, 'master_username'],
  ['a key that is not there', { KmsKeyId: `arn:aws:kms:${HOME}:${ACCOUNT}:key/0-0` }, 'KMSKeyNotAccessibleFault'],
  ['a source that is not there', { ReplicationSourceIdentifier: `${SOURCE}-2` }, 'DBInstanceNotFound'],
])('a replica of an instance is refused: %s', async (_, more, expected) => {
  const input = cluster('refused', { ReplicationSourceIdentifier: SOURCE, ...more });
  expect(await rds('CreateDBCluster', input)).toContain(expected);
});

test('a replica of an instance is refused in another region, of one without backups, or whose password RDS manages', async () => {
  const replica = (ReplicationSourceIdentifier: string) => cluster('refused', { ReplicationSourceIdentifier });
  expect(await rds('CreateDBCluster', replica(SOURCE), RECOVERY)).toContain('in the region and account of its source');
  await rds('CreateDBInstance', instance('no-backups', { BackupRetentionPeriod: '0' }));
  expect(await rds('CreateDBCluster', replica(SOURCE.replace('shop', 'no-backups')))).toContain(
    'backups are not enabled',
  );
  const { MasterUserPassword: _, ...managed } = instance('managed', { ManageMasterUserPassword: 'true' });
  await rds('CreateDBInstance', managed);
  expect(await rds('CreateDBCluster', replica(SOURCE.replace('shop', 'managed')))).toContain('RDS manages in a secret');
});

test('from the replica to a global database, and back out of it', async () => {
  const [home, recovery] = [await key(HOME), await key(RECOVERY)];
  const replica = cluster('shop-aurora', {
    ReplicationSourceIdentifier: SOURCE,
    EngineVersion: '17.6',
    KmsKeyId: home,
  });
  const created = await rds('CreateDBCluster', replica);
  const arn = element(created, 'DBClusterArn');
  expect(element(created, 'MasterUsername')).toBe('palier');
  expect(element(created, 'KmsKeyId')).toBe(home);
  const second = cluster('second', { ReplicationSourceIdentifier: SOURCE });
  expect(await rds('CreateDBCluster', second)).toContain('has an Aurora read replica already');

  const promote = () => rds('PromoteReadReplicaDBCluster', { DBClusterIdentifier: 'shop-aurora' });
  const makeGlobal = () =>
    rds('CreateGlobalCluster', { GlobalClusterIdentifier: 'shop-global', SourceDBClusterIdentifier: arn });
  expect(await promote()).toContain('no instance that could be promoted');
  await addInstance('shop-aurora-a');
  expect(await makeGlobal()).toContain('is a replica');
  expect(await removeInstance('shop-aurora-a')).toContain('promote it before');

  await changePassword('rotated-password');
  await promote();
  expect(await livePassword('shop-aurora')).toBe('rotated-password');
  await changePassword('later-password');
  expect(await livePassword('shop-aurora')).toBe('rotated-password');
  expect(await promote()).toContain('is not a read replica');

  await addInstance('shop-aurora-t', 'db.t4g.medium');
  expect(await makeGlobal()).toContain('no burstable classes');
  await removeInstance('shop-aurora-t');
  expect(element(await makeGlobal(), 'Status')).toBe('available');

  const join = (more: Input, region = RECOVERY) => {
    const input = { GlobalClusterIdentifier: 'shop-global', EngineVersion: '17.6', ...more };
    return rds('CreateDBCluster', cluster('shop-secondary', input), region);
  };
  expect(await join({})).toContain('needs a KMS key of its own region');
  expect(await join({ KmsKeyId: home })).toContain('KMSKeyNotAccessibleFault');
  expect(await join({ KmsKeyId: recovery, EngineVersion: '17.7' })).toContain('the primary');
  expect(await join({ KmsKeyId: home }, HOME)).toContain('has a cluster in us-east-1 already');
  const secondary = element(await join({ KmsKeyId: recovery }), 'DBClusterArn');
  const found = await rds('DescribeDBClusters', { DBClusterIdentifier: 'shop-secondary' }, RECOVERY);
  expect(element(found, 'MasterUsername')).toBe('palier');
  expect(element(found, 'ReplicationSourceIdentifier')).toBe(arn);
  const members = async () => {
    const global = await rds('DescribeGlobalClusters', { GlobalClusterIdentifier: 'shop-global' });
    return [...global.matchAll(/<DBClusterArn>(.*?)<.*?<IsWriter>(.*?)</g)].map(([, one, writes]) => [one, writes]);
  };
  expect(await members()).toEqual([
    [arn, 'true'],
    [secondary, 'false'],
  ]);
  expect(await rds('DescribeGlobalClusters', { GlobalClusterIdentifier: 'x' })).toContain('GlobalClusterNotFoundFault');

  const switchover = (TargetDbClusterIdentifier: string) =>
    rds('SwitchoverGlobalCluster', { GlobalClusterIdentifier: 'shop-global', TargetDbClusterIdentifier });
  const sources = async () => {
    const home = await rds('DescribeDBClusters', { DBClusterIdentifier: 'shop-aurora' });
    const there = await rds('DescribeDBClusters', { DBClusterIdentifier: 'shop-secondary' }, RECOVERY);
    return [home, there].map((found) => /<ReplicationSourceIdentifier>(.*?)</.exec(found)?.[1]);
  };
  expect(await switchover(arn)).toContain('is the primary cluster already');
  expect(await switchover(`${secondary}-2`)).toContain('DBClusterNotFoundFault');
  await switchover(secondary);
  expect(await members()).toEqual([
    [arn, 'false'],
    [secondary, 'true'],
  ]);
  expect(await sources()).toEqual([secondary, undefined]);
  expect(await promote()).toContain('is not a read replica');
  await switchover(arn);
  expect(await sources()).toEqual([undefined, arn]);

  const remove = () =>
    rds('DeleteDBCluster', { DBClusterIdentifier: 'shop-secondary', SkipFinalSnapshot: 'true' }, RECOVERY);
  const leave = (DbClusterIdentifier: string) =>
    rds('RemoveFromGlobalCluster', { GlobalClusterIdentifier: 'shop-global', DbClusterIdentifier }, RECOVERY);
  expect(await remove()).toContain('remove it from globalcluster first');
  expect(await leave(arn)).toContain('leaves a global cluster last');
  await leave(secondary);
  expect(await leave(secondary)).toContain('is not found in global cluster');
  expect(await remove()).not.toContain('<Error>');

  const protect = (DeletionProtection: string) =>
    rds('ModifyGlobalCluster', { GlobalClusterIdentifier: 'shop-global', DeletionProtection });
  const removeGlobal = () => rds('DeleteGlobalCluster', { GlobalClusterIdentifier: 'shop-global' });
  await leave(arn);
  await protect('true');
  expect(await removeGlobal()).toContain('disable deletion protection');
  await protect('false');
  expect(await removeGlobal()).not.toContain('<Error>');
});

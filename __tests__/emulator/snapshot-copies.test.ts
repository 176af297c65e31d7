import { join } from 'node:path';
import { execa } from 'execa';
import { type Emulator, startEmulator } from '../../emulator';
import { pythonEnvironment } from '../../emulator/python-environment';
import { packageRoot } from '../../modules/common/package-root';

const DATABASE = 'acme-postgres';
const HOME = 'us-east-1';
const RECOVERY = 'eu-west-1';
const TAGS = [
  { Key: 'Project', Value: 'acme' },
  { Key: 'CopiedBy', Value: 'acme-snapshot-copies' },
];

let emulator: Emulator;
let python: string;
let keyArn: string;

beforeAll(async () => {
  emulator = await startEmulator({ terraform: false });
  python = await pythonEnvironment();
  keyArn = (await aws('kms', 'create-key', '--region', RECOVERY)).KeyMetadata.Arn;
  const { KeyMetadata } = await aws('kms', 'create-key', '--region', HOME);
  const database = [
    '--db-instance-identifier',
    DATABASE,
    '--engine',
    'postgres',
    '--db-instance-class',
    'db.t4g.micro',
  ];
  const storage = ['--allocated-storage', '20', '--storage-encrypted', '--kms-key-id', KeyMetadata.Arn];
  const user = ['--master-username', 'palier', '--master-user-password', 'birth-password'];
  await aws('rds', 'create-db-instance', '--region', HOME, ...database, ...storage, ...user);
});
afterAll(() => emulator.stop());

// biome-ignore lint/suspicious/noExplicitAny: the AWS CLI's answers have no type here.
async function aws(...options: string[]): Promise<any> {
  const { stdout } = await execa('aws', ['--endpoint-url', emulator.endpoint, '--output', 'json', ...options], {
    env: emulator.environment,
    extendEnv: false,
  });
  return stdout === '' ? undefined : JSON.parse(stdout);
}

/** Runs the function's own code with the real SDK, as Lambda would. */
async function invoke(environment: Record<string, string> = {}) {
  const { stdout } = await execa(
    python,
    ['-B', '-c', 'import copy_snapshots; copy_snapshots.handler({"start": True}, None)'],
    {
      cwd: join(packageRoot(), 'modules', 'enterprise', 'snapshot-copies'),
      env: {
        ...emulator.environment,
        AWS_REGION: HOME,
        RECOVERY_REGION: RECOVERY,
        DATABASE,
        KMS_KEY_ARN: keyArn,
        RETAIN_COUNT: '7',
        COPIED_BY: 'acme-snapshot-copies',
        TAGS: '{"Project": "acme"}',
        METRIC_NAMESPACE: 'acme/snapshot-copies',
        ...environment,
      },
      extendEnv: false,
    },
  );
  return stdout;
}

const snapshots = async (region: string, ...options: string[]) =>
  (await aws('rds', 'describe-db-snapshots', '--region', region, ...options)).DBSnapshots;

test('the automated snapshot is copied to the other region, once, and old copies go', async () => {
  const [source] = await snapshots(HOME, '--snapshot-type', 'automated');
  const name = source.DBSnapshotIdentifier.replace(`rds:${DATABASE}-`, `${DATABASE}-copy-`);

  expect(await invoke()).toContain(`${name} is being made of ${source.DBSnapshotIdentifier}.`);
  const [copy, ...others] = await snapshots(RECOVERY);
  expect(others).toEqual([]);
  expect(copy).toMatchObject({
    DBSnapshotIdentifier: name,
    DBInstanceIdentifier: DATABASE,
    Status: 'available',
    SnapshotType: 'manual',
    Encrypted: true,
    KmsKeyId: keyArn,
    OriginalSnapshotCreateTime: source.OriginalSnapshotCreateTime,
    TagList: [...TAGS, { Key: 'SourceSnapshot', Value: source.DBSnapshotIdentifier.replace(/^rds:/, '') }],
  });

  const second = await invoke();
  expect(second).toContain(`${name} is there already.`);
  expect(JSON.parse(second.split('\n').at(-1) as string)).toMatchObject({
    DBInstanceIdentifier: DATABASE,
    NewestCopyAge: expect.any(Number),
    NewestCopy: name,
  });
  expect(await snapshots(RECOVERY)).toEqual([copy]);

  await aws('rds', 'create-db-snapshot', '--db-instance-identifier', DATABASE, '--db-snapshot-identifier', 'later');
  const later = ['--source-db-snapshot-identifier', `arn:aws:rds:${HOME}:123456789012:snapshot:later`];
  const target = ['--target-db-snapshot-identifier', `${DATABASE}-copy-later`, '--kms-key-id', keyArn];
  await aws('rds', 'copy-db-snapshot', '--region', RECOVERY, ...later, ...target, '--tags', JSON.stringify(TAGS));
  expect(await invoke({ RETAIN_COUNT: '1' })).toContain(`${name} was removed: 1 newer ones are kept.`);
  const left = await snapshots(RECOVERY);
  expect(left.map((one: { DBSnapshotIdentifier: string }) => one.DBSnapshotIdentifier)).toEqual([
    `${DATABASE}-copy-later`,
  ]);
});

test.each([
  ['of another region', () => keyArn.replace(RECOVERY, HOME)],
  ['that does not exist', () => keyArn.replace(/[^/]+$/, '00000000-0000-0000-0000-000000000000')],
])('a key %s is an error, which Lambda counts', async (_, key) => {
  const run = invoke({ KMS_KEY_ARN: key(), DATABASE });
  await expect(run).rejects.toThrow(/RuntimeError: The copy was not started: .*KMSKeyNotAccessibleFault/);
});

test('an encrypted snapshot without a key of the other region is refused, as AWS does', async () => {
  const [{ DBSnapshotArn }] = await snapshots(HOME, '--snapshot-type', 'automated');
  const copy = ['rds', 'copy-db-snapshot', '--source-db-snapshot-identifier', DBSnapshotArn];
  await expect(aws(...copy, '--target-db-snapshot-identifier', 'a', '--region', RECOVERY)).rejects.toThrow(
    'InvalidParameterCombination',
  );
  await aws(...copy, '--target-db-snapshot-identifier', 'a', '--region', HOME);
});

test.each([
  ['Source', 'rds:acme-postgres-2026-11-23-03-05'],
  ['rds:source', 'acme-postgres'],
  ['Source', 'acme, postgres'],
])('a copy with the tag %j: %j is refused, as AWS does', async (key, value) => {
  const [{ DBSnapshotArn }] = await snapshots(HOME, '--snapshot-type', 'automated');
  const copy = ['rds', 'copy-db-snapshot', '--region', HOME, '--source-db-snapshot-identifier', DBSnapshotArn];
  const tags = JSON.stringify([{ Key: key, Value: value }]);
  await expect(aws(...copy, '--target-db-snapshot-identifier', 'tagged', '--tags', tags)).rejects.toThrow(
    'InvalidParameterValue',
  );
});

test('a copy has the tags that AWS takes', async () => {
  const [{ DBSnapshotArn }] = await snapshots(HOME, '--snapshot-type', 'automated');
  const copy = ['rds', 'copy-db-snapshot', '--region', HOME, '--source-db-snapshot-identifier', DBSnapshotArn];
  const tags = [
    { Key: 'Größe', Value: 'the shop: a_b.c/d=e+f-g@h rds:' },
    { Key: 'Empty', Value: '' },
  ];
  const allowed = ['--target-db-snapshot-identifier', 'well-tagged', '--tags', JSON.stringify(tags)];
  expect((await aws(...copy, ...allowed)).DBSnapshot.TagList).toEqual(tags);
});

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Deployment } from '../support/deployment';
import { ADDRESSES, APPLY, expectRefused, raceFiveTimes, type State, TARGET } from '../support/state-lock';
import { environmentYaml } from '../support/synthesize';
import { changes } from '../support/terraform';
import { killGroup, printed } from '../support/watch';

const BUCKET = 'acme-terraform-state';
const KEY = 'acme/terraform.tfstate';
const TABLE = 'acme-terraform-locks';
/** What the emulator needs beside its address, which Terraform takes from AWS_ENDPOINT_URL. */
function inS3(settings: Record<string, unknown> = {}): string {
  return environmentYaml({
    name: 'acme',
    state_backend: {
      type: 's3',
      bucket: BUCKET,
      use_path_style: true,
      skip_credentials_validation: true,
      skip_metadata_api_check: true,
      ...settings,
    },
  });
}

async function createBucket({ aws }: Deployment): Promise<void> {
  await aws.call('s3api', 'create-bucket', '--bucket', BUCKET);
  const versioning = ['--versioning-configuration', 'Status=Enabled'];
  await aws.call('s3api', 'put-bucket-versioning', '--bucket', BUCKET, ...versioning);
}

async function createTable({ aws }: Deployment): Promise<void> {
  await aws.call(
    'dynamodb',
    'create-table',
    ...['--table-name', TABLE, '--billing-mode', 'PAY_PER_REQUEST'],
    ...['--attribute-definitions', 'AttributeName=LockID,AttributeType=S'],
    ...['--key-schema', 'AttributeName=LockID,KeyType=HASH'],
  );
}

/** The object itself, not what Terraform says of it. */
async function stateObject({ aws, synthesis }: Deployment): Promise<State> {
  const file = join(synthesis.directory, 'state-object.json');
  await aws.call('s3api', 'get-object', '--bucket', BUCKET, '--key', KEY, file);
  return JSON.parse(await readFile(file, 'utf8'));
}

async function keys({ aws }: Deployment): Promise<string[]> {
  const { Contents = [] } = await aws.call('s3api', 'list-objects-v2', '--bucket', BUCKET);
  return Contents.map(({ Key }: { Key: string }) => Key);
}

/** Every version that the object ever had; none may be older than the one before it. */
async function serials(deployment: Deployment): Promise<number[]> {
  const { aws, synthesis } = deployment;
  const listed = await aws.call('s3api', 'list-object-versions', '--bucket', BUCKET, '--prefix', KEY);
  const ofState = listed.Versions.filter(({ Key }: { Key: string }) => Key === KEY).reverse();
  const found: number[] = [];
  for (const { VersionId } of ofState) {
    const file = join(synthesis.directory, 'state-version.json');
    const version = ['--key', KEY, '--version-id', VersionId];
    await aws.call('s3api', 'get-object', '--bucket', BUCKET, ...version, file);
    found.push(JSON.parse(await readFile(file, 'utf8')).serial);
  }
  return found;
}

test.concurrent('two applies at once, kept apart by a lock file, raced five times: one wins, the state is whole', () =>
  Deployment.with(inS3(), async (deployment) => {
    const { terraform, gate } = deployment;
    await createBucket(deployment);
    await terraform.init();
    await raceFiveTimes(
      gate,
      (...args) => deployment.start(...args),
      () => stateObject(deployment),
    );
    expect(await keys(deployment)).toEqual([KEY]);
    expect(changes(await terraform.plan('-target=aws_sns_topic.alerts'))).toEqual([]);
  }));

test.concurrent.each<[string, Record<string, unknown>, string[]]>([
  ['a lock file', {}, [KEY]],
  ['a DynamoDB table', { use_lockfile: false, dynamodb_table: TABLE }, [KEY]],
])('two applies at once, kept apart by %s: one is refused, one waits, the state is whole', (_, settings, objects) =>
  Deployment.with(inS3(settings), async (deployment) => {
    const { terraform, gate } = deployment;
    await createBucket(deployment);
    await createTable(deployment);
    await terraform.init();

    const first = gate.hold('CreateTopic');
    const holder = deployment.start(...APPLY);
    const topic = await Promise.race([first, holder]);
    if (!('release' in topic)) throw new Error(`The first apply did not come to its first resource:\n${topic.all}`);

    const waiting = deployment.start(...APPLY, '-lock-timeout=5m');
    await printed(waiting, /Acquiring state lock/);
    expectRefused(await deployment.start(...APPLY));
    expect(gate.accepted.map(({ operation }) => operation)).not.toContain('CreateTopic');

    topic.release();
    const [held, waited] = await Promise.all([holder, waiting]);
    expect(held.all).toContain('Apply complete! Resources: 2 added, 0 changed, 0 destroyed.');
    expect(waited.all).toContain('Apply complete! Resources: 0 added, 0 changed, 0 destroyed.');
    expect(gate.accepted.filter(({ operation }) => operation === 'CreateTopic')).toHaveLength(1);

    const state = await stateObject(deployment);
    expect(state).toMatchObject({ version: 4, lineage: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    const written = await serials(deployment);
    expect(written.at(-1)).toBe(state.serial);
    expect(written).toEqual([...new Set(written)].sort((a, b) => a - b));
    expect(await keys(deployment)).toEqual(objects);
    expect(await terraform.addresses()).toEqual(expect.arrayContaining(ADDRESSES));
    expect(changes(await terraform.plan(TARGET))).toEqual([]);
    expect(await stateObject(deployment)).toEqual(state);
  }),
);

test.concurrent('a killed apply leaves its lock: taken away as the guide says, the next apply makes the rest', () =>
  Deployment.with(inS3(), async (deployment) => {
    const { terraform, gate } = deployment;
    await createBucket(deployment);
    await terraform.init();
    const cut = gate.hold('PutParameter');
    const killed = deployment.start(...APPLY);
    await Promise.race([cut, killed.then(({ all }) => Promise.reject(new Error(String(all))))]);
    await killGroup(killed);

    const refused = await deployment.start(...APPLY);
    expectRefused(refused);
    const lock = /^\W*ID: +(\S+)$/m.exec(String(refused.all))?.[1] as string;
    const [unlocked, applied] = await deployment.follow('interrupted-apply.md', 'Error acquiring the state lock', {
      replace: { LOCK_ID: lock, huntaze: 'acme' },
      environment: { TF_CLI_ARGS_apply: TARGET },
    });
    expect(unlocked).toContain('successfully unlocked');
    expect(applied).toContain('Apply complete!');
    expect(await keys(deployment)).toEqual([KEY]);
    expect(changes(await terraform.plan(TARGET))).toEqual([]);
  }));

test.concurrent('from local to s3, under a KMS key: the state moves and stays what it was', () =>
  Deployment.with(environmentYaml({ name: 'acme' }), async (deployment) => {
    const { terraform, aws, synthesis } = deployment;
    const localFile = join(synthesis.directory, 'terraform.acme.tfstate');
    await terraform.init();
    await terraform.apply(TARGET);
    const local: State = JSON.parse(await readFile(localFile, 'utf8'));
    const addresses = await terraform.addresses();
    expect(addresses).toEqual(expect.arrayContaining(ADDRESSES));

    await createBucket(deployment);
    const { KeyMetadata: key } = await aws.call('kms', 'create-key');
    await deployment.rewrite(inS3({ kms_key_id: key.Arn }));
    await expect(terraform.plan(TARGET)).rejects.toThrow('Backend initialization required');
    expect(await terraform.init('-migrate-state', '-force-copy')).toContain('Successfully configured the backend "s3"');

    const moved = await stateObject(deployment);
    // Terraform counts anew in another backend: lineage and serial are new.
    expect(moved).toEqual({ ...local, lineage: moved.lineage, serial: moved.serial });
    expect(await terraform.addresses()).toEqual(addresses);
    expect(changes(await terraform.plan(TARGET))).toEqual([]);
    // The former state stays behind, untouched.
    expect(JSON.parse(await readFile(localFile, 'utf8'))).toEqual(local);

    // A later write is encrypted under the key as well.
    await terraform.destroy();
    const emptied = await stateObject(deployment);
    expect(emptied).toMatchObject({ lineage: moved.lineage, resources: [] });
    expect(emptied.serial).toBeGreaterThan(moved.serial);
    const { Versions } = await aws.call('s3api', 'list-object-versions', '--bucket', BUCKET, '--prefix', KEY);
    const ofState = Versions.filter(({ Key }: { Key: string }) => Key === KEY);
    expect(ofState.length).toBeGreaterThan(1);
    for (const { VersionId } of ofState) {
      const version = ['--key', KEY, '--version-id', VersionId];
      expect(await aws.call('s3api', 'head-object', '--bucket', BUCKET, ...version)).toMatchObject({
        ServerSideEncryption: 'aws:kms',
        SSEKMSKeyId: key.Arn,
      });
    }
  }));

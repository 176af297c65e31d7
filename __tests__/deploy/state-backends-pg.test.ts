import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ResultPromise } from 'execa';
import { Deployment } from '../support/deployment';
import { Postgres } from '../support/postgres';
import { ADDRESSES, APPLY, expectRefused, raceFiveTimes, type State, TARGET } from '../support/state-lock';
import { environmentYaml, synthesize } from '../support/synthesize';
import { changes, Terraform } from '../support/terraform';
import { killGroup, printed } from '../support/watch';

const missing = Postgres.missing();
if (missing !== undefined) {
  if (process.env.CI !== undefined) throw new Error(missing);
  console.warn(`skipped: ${missing}`);
}
const onPostgres = missing === undefined ? test.concurrent : test.concurrent.skip;

function inPg(postgres: Postgres, name = 'acme'): string {
  return environmentYaml({ name, state_backend: { type: 'pg', conn_str: postgres.connection } });
}

/** A database, an environment whose state is in it, and Terraform with the database's password. */
async function withPg(use: (pg: { deployment: Deployment; postgres: Postgres; start: Start }) => Promise<void>) {
  await Postgres.with((postgres) =>
    Deployment.with(inPg(postgres), async (deployment) => {
      const started: ResultPromise[] = [];
      const start: Start = (...args) => {
        const process = terraformOf(deployment, postgres).start(args, {
          detached: true,
          stdin: 'ignore',
          reject: false,
        });
        started.push(process);
        return process as ReturnType<Start>;
      };
      try {
        await use({ deployment, postgres, start });
      } finally {
        await Promise.all(started.map(killGroup));
      }
    }),
  );
}

type Start = (...args: string[]) => ResultPromise<{ reject: false; all: true }>;

function terraformOf({ synthesis, environment }: Deployment, postgres: Postgres): Terraform {
  return new Terraform(synthesis.stackDirectory, { ...environment, ...postgres.environment });
}

/** The row itself, not what Terraform says of it. */
async function stateOf(postgres: Postgres, name = 'acme'): Promise<State> {
  const rows = await postgres.query(`SELECT data FROM terraform_${name}.states`);
  return JSON.parse(rows.join('\n'));
}

/** Not in what the app has written, nor in what Terraform keeps beside it. */
async function expectInNoFile({ synthesis }: Deployment, secret: string): Promise<void> {
  const entries = await readdir(synthesis.directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !entry.parentPath.includes('providers'));
  expect(files.map(({ name }) => name)).toEqual(expect.arrayContaining(['cdk.tf.json', 'terraform.tfstate']));
  for (const { parentPath, name } of files) {
    const content = await readFile(join(parentPath, name), 'latin1');
    expect([name, content.includes(secret)]).toEqual([name, false]);
  }
}

onPostgres('two applies at once, raced five times: one wins, the other is refused, the state is whole', () =>
  withPg(async ({ deployment, postgres, start }) => {
    const terraform = terraformOf(deployment, postgres);
    await terraform.init();
    await raceFiveTimes(deployment.gate, start, () => stateOf(postgres));
    expect(changes(await terraform.plan('-target=aws_sns_topic.alerts'))).toEqual([]);
    expect(await postgres.query('SELECT name FROM terraform_acme.states')).toEqual(['default']);
    expect(await postgres.query("SELECT * FROM pg_locks WHERE locktype = 'advisory'")).toEqual([]);
  }),
);

onPostgres('a killed apply leaves no lock: the one that waits for it makes everything', () =>
  withPg(async ({ deployment, postgres, start }) => {
    const terraform = terraformOf(deployment, postgres);
    await terraform.init();
    const first = deployment.gate.hold('CreateTopic');
    const killed = start(...APPLY);
    const topic = await Promise.race([first, killed]);
    if (!('release' in topic)) throw new Error(`The first apply did not come to its first resource:\n${topic.all}`);
    const waiting = start(...APPLY, '-lock-timeout=5m');
    await printed(waiting, /Acquiring state lock/);
    expectRefused(await start(...APPLY));

    await killGroup(killed);
    expect((await waiting).all).toContain('Apply complete! Resources: 2 added, 0 changed, 0 destroyed.');
    expect(await terraform.addresses()).toEqual(expect.arrayContaining(ADDRESSES));
    expect(changes(await terraform.plan(TARGET))).toEqual([]);
    await expectInNoFile(deployment, postgres.environment.PGPASSWORD as string);
    await expect(deployment.terraform.plan(TARGET)).rejects.toThrow(/password/);
  }),
);

onPostgres('two environments in one database: a state each, and neither waits for the other', () =>
  withPg(async ({ deployment, postgres, start }) => {
    const acme = terraformOf(deployment, postgres);
    const { stackDirectory } = await synthesize(inPg(postgres, 'zenith'));
    const zenith = new Terraform(stackDirectory, { ...deployment.environment, ...postgres.environment });
    await acme.init();
    await zenith.init();
    const first = deployment.gate.hold('CreateTopic');
    const creating = start(...APPLY);
    const topic = await Promise.race([first, creating]);
    if (!('release' in topic)) throw new Error(`acme did not come to its first resource:\n${topic.all}`);
    // As the description of schema_name says: as long as the row of one is not there, nobody else has the database.
    await expect(zenith.apply(TARGET)).rejects.toThrow('Already locked for workspace creation');
    topic.release();
    expect((await creating).all).toContain('Apply complete! Resources: 2 added, 0 changed, 0 destroyed.');
    expect(await zenith.apply(TARGET)).toContain('Apply complete! Resources: 2 added, 0 changed, 0 destroyed.');

    const second = deployment.gate.hold('DeleteParameter');
    const deleting = start('apply', '-destroy', ...APPLY.slice(1));
    const deleted = await Promise.race([second, deleting]);
    if (!('release' in deleted)) throw new Error(`acme did not come to its last resource:\n${deleted.all}`);
    expect(await zenith.apply(TARGET)).toContain('Apply complete! Resources: 0 added, 0 changed, 0 destroyed.');
    deleted.release();
    expect((await deleting).all).toContain('Resources: 0 added, 0 changed, 1 destroyed.');

    const [one, other] = [await stateOf(postgres), await stateOf(postgres, 'zenith')];
    expect(one.lineage).not.toBe(other.lineage);
    expect(JSON.stringify(other)).not.toContain('acme');
    expect(
      [one, other].map(({ resources }) => resources.filter(({ type }) => type === 'aws_ssm_parameter').length),
    ).toEqual([0, 1]);
    expect(changes(await zenith.plan(TARGET))).toEqual([]);
  }),
);

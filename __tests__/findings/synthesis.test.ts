import { access, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { environmentYaml, ROOT, temporaryDirectory } from '../support/synthesize';

const ERROR = {
  tier: 'early-ga',
  account_wide: { config_recorder: 'existing' },
  secret_rotation: { network_path: 'existing' },
};
const DATABASE_KEY = { finding: 'database-key', reason: 'created at early-ga' };
const NETWORK_PATH = { finding: 'rotation-without-network-path', reason: 'the network stack adds an endpoint' };

/** Runs the real app, as cdktf does. */
async function run(changes: Record<string, unknown>) {
  const directory = await temporaryDirectory();
  const file = join(directory, 'acme.yaml');
  await writeFile(file, environmentYaml(changes));
  const out = join(directory, 'cdktf.out');
  const result = await execa('node', [join(ROOT, 'tools', 'app.mjs')], {
    env: { PALIER_ENVIRONMENTS: file, CDKTF_OUTDIR: out },
    reject: false,
  });
  // `warning: database-key`, one a finding
  const found = (text: string) => text.match(/(?<=: )(error|warning): [a-z-]+(?=: )/g) ?? [];
  return {
    ...result,
    file,
    said: found(result.stdout),
    saidAsError: found(result.stderr),
    manifest: join(out, 'manifest.json'),
    stack: join(out, 'stacks', 'acme', 'cdk.tf.json'),
  };
}

test('a warning is said once, and stops nothing; no file has it', async () => {
  const { exitCode, said, stderr, file, stdout, manifest, stack } = await run({});
  expect({ exitCode, said, stderr }).toEqual({
    exitCode: 0,
    said: ['warning: security-hub-without-config'],
    // What cdktf presents as an error, and half erases in a terminal.
    stderr: '',
  });
  expect(stdout).toContain(`${file}: warning: security-hub-without-config: account_wide.config_recorder:`);
  for (const path of [manifest, stack]) expect(await readFile(path, 'utf8')).not.toContain('without-config');
});

test('nothing is said where all is acknowledged', async () => {
  const { exitCode, stdout, stderr } = await run({
    acknowledgements: [{ finding: 'security-hub-without-config', reason: 'comes with production-ga' }],
  });
  expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 0, stdout: '', stderr: '' });
});

test('an error stops: exit 1, no stack trace, nothing written', async () => {
  const { exitCode, stdout, saidAsError, stderr, stack } = await run({ ...ERROR, acknowledgements: [DATABASE_KEY] });
  expect({ exitCode, stdout, saidAsError }).toEqual({
    exitCode: 1,
    stdout: '',
    saidAsError: ['error: rotation-without-network-path'],
  });
  expect(stderr).not.toMatch(/^\s+at /m);
  await expect(access(stack)).rejects.toThrow('ENOENT');
});

test('an acknowledged error stops nothing', async () => {
  const { exitCode, stdout, stack } = await run({ ...ERROR, acknowledgements: [DATABASE_KEY, NETWORK_PATH] });
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' });
  await access(stack);
});

test('an acknowledgement that expired stops again, one that is unused is said, each with its line', async () => {
  const expired = { ...NETWORK_PATH, expires: '2001-01-01' };
  const unused = { finding: 'databse-key', reason: 'created at early-ga' };
  const { exitCode, saidAsError, stderr, file } = await run({
    ...ERROR,
    acknowledgements: [DATABASE_KEY, expired, unused],
  });
  expect({ exitCode, saidAsError }).toEqual({
    exitCode: 1,
    saidAsError: [
      'error: rotation-without-network-path',
      'warning: acknowledgement-expired',
      'warning: acknowledgement-unused',
    ],
  });
  const lines = (await readFile(file, 'utf8')).split('\n');
  const lineOf = (id: string) => lines.indexOf(`  - finding: ${id}`) + 1;
  expect(stderr).toContain(
    `${file}:${lineOf('rotation-without-network-path')}:5: warning: acknowledgement-expired: acknowledgements[1]:`,
  );
  expect(stderr).toContain(`${file}:${lineOf('databse-key')}:5: warning: acknowledgement-unused: acknowledgements[2]:`);
  expect(stderr.replace(/\s+/g, ' ')).toContain('Did you mean "database-key"?');
});

test('what the metrics speak against is said, and can be acknowledged; no file has the metrics', async () => {
  const metrics = { users: 50, mrr: '$1.5K', uptime_30d: 99.9, incidents_30d: 0, sla_asked: 'none' };
  const acknowledgements = [DATABASE_KEY, { finding: 'tier-without-triggers', reason: 'the contract starts in May' }];
  const changes = { tier: 'production-ga', acknowledgements: [DATABASE_KEY] };
  const plain = await run(changes);
  const measured = await run({ ...changes, metrics, acknowledgements });
  expect(measured).toMatchObject({ exitCode: 0, said: ['warning: multi-az-for-few-users'], stderr: '' });
  expect(await readFile(measured.stack, 'utf8')).toBe(await readFile(plain.stack, 'utf8'));
});

import { access, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { environmentYaml, ROOT, synthesize, temporaryDirectory } from '../support/synthesize';

/** Runs the app; it may fail. */
async function run(yaml: string) {
  const directory = await temporaryDirectory();
  const file = join(directory, 'acme.yaml');
  const out = join(directory, 'cdktf.out');
  await writeFile(file, yaml);
  const result = await execa('node', [join(ROOT, 'tools', 'app.mjs')], {
    env: { PALIER_ENVIRONMENTS: file, CDKTF_OUTDIR: out },
    reject: false,
  });
  return { ...result, file, out };
}

test('a mistake in the file: its place, exit 1, no stack trace, nothing written', async () => {
  const { exitCode, stderr, file, out } = await run(environmentYaml({ tier: 'betta' }));
  expect(exitCode).toBe(1);
  expect(stderr).toBe(`${file}:2:7: tier: is not allowed (got "betta", allowed beta, early-ga). Did you mean "beta"?`);
  await expect(access(out)).rejects.toThrow('ENOENT');
});

test('an import of an address that the environment does not have', async () => {
  const imports = { 'aws_db_instance.databse': 'acme-postgres' };
  const { exitCode, stderr, file, out } = await run(environmentYaml({ imports }));
  expect(exitCode).toBe(1);
  expect(stderr).toBe(
    `${file}:10:3: imports["aws_db_instance.databse"]: aws_db_instance.databse is not in this environment. ` +
      'Did you mean "aws_db_instance.database"?',
  );
  await expect(access(join(out, 'stacks', 'acme'))).rejects.toThrow('ENOENT');
});

test('an import of one instance of a list', async () => {
  const imports = { 'aws_cloudwatch_log_group.application["/aws/lambda/api"]': '/aws/lambda/api' };
  const logs = { application_log_groups: ['/aws/lambda/api'] };
  const { stackDirectory } = await synthesize(environmentYaml({ imports, logs }));
  const { import: blocks } = JSON.parse(await readFile(join(stackDirectory, 'cdk.tf.json'), 'utf8'));
  expect(blocks).toEqual([{ to: 'aws_cloudwatch_log_group.application["/aws/lambda/api"]', id: '/aws/lambda/api' }]);
});

describe('findings', () => {
  const noConfig = { finding: 'security-hub-without-config', reason: 'AWS Config comes with production-ga' };

  test('a warning is said once, with its place and the way out, and the stack is written', async () => {
    const { exitCode, stderr, file, out } = await run(environmentYaml({ account_wide: { guardduty: 'off' } }));
    expect(exitCode).toBe(0);
    expect(stderr.split('security-hub-without-config')).toHaveLength(2);
    expect(stderr).toContain(`${file}:9:1: warning: security-hub-without-config: account_wide.config_recorder:`);
    expect(stderr.replace(/\s+/g, ' ')).toContain('Set it to managed, or to existing');
    await access(join(out, 'stacks', 'acme', 'cdk.tf.json'));
  });

  test('an acknowledged one is not said', async () => {
    const { exitCode, stderr } = await run(environmentYaml({ acknowledgements: [noConfig] }));
    expect([exitCode, stderr]).toEqual([0, '']);
  });

  test('one that is acknowledged until yesterday is said again, and so is the acknowledgement', async () => {
    const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
    const { exitCode, stderr, file } = await run(
      environmentYaml({ acknowledgements: [{ ...noConfig, expires: yesterday }] }),
    );
    expect(exitCode).toBe(0);
    expect(stderr).toContain('warning: security-hub-without-config:');
    expect(stderr).toMatch(new RegExp(`${file}:10:\\d+: warning: acknowledgement-expired: acknowledgements\\[0\\]:`));
  });

  test('an acknowledgement that nothing needs is a finding', async () => {
    const typo = { ...noConfig, finding: 'security-hub-without-confg' };
    const { stderr } = await run(environmentYaml({ acknowledgements: [noConfig, typo] }));
    expect(stderr).toContain('warning: acknowledgement-unused: acknowledgements[1]:');
    expect(stderr.replace(/\s+/g, ' ')).toContain('Did you mean "security-hub-without-config"?');
  });

  test('an error stops it, and nothing is written; acknowledged, it does not', async () => {
    const noPath = { tier: 'early-ga', secret_rotation: { network_path: 'existing' } };
    const { exitCode, stderr, out } = await run(environmentYaml(noPath));
    expect(exitCode).toBe(1);
    expect(stderr).toContain('error: rotation-without-network-path: secret_rotation.network_path:');
    await expect(access(join(out, 'stacks', 'acme'))).rejects.toThrow('ENOENT');

    const reason = 'the network stack adds an endpoint';
    const acknowledgements = [{ finding: 'rotation-without-network-path', reason }];
    const known = await run(environmentYaml({ ...noPath, acknowledgements }));
    expect(known.exitCode).toBe(0);
    expect(known.stderr).not.toContain('rotation-without-network-path');
    await access(join(known.out, 'stacks', 'acme', 'cdk.tf.json'));
  });
});

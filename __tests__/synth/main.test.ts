import { access, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { environmentYaml, ROOT, synthesize, temporaryDirectory } from '../support/synthesize';

async function failure(yaml: string) {
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
  const { exitCode, stderr, file, out } = await failure(environmentYaml({ tier: 'betta' }));
  expect(exitCode).toBe(1);
  expect(stderr).toBe(
    `${file}:2:7: tier: is not allowed (got "betta", allowed beta, early-ga, production-ga, enterprise). Did you mean "beta"?`,
  );
  await expect(access(out)).rejects.toThrow('ENOENT');
});

test('an import of an address that the environment does not have', async () => {
  const imports = { 'aws_db_instance.databse': 'acme-postgres' };
  const { exitCode, stderr, file, out } = await failure(environmentYaml({ imports }));
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

test('metrics of the future: the line, and exit 1', async () => {
  const { exitCode, stderr, file } = await failure(environmentYaml({ metrics: { measured_on: '9999-12-31' } }));
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(
    /metrics\.measured_on: is in the future \(got "9999-12-31", allowed \d{4}-\d{2}-\d{2} or before\)$/,
  );
  expect(stderr.startsWith(`${file}:10:3: `)).toBe(true);
});

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { execa } from 'execa';
import { environmentYaml, ROOT, synthesize, temporaryDirectory } from '../support/synthesize';

/** Every file below a directory, by its path there. */
async function files(directory: string): Promise<Record<string, string>> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const found = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const contents = await Promise.all(found.map((file) => readFile(file, 'base64')));
  return Object.fromEntries(found.map((file, index) => [file.slice(directory.length), contents[index] as string]));
}

test('two syntheses in two directories write the same bytes, assets included', async () => {
  const one = await synthesize(environmentYaml());
  const two = await synthesize(environmentYaml(), join(await temporaryDirectory()));
  const written = await files(join(one.directory, 'cdktf.out'));
  expect(Object.keys(written)).toEqual(
    expect.arrayContaining([
      '/stacks/acme/cdk.tf.json',
      expect.stringMatching(/^\/stacks\/acme\/assets\/.*\/set-database-password\.sh$/),
    ]),
  );
  expect(await files(join(two.directory, 'cdktf.out'))).toEqual(written);
});

test('no path of the machine is written', async () => {
  const { directory, stackDirectory } = await synthesize(environmentYaml());
  const json = await readFile(join(stackDirectory, 'cdk.tf.json'), 'utf8');
  expect(json).not.toContain(directory);
  expect(json).not.toContain(ROOT);
});

/** CDKTF was archived on 10 December 2025; CDK Terrain (`cdktn`) goes on. Leaving must stay free. */
test('the same app on CDK Terrain writes the same JSON, but for the version stamp', async () => {
  const cdktf = await synthesize(environmentYaml());
  const directory = await temporaryDirectory();
  const bundle = join(directory, 'main.cjs');
  await build({
    entryPoints: [join(ROOT, 'main.ts')],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    alias: { cdktf: 'cdktn' },
    define: { 'import.meta.dirname': JSON.stringify(ROOT) },
    logLevel: 'error',
  });
  expect(await readFile(bundle, 'utf8')).not.toContain('node_modules/cdktf/');
  const out = join(directory, 'cdktf.out');
  await execa('node', [bundle], { env: { PALIER_ENVIRONMENTS: cdktf.environmentFile, CDKTF_OUTDIR: out } });

  const read = async (stackDirectory: string) => {
    const json = JSON.parse(await readFile(join(stackDirectory, 'cdk.tf.json'), 'utf8'));
    const { version } = json['//'].metadata;
    delete json['//'].metadata.version;
    return { version, json };
  };
  const before = await read(cdktf.stackDirectory);
  const after = await read(join(out, 'stacks', 'acme'));
  expect(after.json).toEqual(before.json);
  expect([before.version, after.version]).toEqual(['0.21.0', '0.24.0']);
});

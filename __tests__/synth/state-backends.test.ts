import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { execa } from 'execa';
import { schemaTree } from '../../tools/schema';
import { CallRecorder } from '../support/call-recorder';
import { STATE_BACKENDS } from '../support/state-backend-cases';
import { environmentYaml, ROOT, synthesize, temporaryDirectory } from '../support/synthesize';
import { Terraform } from '../support/terraform';
import { killGroup } from '../support/watch';

/** Synthesizes the environment, and starts `terraform init` on what came of it. `validate` looks at no backend. */
async function initialize(type: string, given: Record<string, unknown>, environment: Record<string, string> = {}) {
  const directory = await temporaryDirectory();
  return CallRecorder.with(async ({ url, firstCall }) => {
    const { host, port } = new URL(url);
    const here = <Value>(value: Value): Value =>
      JSON.parse(JSON.stringify(value).replaceAll('URL', url).replaceAll('HOST', host).replaceAll('PORT', port));
    const { stackDirectory } = await synthesize(
      environmentYaml({ state_backend: { type, ...here(given) } }),
      directory,
    );
    const { terraform: settings } = JSON.parse(await readFile(join(stackDirectory, 'cdk.tf.json'), 'utf8'));
    await writeFile(join(directory, 'kubeconfig'), KUBECONFIG(url));
    const terraform = new Terraform(stackDirectory, {
      PATH: process.env.PATH,
      HOME: directory,
      CHECKPOINT_DISABLE: '1',
      HTTP_PROXY: url,
      HTTPS_PROXY: url,
      ...environment,
    });
    const init = terraform.start(['init', '-input=false', '-no-color'], {
      detached: true,
      stdin: 'ignore',
      reject: false,
    });
    const reached = await Promise.race([firstCall, init.then(({ all }) => String(all).replace(/\s+/g, ' '))]);
    await killGroup(init);
    return { settings, here, reached };
  });
}

const KUBECONFIG = (server: string) =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'test',
    clusters: [{ name: 'test', cluster: { server } }],
    contexts: [{ name: 'test', context: { cluster: 'test', user: 'test' } }],
    users: [{ name: 'test', user: {} }],
  });

const named = Object.entries(STATE_BACKENDS);

test.each(named)(
  '%s: the app writes the block that Terraform takes, and asks the right place',
  async (type, backend) => {
    const { settings, here, reached } = await initialize(type, backend.least, backend.environment);
    const written = here(backend.written);
    const { backend: block, cloud } = settings;
    expect({ block, cloud }).toEqual(
      type === 'cloud' ? { block: undefined, cloud: written } : { block: { [type]: written }, cloud: undefined },
    );
    expect(reached).toEqual(
      typeof backend.leastReaches === 'string' ? backend.leastReaches : expect.stringMatching(backend.leastReaches),
    );
  },
);

test.each(named)(
  '%s: Terraform knows every argument that an environment may give',
  async (type, { all, environment, allReaches }) => {
    const { reached } = await initialize(type, all, environment);
    expect(reached).not.toMatch(/Extraneous JSON object|Incorrect attribute|Inappropriate value|Missing required/);
    expect(reached).toEqual(typeof allReaches === 'string' ? allReaches : expect.stringMatching(allReaches));
  },
);

test('each type and each argument is tried here, or where it is deployed', () => {
  const options = schemaTree().properties?.state_backend?.oneOf ?? [];
  const allowed = Object.fromEntries(
    options.map(({ properties }) => {
      const { type, ...others } = properties ?? {};
      return [String(type?.const), Object.keys(others).sort()];
    }),
  );
  const { local: _local, s3: _s3, ...rest } = allowed;
  const tried = named.map(([type, { least, all }]) => [
    type,
    [...new Set([...Object.keys(least), ...Object.keys(all)])].sort(),
  ]);
  expect(Object.fromEntries(tried)).toEqual(rest);
});

/** CDKTF's own class for it looks for a Terraform binary, so the app has one of its own. */
test('cloud: the same block without Terraform on PATH, and on CDK Terrain', async () => {
  const yaml = environmentYaml({ state_backend: { type: 'cloud', organization: 'acme' } });
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
  const environmentFile = join(directory, 'acme.yaml');
  await writeFile(environmentFile, yaml);
  const written = async (app: string) => {
    const out = join(directory, `${basename(app)}.out`);
    await execa(process.execPath, [app], {
      env: { PATH: '', PALIER_ENVIRONMENTS: environmentFile, CDKTF_OUTDIR: out },
    });
    const { terraform } = JSON.parse(await readFile(join(out, 'stacks', 'acme', 'cdk.tf.json'), 'utf8'));
    return { backend: terraform.backend, cloud: terraform.cloud };
  };
  const expected = { backend: undefined, cloud: { organization: 'acme', workspaces: { name: 'acme' } } };
  expect(await written(join(ROOT, 'tools', 'app.mjs'))).toEqual(expected);
  expect(await written(bundle)).toEqual(expected);
});

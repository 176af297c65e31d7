import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import type { Json } from '../support/stack-json';
import { environmentYaml, ROOT, temporaryDirectory } from '../support/synthesize';

/** Arguments whose values must be unique in an account. */
const UNIQUE = [
  'alarm_name',
  'analyzer_name',
  'bucket',
  'dashboard_name',
  'identifier',
  'final_snapshot_identifier',
  'name',
];

function uniqueNames(stack: Json): string[] {
  return Object.entries<Json>(stack.resource).flatMap(([type, named]) =>
    Object.values<Json>(named).flatMap((body) =>
      UNIQUE.filter((argument) => typeof body[argument] === 'string')
        // An expression takes its name from elsewhere: from the log group that exists, say.
        .filter((argument) => !body[argument].startsWith('${'))
        .map((argument) => `${type} ${body[argument]}`),
    ),
  );
}

test('two environments in one account share no name', async () => {
  const directory = await temporaryDirectory();
  const once = {
    security_hub: 'existing',
    guardduty: 'existing',
    access_analyzer: 'existing',
    cost_anomaly_monitor: 'off',
  };
  await writeFile(
    join(directory, 'a.yaml'),
    environmentYaml({ name: 'acme', account_wide: { config_recorder: 'managed' } }),
  );
  await writeFile(join(directory, 'b.yaml'), environmentYaml({ name: 'zenith', account_wide: once }));
  const out = join(directory, 'cdktf.out');
  await execa('node', [join(ROOT, 'tools', 'app.mjs')], { env: { PALIER_ENVIRONMENTS: directory, CDKTF_OUTDIR: out } });
  const [acme, zenith] = await Promise.all(
    ['acme', 'zenith'].map(async (name) =>
      uniqueNames(JSON.parse(await readFile(join(out, 'stacks', name, 'cdk.tf.json'), 'utf8'))),
    ),
  );
  expect(acme?.length).toBeGreaterThan(30);
  expect(acme?.filter((name) => zenith?.includes(name))).toEqual([]);
});

test('the tier is in no tag, name or argument: a step up would touch every resource', async () => {
  const directory = await temporaryDirectory();
  const file = join(directory, 'acme.yaml');
  await writeFile(file, environmentYaml());
  const out = join(directory, 'cdktf.out');
  await execa('node', [join(ROOT, 'tools', 'app.mjs')], { env: { PALIER_ENVIRONMENTS: file, CDKTF_OUTDIR: out } });
  const stack = JSON.parse(await readFile(join(out, 'stacks', 'acme', 'cdk.tf.json'), 'utf8'));
  const resources = JSON.stringify(stack.resource, (key, value) => (key === '//' ? undefined : value));
  expect(resources).not.toMatch(/beta/i);
});

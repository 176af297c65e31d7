import { access, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { parse } from 'yaml';
import { blocks, section } from '../support/markdown';
import type { Json } from '../support/stack-json';
import { ROOT, temporaryDirectory } from '../support/synthesize';

const ENVIRONMENTS = ['orchard-production', 'meadow-production', 'vineyard-production', 'forest-production'];
const TIERS = ['examples/tiers/beta.yaml', 'examples/tiers/early-ga.yaml'] as const;

/** Relative to the project's directory. */
async function files(ending: string): Promise<string[]> {
  const all = await readdir(join(ROOT, 'examples'), { recursive: true });
  return all.filter((file) => file.endsWith(ending)).map((file) => join('examples', file));
}

function text(file: string): Promise<string> {
  return readFile(join(ROOT, file), 'utf8');
}

/** Runs the real app. @returns everything that it says */
async function synthesizeInto(out: string, environments: string): Promise<string> {
  const { all } = await execa('node', [join(ROOT, 'tools', 'app.mjs')], {
    cwd: ROOT,
    env: { PALIER_ENVIRONMENTS: environments, CDKTF_OUTDIR: out },
    all: true,
  });
  await access(join(out, 'manifest.json'));
  return all;
}

/** What is found in these environments; throws where no stack is written. */
async function findings(environments: string): Promise<string> {
  return synthesizeInto(join(await temporaryDirectory(), 'cdktf.out'), environments);
}

test('every sample synthesizes, and nothing is left to be found in it; all tiers and the organization together, too', async () => {
  const samples = await files('.yaml');
  expect(samples).toHaveLength(7);
  for (const places of [...samples, 'examples/tiers', 'examples/existing-vpc', 'examples/existing-s3-backend']) {
    expect([places, await findings(places)]).toEqual([places, '']);
  }
});

test('what a sample acknowledges is there: without it, the same file has findings', async () => {
  for (const sample of await files('.yaml')) {
    const sampleText = await text(sample);
    const ids = (parse(sampleText).acknowledgements ?? []).map(({ finding }: { finding: string }) => finding);
    const without = join(await temporaryDirectory(), 'without.yaml');
    await writeFile(without, sampleText.replace(/^acknowledgements:.*/ms, ''));
    const said = await findings(without);
    for (const id of ids) expect([sample, said]).toEqual([sample, expect.stringContaining(`warning: ${id}:`)]);
  }
});

test('the first line of every sample leads to its schema, and the account is that of the emulator, but for the organization', async () => {
  for (const sample of await files('.yaml')) {
    const sampleText = await text(sample);
    const schema = /^# yaml-language-server: \$schema=(\S+)\n/.exec(sampleText)?.[1] as string;
    await access(join(ROOT, dirname(sample), schema));
    const { aws, organization } = parse(sampleText);
    expect(schema).toMatch(organization === undefined ? /\/environment\./ : /\/organization\./);
    expect(aws.account_id).toBe(organization === undefined ? '123456789012' : '210987654321');
  }
});

test('the tiers share an account, and nothing that an account has once', async () => {
  const [beta, earlyGa] = await Promise.all(TIERS.map(async (file) => parse(await text(file))));
  expect([beta.tier, earlyGa.tier]).toEqual(['beta', 'early-ga']);
  expect(earlyGa.aws).toEqual(beta.aws);
  expect(earlyGa.project).not.toBe(beta.project);
  const directory = await temporaryDirectory();
  await writeFile(join(directory, 'a.yaml'), await text(TIERS[0]));
  await writeFile(join(directory, 'b.yaml'), (await text(TIERS[1])).replaceAll(/: (existing|off)\b/g, ': managed'));
  const refusal = await findings(directory).catch(({ message }) => message);
  for (const key of Object.keys(earlyGa.account_wide)) {
    expect(refusal).toMatch(new RegExp(`account_wide\\.${key}: is managed by \\S*a\\.yaml already`));
  }
});

test('the networks of the tiers do not overlap', async () => {
  const out = join(await temporaryDirectory(), 'cdktf.out');
  await synthesizeInto(out, 'examples/tiers');
  const ranges = await Promise.all(
    ENVIRONMENTS.map(async (name) => {
      const stack: Json = JSON.parse(await readFile(join(out, 'stacks', name, 'cdk.tf.json'), 'utf8'));
      return Object.values<Json>(stack.resource.aws_vpc).map(({ cidr_block }) => cidr_block);
    }),
  );
  const all = ranges.flat();
  for (const range of all) expect(range).toMatch(/^10\.\d+\.0\.0\/16$/);
  // Four at home, and one in the recovery region.
  expect(new Set(all).size).toBe(5);
});

test('beta.yaml moves up as its README says: by one word, and one answer to one finding', async () => {
  const upgraded = join(await temporaryDirectory(), 'beta.yaml');
  const beta = (await text(TIERS[0])).replace('tier: beta', 'tier: early-ga');
  await writeFile(upgraded, beta);
  const said = await findings(upgraded);
  expect(said.match(/: (warning|error): \S+:/g)).toEqual([': warning: database-key:']);

  const [answer] = section('examples/tiers/README.md', 'Move orchard up');
  await writeFile(upgraded, `${beta}${answer?.text}`);
  expect(await findings(upgraded)).toBe('');
});

describe('the READMEs', () => {
  test('every sample has one, and the list of samples names it', async () => {
    const list = await text('examples/README.md');
    const directories = new Set((await files('.yaml')).map(dirname));
    for (const directory of directories) {
      await access(join(ROOT, directory, 'README.md'));
      expect(list).toContain(`](${directory.replace('examples/', '')}/README.md)`);
    }
  });

  test('every block of commands says which test runs it, or that it needs a real account', async () => {
    const found = [];
    for (const document of await files('.md')) {
      for (const { language, marker } of blocks(await text(document))) {
        if (language !== 'sh') continue;
        found.push(document);
        expect([document, marker]).toEqual([
          document,
          expect.stringMatching(/^(needs a real account|run by __tests__\/examples\/deploy\.test\.ts)$/),
        ]);
      }
    }
    expect(found.length).toBeGreaterThan(5);
  });

  test('every link to a file leads to one', async () => {
    for (const document of await files('.md')) {
      const markdown = await text(document);
      for (const [, target = ''] of markdown.matchAll(/\]\((?!https?:|#)([^)#]+)[^)]*\)/g)) {
        await expect(access(join(ROOT, dirname(document), target)).then(() => target)).resolves.toBe(target);
      }
    }
  });
});

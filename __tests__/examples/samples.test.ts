import { access, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { parse } from 'yaml';
import { blocks, section } from '../support/checkout';
import { ROOT, temporaryDirectory } from '../support/synthesize';

/** Relative to the project's directory. */
async function files(ending: string): Promise<string[]> {
  const all = await readdir(join(ROOT, 'examples'), { recursive: true });
  return all.filter((file) => file.endsWith(ending)).map((file) => join('examples', file));
}

/** Everything that the app says of these environments; throws where it writes no stack. */
async function findings(environments: string): Promise<string> {
  const out = join(await temporaryDirectory(), 'cdktf.out');
  const { all } = await execa('node', [join(ROOT, 'tools', 'app.mjs')], {
    cwd: ROOT,
    env: { PALIER_ENVIRONMENTS: environments, CDKTF_OUTDIR: out },
    all: true,
  });
  await access(join(out, 'manifest.json'));
  return all;
}

test('every sample synthesizes, and nothing is left to be found in it; both tiers together, too', async () => {
  const samples = await files('.yaml');
  expect(samples).toHaveLength(4);
  for (const places of [...samples, 'examples/tiers', 'examples/existing-vpc', 'examples/existing-s3-backend']) {
    expect([places, await findings(places)]).toEqual([places, '']);
  }
});

test('what a sample acknowledges is there: without it, the same file has findings', async () => {
  for (const sample of await files('.yaml')) {
    const text = await readFile(join(ROOT, sample), 'utf8');
    const ids = parse(text).acknowledgements.map(({ finding }: { finding: string }) => finding);
    const without = join(await temporaryDirectory(), 'without.yaml');
    await writeFile(without, text.replace(/^acknowledgements:.*/ms, ''));
    const said = await findings(without);
    for (const id of ids) expect([sample, said]).toEqual([sample, expect.stringContaining(`warning: ${id}:`)]);
  }
});

test('the first line of every sample leads to the schema, and the file is for an account that no one has', async () => {
  for (const sample of await files('.yaml')) {
    const text = await readFile(join(ROOT, sample), 'utf8');
    const schema = /^# yaml-language-server: \$schema=(\S+)\n/.exec(text)?.[1] as string;
    await access(join(ROOT, dirname(sample), schema));
    expect(parse(text).aws.account_id).toBe('123456789012');
  }
});

test('the tiers share an account and nothing that an account has once; their networks can be peered', async () => {
  const [beta, earlyGa] = await Promise.all(
    ['beta', 'early-ga'].map(async (tier) =>
      parse(await readFile(join(ROOT, 'examples/tiers', `${tier}.yaml`), 'utf8')),
    ),
  );
  expect([beta.tier, earlyGa.tier]).toEqual(['beta', 'early-ga']);
  expect(earlyGa.aws).toEqual(beta.aws);
  expect(earlyGa.project).not.toBe(beta.project);
  expect(Object.values(earlyGa.account_wide)).not.toContain('managed');
  const directory = await temporaryDirectory();
  await writeFile(join(directory, 'a.yaml'), await readFile(join(ROOT, 'examples/tiers/beta.yaml')));
  const greedy = (await readFile(join(ROOT, 'examples/tiers/early-ga.yaml'), 'utf8')).replaceAll(
    ': existing',
    ': managed',
  );
  await writeFile(join(directory, 'b.yaml'), greedy);
  await expect(findings(directory)).rejects.toThrow(/account_wide\.security_hub: is managed by .*a\.yaml already/);
});

test('beta.yaml moves up as its README says: by one word, and one answer to one finding', async () => {
  const upgraded = join(await temporaryDirectory(), 'beta.yaml');
  const beta = (await readFile(join(ROOT, 'examples/tiers/beta.yaml'), 'utf8')).replace('tier: beta', 'tier: early-ga');
  await writeFile(upgraded, beta);
  const said = await findings(upgraded);
  expect(said.match(/: (warning|error): \S+:/g)).toEqual([': warning: database-key:']);

  const [answer] = section('examples/tiers/README.md', 'Move orchard up');
  await writeFile(upgraded, `${beta}${answer?.text}`);
  expect(await findings(upgraded)).toBe('');
});

describe('the READMEs', () => {
  test('every sample has one, and the list of samples names it', async () => {
    const list = await readFile(join(ROOT, 'examples', 'README.md'), 'utf8');
    const directories = new Set((await files('.yaml')).map(dirname));
    for (const directory of directories) {
      await access(join(ROOT, directory, 'README.md'));
      expect(list).toContain(`](${directory.replace('examples/', '')}/README.md)`);
    }
  });

  test('every block of commands says which test runs it, or that it needs a real account', async () => {
    const found = [];
    for (const document of await files('.md')) {
      for (const { language, marker } of blocks(await readFile(join(ROOT, document), 'utf8'))) {
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
      const markdown = await readFile(join(ROOT, document), 'utf8');
      for (const [, target = ''] of markdown.matchAll(/\]\((?!https?:|#)([^)#]+)[^)]*\)/g)) {
        await expect(access(join(ROOT, dirname(document), target)).then(() => target)).resolves.toBe(target);
      }
    }
  });
});

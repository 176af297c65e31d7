import { access, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { parse } from 'yaml';
import { blocks } from '../support/markdown';
import { environmentYaml, ROOT, synthesize, temporaryDirectory } from '../support/synthesize';

const GUIDES = join('docs', 'guides');

async function documents(): Promise<string[]> {
  const guides = await readdir(join(ROOT, GUIDES));
  return ['README.md', 'CONTRIBUTING.md', 'emulator/README.md', ...guides.map((file) => join(GUIDES, file))];
}

async function readme(): Promise<string> {
  return readFile(join(ROOT, 'README.md'), 'utf8');
}

test('every block of commands says which test runs it, or that it needs a real account', async () => {
  for (const document of await documents()) {
    const commands = blocks(await readFile(join(ROOT, document), 'utf8')).filter(({ language }) => language === 'sh');
    for (const { marker, text } of commands) {
      expect([document, text, marker]).toEqual([
        document,
        text,
        expect.stringMatching(/^(needs a real account|run by \S+)$/),
      ]);
      const test = /^run by (\S+)$/.exec(marker ?? '')?.[1];
      if (test) await access(join(ROOT, test));
    }
  }
});

test('every link to a file of the repository leads to one', async () => {
  const adrs = (await readdir(join(ROOT, 'docs', 'adr'))).map((file) => join('docs', 'adr', file));
  for (const document of [...(await documents()), ...adrs]) {
    const markdown = await readFile(join(ROOT, document), 'utf8');
    for (const [, target = ''] of markdown.matchAll(/\]\((?!https?:|#)([^)#]+)[^)]*\)/g)) {
      await expect(access(join(ROOT, dirname(document), target)).then(() => target)).resolves.toBe(target);
    }
  }
});

test('every npm script that a document names exists', async () => {
  const { scripts } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
  for (const document of await documents()) {
    const markdown = await readFile(join(ROOT, document), 'utf8');
    for (const [, script = ''] of markdown.matchAll(/npm run (?:-\S+ )*([a-z][\w:]*)/g)) {
      expect([document, Object.keys(scripts)]).toEqual([document, expect.arrayContaining([script])]);
    }
  }
});

describe('README', () => {
  test('the first environment has about ten lines, and `npm run synth` writes its stack', async () => {
    const first = blocks(await readme()).find(({ text }) => text.includes('name: acme'))?.text as string;
    expect(first.trim().split('\n').length).toBeLessThanOrEqual(10);
    const directory = await temporaryDirectory();
    await mkdir(join(directory, 'environments'));
    await writeFile(join(directory, 'environments', 'acme.yaml'), first);
    await execa('npm', ['run', 'synth', '--', '--output', join(directory, 'cdktf.out')], {
      cwd: ROOT,
      env: { PALIER_ENVIRONMENTS: join(directory, 'environments'), CHECKPOINT_DISABLE: '1' },
    });
    await access(join(directory, 'cdktf.out', 'stacks', 'acme', 'cdk.tf.json'));
  });

  test('each fragment of an environment is valid where it stands', async () => {
    const fragments = blocks(await readme())
      .filter(({ language, text }) => language === 'yaml' && !text.includes('name: acme\n'))
      .map(({ text }) => parse(text));
    expect(fragments.map((fragment) => Object.keys(fragment)[0])).toEqual([
      'acknowledgements',
      'state_backend',
      'account_wide',
      'imports',
    ]);
    const logs = { application_log_groups: ['/aws/lambda/acme-api'] };
    for (const fragment of fragments) await synthesize(environmentYaml({ logs, ...fragment }));
  });
});

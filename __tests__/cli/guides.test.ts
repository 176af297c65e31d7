import { appendFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { huntaze } from '../support/huntaze';
import { blocks } from '../support/markdown';
import { ROOT, synthesize, temporaryDirectory } from '../support/synthesize';
import { PALIER } from './support';

const MARKER = 'run by __tests__/cli/guides.test.ts';

async function guide(document: string) {
  return blocks(await readFile(join(ROOT, document), 'utf8'));
}

/** What a reader sees who does what the guide says, in a directory of its own. */
async function follow(document: string, directory: string): Promise<string[]> {
  const commands = (await guide(document)).filter(({ marker }) => marker === MARKER);
  const said: string[] = [];
  for (const line of commands.flatMap(({ text }) => text.trim().split('\n'))) {
    // `npx palier` finds the command of the clone that it runs in.
    const script = `npx() { shift; node "${PALIER}" "$@"; }\n${line}`;
    const { exitCode, all } = await execa('bash', ['-c', script], { cwd: directory, reject: false, all: true });
    expect([line, all, [0, 10, 11]]).toEqual([line, all, expect.arrayContaining([exitCode])]);
    // On a slow machine.
    said.push(all.replace(/^Synthesizing .*\n/gm, ''));
  }
  return said;
}

async function directoryWith(environment: string): Promise<string> {
  const directory = await temporaryDirectory();
  await mkdir(join(directory, 'environments'));
  await writeFile(join(directory, 'environments', 'huntaze.yaml'), environment);
  return directory;
}

test('When to move up', async () => {
  const directory = await directoryWith(huntaze());
  const metrics = (await guide('docs/guides/decide.md')).find(({ language }) => language === 'yaml')?.text as string;
  await appendFile(join(directory, 'environments', 'huntaze.yaml'), metrics);
  const [asked, otherwise, partial, json, written] = await follow('docs/guides/decide.md', directory);
  expect(asked).toMatch(/^SKIP: stay on beta/);
  expect(asked).toMatch(/^total, expected +[\d.]+ +[\d.]+$/m);
  expect(otherwise).toMatch(
    /^WAIT: stay on beta\. 3 triggers of early-ga met, and no WAIT signal, but the\nmetrics are of /,
  );
  expect(partial).toMatch(/^WAIT: /);
  expect(json).toBe('');
  expect(JSON.parse(await readFile(join(directory, 'assessment.json'), 'utf8')).verdict).toBe('SKIP');
  const [document] = await readdir(join(directory, 'docs', 'decisions'));
  expect(written).toContain(`Wrote docs/decisions/${document}`);
  expect(document).toMatch(/^\d{4}-\d\d-\d\d-huntaze-early-ga\.md$/);
});

test('What it costs', async () => {
  const directory = await directoryWith(huntaze());
  const usage = (await guide('docs/guides/cost.md')).find(({ language }) => language === 'yaml')?.text as string;
  await writeFile(join(directory, 'usage.yaml'), usage);
  await synthesize(huntaze(), directory);
  const said = await follow('docs/guides/cost.md', directory);
  expect(said).toHaveLength(10);
  expect(said.filter((text) => text.includes('nothing here depends on'))).toEqual([]);
  expect(said.at(-1)).toBe(said[0]);
  expect(await readdir(directory)).toEqual(expect.arrayContaining(['staircase.svg', 'cost.json']));
});

test('the README', async () => {
  const [assessment, comparison] = await follow('README.md', await directoryWith(huntaze()));
  expect(assessment).toMatch(/^WAIT: /);
  expect(comparison).toMatch(/^huntaze beside the plan/);
});

test('npx finds the command in the clone', async () => {
  const cache = await temporaryDirectory();
  const { stdout } = await execa('npx', ['palier', '--version'], { cwd: ROOT, env: { npm_config_cache: cache } });
  expect(stdout).toBe(JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')).version);
});

import { spawn } from 'node:child_process';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { version } from '../../package.json';
import { environmentYaml, ROOT, temporaryDirectory } from '../support/synthesize';
import { expectFits, expectMistake, PALIER, palier } from './support';

const SUBCOMMANDS = ['assess', 'cost', 'completion'];

describe('the help', () => {
  it.each(SUBCOMMANDS)('of palier %s has examples, and fits 80 columns', async (subcommand) => {
    const { exitCode, stdout, stderr } = await palier([subcommand, '--help']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/^Examples:\n( {2}.*palier .*\n?)+/m);
    expectFits(stdout);
    expect((await palier(['help', subcommand])).stdout).toBe(stdout);
  });

  it('of palier names every subcommand', async () => {
    const { exitCode, stdout } = await palier(['--help']);
    expect(exitCode).toBe(0);
    for (const subcommand of SUBCOMMANDS) expect(stdout).toMatch(new RegExp(`^  ${subcommand} `, 'm'));
    expectFits(stdout);
  });

  it('stands on standard error where no subcommand is named', async () => {
    expectMistake(await palier([]), 2, /^Usage: palier/);
  });
});

test('the version is that of the package', async () => {
  expect(await palier(['--version'])).toEqual({ exitCode: 0, stdout: version, stderr: '' });
});

describe('a command line that cannot be', () => {
  it.each<[string[], RegExp]>([
    [['asses'], /unknown command 'asses'\n\(Did you mean assess\?\)\nSee palier --help/],
    [['cost', '--jsn'], /unknown option '--jsn'\n\(Did you mean --json\?\)\nSee palier cost --help/],
    [['assess', '--user', '3'], /Did you mean --users\?/],
    [['assess', '--mrr'], /--mrr <amount>' argument missing/],
    [['assess', 'huntaze', 'acme'], /too many arguments/],
    [['assess', '--tier', 'ga'], /Allowed choices are beta, early-ga, production-ga, enterprise/],
    [['assess', '--lang', 'de'], /Allowed choices are en, fr/],
    [['cost', '--by', 'hour'], /Allowed choices are tier, line, resource/],
    [['cost', '--tier', 'erly-ga'], /"erly-ga" is no tier .*Did you mean "early-ga"\?/],
    [['cost', '--tier', 'beta,'], /"" is no tier/],
    [['completion', 'tcsh'], /Allowed choices are zsh, bash, fish/],
  ])('%j is refused with 2', async (args, message) => {
    expectMistake(await palier(args), 2, message);
  });
});

describe('an environment', () => {
  it('that is not there is an error, with the nearest name', async () => {
    expectMistake(
      await palier(['assess', 'huntase']),
      1,
      /No environment is named "huntase".*Did you mean "huntaze"\?/,
    );
    expectMistake(await palier(['cost', 'nothing/like.yaml']), 1, /nothing\/like\.yaml: does not exist/);
    expectMistake(await palier(['cost', 'missing.json']), 1, /missing\.json does not exist/);
    expectMistake(await palier(['cost', 'environments']), 1, /cdk\.tf\.json does not exist/);
  });

  it('is found beside a file that is wrong, and not by it', async () => {
    const cwd = await temporaryDirectory();
    await mkdir(join(cwd, 'environments'));
    await writeFile(join(cwd, 'environments', 'a.yaml'), 'name: [');
    await writeFile(join(cwd, 'environments', 'b.yaml'), environmentYaml({ name: 'other' }));
    expect((await palier(['assess', 'other'], { cwd })).exitCode).toBe(10);
    expectMistake(await palier(['assess', 'thing'], { cwd }), 1, /environments\/a\.yaml:1:/);
  });

  it('is said to be missing where there is no directory of them', async () => {
    const cwd = await temporaryDirectory();
    expectMistake(await palier(['cost'], { cwd }), 1, /environments: does not exist/);
    expectMistake(await palier(['assess', 'acme'], { cwd }), 1, /environments: does not exist/);
  });

  it('whose tier is none is told with its line', async () => {
    const cwd = await temporaryDirectory();
    await writeFile(join(cwd, 'odd name, with a comma.yaml'), environmentYaml({ tier: 'gold' }));
    const run = await palier(['assess', './odd name, with a comma.yaml'], { cwd });
    expectMistake(run, 1, /odd name, with a comma\.yaml:2:7: tier: is no tier/);
  });
});

test('a clone without its dependencies says how to get them', async () => {
  const clone = await temporaryDirectory();
  for (const file of ['cli/palier.cjs', 'tools/bundle.cjs']) await cp(join(ROOT, file), join(clone, file));
  const run = await execa('node', [join(clone, 'cli', 'palier.cjs')], { reject: false });
  expect(run).toMatchObject({
    exitCode: 1,
    stdout: '',
    stderr: expect.stringMatching(/^The dependencies .* run "npm ci".*$/),
  });
});

test('a reader that stops early is no error', async () => {
  const child = spawn('node', [PALIER, 'assess', '--help'], { stdio: ['ignore', 'pipe', 'pipe'] });
  const said: Buffer[] = [];
  child.stderr.on('data', (chunk) => said.push(chunk));
  child.stdout.destroy();
  const exitCode = await new Promise((resolve) => child.on('close', resolve));
  expect({ exitCode, stderr: Buffer.concat(said).toString() }).toEqual({ exitCode: 0, stderr: '' });
});

describe('completion', () => {
  const complete = async (...words: string[]) =>
    (await palier(['complete', '--', ...words])).stdout.split('\n').map((line) => line.split('\t')[0]);

  it('knows subcommands, options, their values, and environments', async () => {
    expect(await complete('')).toEqual(expect.arrayContaining(SUBCOMMANDS));
    expect(await complete('assess', '--up')).toEqual(expect.arrayContaining(['--uptime-30d', '--uptime-90d']));
    expect(await complete('assess', '--tier', 'e')).toEqual(expect.arrayContaining(['early-ga', 'enterprise']));
    expect(await complete('cost', 'hun')).toContain('huntaze');
    expect(await complete('cost', '--tier', 'beta', 'hun')).toContain('huntaze');
  });

  it.each(['bash', 'zsh', 'fish'])('prints a script for %s that asks palier', async (shell) => {
    const { exitCode, stdout } = await palier(['completion', shell]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('palier complete --');
  });

  it('works in bash, by the script', async () => {
    // What the package bash-completion has.
    const script = `_get_comp_words_by_ref() { words=("\${COMP_WORDS[@]}"); cword=$COMP_CWORD; cur=\${words[cword]}; prev=\${words[cword - 1]}; }
      compopt() { :; }
      palier() { node "${PALIER}" "$@"; }
      eval "$(palier completion bash)"
      complete_words() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=(); __palier_complete; echo "\${COMPREPLY[@]}"; }
      complete_words palier ass
      complete_words palier assess --tier ''
      complete_words palier cost h`;
    const { stdout } = await execa('bash', ['-c', script], { cwd: ROOT, env: { PALIER_ENVIRONMENTS: undefined } });
    expect(stdout.split('\n')).toEqual(['assess', 'beta early-ga production-ga enterprise', 'huntaze']);
  });
});

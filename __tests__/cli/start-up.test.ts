import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT, temporaryDirectory } from '../support/synthesize';
import { PALIER, palier } from './support';

const ROUNDS = 25;

/** What is asked for while one types. */
const PROMPT: Readonly<Record<string, string[]>> = {
  version: [PALIER, '--version'],
  help: [PALIER, 'assess', '--help'],
  completion: [PALIER, 'complete', '--', 'cost', ''],
};

/** They load what they work with: zod, yaml, the prices. Both end with an answer. */
const SUBCOMMANDS: Readonly<Record<string, string[]>> = {
  assess: [PALIER, 'assess', '--tier', 'beta', '--users', '3'],
  cost: [PALIER, 'cost'],
};

/** How many times what `node -e 0` takes: measured are 2.7 to 2.8, on a busy machine up to 3.7. */
const MOST_OF_A_SUBCOMMAND = 4.5;

/** Exit codes are public: 10 is WAIT. */
const ANSWERS: readonly (number | null)[] = [0, 10];

/** Of a processor, by bash: on a busy machine time passes in which a program does not run. */
function processorTime(args: string[]): number {
  const script = 'TIMEFORMAT="%3U %3S"; time node "$@" >/dev/null 2>&1';
  const { status, stderr } = spawnSync('bash', ['-c', script, 'bash', ...args], { cwd: ROOT, encoding: 'utf8' });
  expect(ANSWERS).toContain(status);
  const [user = Number.NaN, system = Number.NaN] = stderr.trim().split(' ').map(Number);
  expect(user + system).toBeGreaterThan(0);
  return user + system;
}

/** How many times what `node -e 0` takes. */
async function ratios(commands: Readonly<Record<string, string[]>>): Promise<Record<string, number>> {
  await palier(['--version']); // Bundles what has changed.
  const all = { node: ['-e', '0'], ...commands };
  const times = Object.fromEntries(Object.keys(all).map((name) => [name, [] as number[]]));
  // In turns: what else the machine does falls on all of them.
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [name, args] of Object.entries(all)) times[name]?.push(processorTime(args));
  }
  // The least of each: what else the machine does only adds.
  const least = (name: string) => Math.min(...(times[name] as number[]));
  return Object.fromEntries(Object.keys(commands).map((name) => [name, least(name) / least('node')]));
}

test('palier starts in less than one and a half times what `node -e 0` takes', async () => {
  const found = Object.entries(await ratios(PROMPT));
  expect(found.filter(([, ratio]) => ratio >= 1.5)).toEqual([]);
});

test('a subcommand that needs no synthesis starts, works and ends in a few times that', async () => {
  const file = join(await temporaryDirectory(), 'stack.json');
  const provider = { aws: [{ region: 'us-east-1' }] };
  await writeFile(file, JSON.stringify({ provider, resource: { aws_kms_key: { main: {} } } }));
  const { assess = [], cost = [] } = SUBCOMMANDS;
  const found = Object.entries(await ratios({ assess, cost: [...cost, file] }));
  expect(found.filter(([, ratio]) => ratio >= MOST_OF_A_SUBCOMMAND)).toEqual([]);
});

describe('what a bundle has in it', () => {
  /** esbuild writes a comment with the path above each module. */
  const packagesIn = (bundle: string) => {
    const text = readFileSync(join(ROOT, 'dist', 'cli', bundle), 'utf8');
    return [
      ...new Set([...text.matchAll(/^ *\/\/ .*node_modules\/((?:@[\w.-]+\/)?[\w.-]+)\//gm)].map(([, name]) => name)),
    ];
  };

  beforeAll(() => palier(['--version']));

  it('is little until a subcommand runs', () => {
    expect(packagesIn('main.cjs').sort()).toEqual(['@bomb.sh/tab', 'commander']);
  });

  it.each(['assess.cjs', 'cost.cjs'])('is never cdktf: %s', (bundle) => {
    expect(packagesIn(bundle)).toEqual(expect.arrayContaining(['zod', 'yaml']));
    expect(packagesIn(bundle).filter((name) => /cdktf|constructs/.test(name as string))).toEqual([]);
  });
});

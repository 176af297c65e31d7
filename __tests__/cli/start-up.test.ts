import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { ROOT } from '../support/synthesize';
import { PALIER, palier } from './support';

const ROUNDS = 25;

const COMMANDS: Readonly<Record<string, string[]>> = {
  node: ['-e', '0'],
  version: [PALIER, '--version'],
  help: [PALIER, 'assess', '--help'],
  completion: [PALIER, 'complete', '--', 'cost', ''],
};

function milliseconds(args: string[]): number {
  const start = performance.now();
  const { status } = spawnSync('node', args, { cwd: ROOT, stdio: 'ignore' });
  expect(status).toBe(0);
  return performance.now() - start;
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] as number;
}

test('palier starts in less than one and a half times what `node -e 0` takes', async () => {
  await palier(['--version']); // Bundles what has changed.
  const times = Object.fromEntries(Object.keys(COMMANDS).map((name) => [name, [] as number[]]));
  // In turns: what else the machine does falls on all of them.
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [name, args] of Object.entries(COMMANDS)) times[name]?.push(milliseconds(args));
  }
  const bare = median(times.node as number[]);
  const ratios = Object.entries(times).map(([name, taken]) => [name, median(taken) / bare] as const);
  expect(ratios.filter(([, ratio]) => ratio >= 1.5)).toEqual([]);
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

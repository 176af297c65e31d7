import { spawnSync } from 'node:child_process';
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

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { ROOT, temporaryDirectory } from '../support/synthesize';
import { PALIER, palier } from './support';

// Bundles what has changed.
beforeAll(() => palier(['cost', 'huntaze', '--tier', 'enterprise']));

describe.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)('%s', (signal, exitCode) => {
  test.each([
    ['all of its processes, as Ctrl-C does', -1],
    ['the command alone', 1],
  ])('to %s: nothing is left, neither a file nor a process', async (_, group) => {
    const directory = await temporaryDirectory();
    const child = spawn('node', [PALIER, 'cost', 'environments/huntaze.yaml', '--tier', 'enterprise,production-ga'], {
      cwd: ROOT,
      env: { ...process.env, PALIER_ENVIRONMENTS: undefined, TMPDIR: directory },
      detached: true,
      stdio: 'ignore',
    });
    const pid = child.pid as number;
    const exit = once(child, 'exit');
    // The app is at work: its own temporary file is there.
    while (child.exitCode === null && !written(directory).some((file) => file.endsWith('copy_snapshots.zip'))) {
      await setTimeout(1);
    }
    process.kill(group * pid, signal);
    expect(await exit).toEqual([exitCode, null]);
    expect(written(directory)).toEqual([]);
    expect(() => process.kill(-pid, 0)).toThrow('ESRCH');
  });
});

function written(directory: string): string[] {
  return readdirSync(directory, { recursive: true }).map(String);
}

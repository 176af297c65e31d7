import { join } from 'node:path';
import { execa } from 'execa';
import { ROOT } from '../support/synthesize';

export const PALIER = join(ROOT, 'cli', 'palier.cjs');

interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

export interface Run {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the real command in the root of the project, without what the machine that tests says of colours and environments. */
export async function palier(args: readonly string[], { cwd = ROOT, env }: RunOptions = {}): Promise<Run> {
  const { exitCode, stdout, stderr } = await execa('node', [PALIER, ...args], {
    cwd,
    env: { NO_COLOR: undefined, FORCE_COLOR: undefined, PALIER_ENVIRONMENTS: undefined, COLUMNS: undefined, ...env },
    reject: false,
    stdin: 'ignore',
  });
  return { exitCode, stdout: String(stdout), stderr: String(stderr) };
}

/** What every run that failed by a user's mistake has in common. */
export function expectMistake({ exitCode, stdout, stderr }: Run, code: number, message: RegExp): void {
  expect({ exitCode, stdout }).toEqual({ exitCode: code, stdout: '' });
  expect(stderr).toMatch(message);
  expect(stderr).not.toMatch(/^\s+at /m);
}

/** A terminal of 80 columns shows every line whole. */
export function expectFits(text: string): void {
  expect(text.split('\n').filter((line) => [...line].length > 80)).toEqual([]);
}

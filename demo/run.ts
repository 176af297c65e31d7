import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { EmulatorError } from '../emulator';
import { CommandFailed, Commands } from './commands';
import { runDemo, type Story } from './demo';
import type { DemoOptions } from './options';
import { UnexpectedResult } from './stage';
import { Terminal } from './terminal';

const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
/** One Ctrl-C can arrive twice: from the terminal, and handed on by npm. */
const SAME_SIGNAL_MS = 200;

/**
 * Runs the demo in this process, whose signals it takes.
 *
 * @param story what happens once the emulator answers
 * @returns the process's exit code
 */
export async function run(options: DemoOptions, story?: Story): Promise<number> {
  const terminal = new Terminal({
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    now: () => performance.now(),
  });
  const commands = new Commands();
  const directory = await mkdtemp(join(tmpdir(), 'palier-demo-'));
  const interruption = new AbortController();
  let exitCode = 0;
  let askedAt = 0;

  const end = (code: number, why: string) => {
    if (interruption.signal.aborted) {
      // The emulator notices by itself that we are gone.
      if (performance.now() - askedAt > SAME_SIGNAL_MS) process.exit(exitCode);
      return;
    }
    askedAt = performance.now();
    exitCode = code;
    terminal.endProgress();
    terminal.note(`\n${why} Ending what was started, which may take some seconds; Ctrl-C again ends it at once.`);
    interruption.abort();
    void commands.interrupt();
  };
  for (const [signal, code] of Object.entries(SIGNALS)) process.on(signal, () => end(code, `${signal}.`));
  // `npm run demo | head`
  process.stdout.on('error', () => end(1, 'Standard output was closed.'));
  process.on('exit', () => {
    commands.kill();
    rmSync(directory, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  });

  try {
    await runDemo({ options, terminal, commands, directory, signal: interruption.signal }, story);
    if (!interruption.signal.aborted) terminal.say('\nThe emulator is stopped, and nothing was left behind.');
  } catch (error) {
    if (!interruption.signal.aborted) {
      exitCode = 1;
      if (!isExpected(error)) throw error;
      terminal.note(`\n${error.message}`);
    }
  }
  await commands.interrupt();
  if (interruption.signal.aborted) terminal.note('Ended. Nothing was left behind.');
  return exitCode;
}

/** A failure whose message says all that a user needs; those of the file system do. */
function isExpected(error: unknown): error is Error {
  const isOfTheSystem = error instanceof Error && 'syscall' in error;
  return isOfTheSystem || [CommandFailed, EmulatorError, UnexpectedResult].some((kind) => error instanceof kind);
}

import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { execa } from 'execa';

import { markedProcesses } from './marked-processes';

export const ROOT = join(import.meta.dirname, '..', '..');

export interface RunOptions {
  /** @default the demo's own */
  readonly main?: string;
  readonly args?: readonly string[];
  /** Variables besides those of the test. */
  readonly env?: Readonly<Record<string, string>>;
  /** Whether it has a terminal of its own, in which a Ctrl-C can be typed. */
  readonly inTerminal?: boolean;
}

/** `pty.spawn` copies what it is given to the terminal, and what the terminal shows to its output. */
const IN_TERMINAL =
  'import os, pty, sys; status = pty.spawn(sys.argv[1:]); code = os.waitstatus_to_exitcode(status); sys.exit(code % 256)';

/** The real demo, as a process of its own, with a temporary directory that is its alone and a mark that all its children inherit. */
export class DemoRun {
  output = '';
  private constructor(
    readonly temporaryDirectory: string,
    private readonly mark: string,
    private readonly child: ReturnType<typeof start>,
  ) {
    child.all.on('data', (data) => {
      this.output += String(data);
    });
  }

  static async start({
    main = 'demo/main.ts',
    args = [],
    env = {},
    inTerminal = false,
  }: RunOptions = {}): Promise<DemoRun> {
    const temporaryDirectory = await mkdtemp(join(tmpdir(), 'palier-test-'));
    const mark = `PALIER_TEST_MARK=${randomUUID()}`;
    const [name, value] = mark.split('=') as [string, string];
    const demo = [process.execPath, '--import', 'tsx', main, ...args];
    const [command, ...rest] = inTerminal ? ['python3', '-c', IN_TERMINAL, ...demo] : demo;
    // The loader's cache is not the demo's to remove.
    const variables = { TMPDIR: temporaryDirectory, TSX_DISABLE_CACHE: '1', [name]: value, ...env };
    return new DemoRun(temporaryDirectory, mark, start(command as string, rest, variables));
  }

  /** Waits until the demo has said `text`. */
  async until(text: string): Promise<void> {
    while (!this.output.includes(text)) {
      if (this.hasEnded) throw new Error(`The demo ended without saying '${text}':\n${this.output}`);
      await delay(20);
    }
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Types into its terminal. */
  type(text: string): void {
    this.child.stdin.write(text);
  }

  closeOutput(): void {
    this.child.stdout.destroy();
  }

  get hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  async exitCode(): Promise<number | undefined> {
    return (await this.child).exitCode;
  }

  /** What it left in its temporary directory, and which of its processes run on: SIGKILL takes effect a moment later. */
  async leftovers(): Promise<string[]> {
    for (let attempt = 0; attempt < 200 && this.processes().length > 0; attempt++) await delay(50);
    return [...(await readdir(this.temporaryDirectory)), ...this.processes()];
  }

  async clean(): Promise<void> {
    this.child.kill('SIGKILL');
    for (const line of this.processes()) process.kill(Number(line.split(' ')[0]), 'SIGKILL');
    await rm(this.temporaryDirectory, { recursive: true, force: true });
  }

  private processes(): string[] {
    return markedProcesses(this.mark);
  }
}

function start(command: string, args: readonly string[], env: Readonly<Record<string, string>>) {
  // In a group of its own: a Ctrl-C for the tests is none for the demo, and the other way round.
  return execa(command, args, {
    cwd: ROOT,
    env,
    all: true,
    reject: false,
    stdin: 'pipe',
    detached: true,
    buffer: false,
  });
}

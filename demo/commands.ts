import { setTimeout as delay } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import { execa } from 'execa';
import { runningProcesses, treeOf, whomToInterrupt } from './process-tree';

/** How long Terraform may take to end a call, write its state and release its lock. */
const GRACE_MS = 30_000;
const LOOK_AGAIN_MS = 200;

export class CommandFailed extends Error {
  override name = 'CommandFailed';
}

export interface CommandOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Called with each line that the command prints, as it comes. */
  readonly onLine?: (line: string) => void;
  /** Exit codes that are no failure. @default only 0 */
  readonly accept?: readonly number[];
}

export interface CommandResult {
  readonly exitCode: number;
  readonly stdout: string;
  /** Standard output and standard error; their order among each other is about right. */
  readonly all: string;
}

/**
 * Runs the demo's commands, each in a process group of its own: a Ctrl-C in the terminal reaches the demo alone, which
 * then ends them in the right order.
 */
export class Commands {
  private readonly running = new Set<ReturnType<typeof start>>();
  private readonly groups = new Set<number>();
  private interrupted = false;

  /** @throws CommandFailed with the command, its exit code and the end of what it printed */
  async run(command: string, args: readonly string[], options: CommandOptions): Promise<CommandResult> {
    if (this.interrupted) throw new CommandFailed(`${command} was not started: the demo is ending.`);
    const child = start(command, args, options);
    this.running.add(child);
    try {
      if (options.onLine) for await (const line of child.iterable({ from: 'all' })) options.onLine(String(line));
      const result = await child;
      const { exitCode = -1 } = result;
      if (!(options.accept ?? [0]).includes(exitCode)) {
        const how = result.signal ? `was ended by ${result.signal}` : `failed with exit code ${exitCode}`;
        const why = result.exitCode === undefined && !result.signal ? `could not run: ${result.shortMessage}` : how;
        throw new CommandFailed(`${[command, ...args].join(' ')} ${why}.\n${theEnd(result.all)}`);
      }
      return { exitCode, stdout: result.stdout, all: result.all };
    } finally {
      this.running.delete(child);
    }
  }

  /** Asks every command to end, and waits until all have; after half a minute no longer asks. Starts no others. */
  async interrupt(): Promise<void> {
    this.interrupted = true;
    const asked = new Set<number>();
    const deadline = Date.now() + GRACE_MS;
    while (this.running.size > 0 && Date.now() < deadline) {
      for (const tree of this.trees()) {
        for (const pid of whomToInterrupt(tree)) {
          if (!asked.has(pid)) send(pid, 'SIGINT');
          asked.add(pid);
        }
      }
      await Promise.race([Promise.allSettled([...this.running]), delay(LOOK_AGAIN_MS)]);
    }
    this.kill();
  }

  /** Ends every command and all that it started, at once. */
  kill(): void {
    this.interrupted = true;
    // What is stopped starts nothing more: stop all that is there, until a look finds nothing new.
    const stopped = new Set<number>();
    for (let before = -1; stopped.size > before; ) {
      before = stopped.size;
      for (const { pid } of this.trees().flat()) stopped.add(pid);
      if (stopped.size > before) this.signalAll('SIGSTOP', stopped);
    }
    this.signalAll('SIGKILL', stopped);
  }

  /** By group, which also reaches what is being started; by process, for one that has just made a group of its own. */
  private signalAll(signal: NodeJS.Signals, pids: ReadonlySet<number>): void {
    for (const group of this.groups) send(-group, signal);
    for (const pid of pids) send(pid, signal);
  }

  /** The processes of each running command; their groups are remembered, for what outlives its parent. */
  private trees() {
    if (this.running.size === 0) return [];
    const processes = runningProcesses();
    const trees = [...this.running].flatMap(({ pid }) => (pid === undefined ? [] : [treeOf(pid, processes)]));
    for (const { group } of trees.flat()) this.groups.add(group);
    return trees;
  }
}

function start(command: string, args: readonly string[], { cwd, env }: CommandOptions) {
  const own = { stdin: 'ignore', all: true, reject: false, detached: true, cleanup: false } as const;
  return execa(command, args, { cwd, env, extendEnv: false, ...own });
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    // It has ended. (macOS says EPERM of a group that has ended but was not yet waited for.)
    if (!['ESRCH', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}

/** Without what a terminal would have erased, and the counters that cdktf repeats. */
function theEnd(output: string, lines = 40): string {
  return stripVTControlCharacters(output)
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^\d+ Stacks? deploying .* Stacks? waiting/.test(line))
    .slice(-lines)
    .map((line) => `  ${line}`)
    .join('\n');
}

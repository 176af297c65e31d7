import { execa } from 'execa';

export interface RunOptions {
  readonly cwd?: string;
  readonly env: NodeJS.ProcessEnv;
  /** Ends the command and everything that it started. */
  readonly signal?: AbortSignal;
}

/**
 * Runs a command to its end. Where it is cut short, by the signal or by the end of this process, the processes that it
 * started (pip's and Go's own) end with it: they would go on writing into what is being removed.
 *
 * @throws the signal's reason; execa's error, with all output in `all`, where the command fails
 */
export async function runGroup(
  command: string,
  commandArguments: readonly string[],
  options: RunOptions,
): Promise<void> {
  const { cwd, env, signal } = options;
  signal?.throwIfAborted();
  const child = execa(command, commandArguments, {
    cwd,
    env,
    extendEnv: false,
    stdin: 'ignore',
    all: true,
    detached: true,
  });
  const end = () => {
    if (child.pid === undefined) return;
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It has ended already.
    }
  };
  signal?.addEventListener('abort', end, { once: true });
  process.once('exit', end);
  try {
    // Settles when the last process that holds its output is gone, not only the first.
    await child;
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener('abort', end);
    process.removeListener('exit', end);
  }
}

import type { ResultPromise } from 'execa';

/** Resolves as soon as everything printed so far matches; throws if the process ends before. */
export async function printed(process: ResultPromise, matches: RegExp | ((output: string) => boolean)): Promise<void> {
  const holds = typeof matches === 'function' ? matches : (output: string) => matches.test(output);
  let output = '';
  await new Promise<void>((resolve, reject) => {
    process.all?.on('data', (chunk) => {
      output += chunk;
      if (holds(output)) resolve();
    });
    const ended = () => reject(new Error(`The process ended without printing what was waited for:\n${output}`));
    process.then(ended, ended);
  });
}

/** Ends a process that was started with `detached`, and all that it started, without giving any a chance to react. */
export async function killGroup(process: ResultPromise): Promise<void> {
  try {
    globalThis.process.kill(-(process.pid as number), 'SIGKILL');
  } catch (error) {
    // The whole group has ended by itself.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
  await process.catch(() => undefined);
}

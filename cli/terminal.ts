import pico from 'picocolors';

/** Colours of standard output: https://no-color.org, and none where it is no terminal. */
export function colours(stdout: { readonly isTTY?: boolean } = process.stdout, env = process.env) {
  return pico.createColors(stdout.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb');
}

/** Data. */
export function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Talk: where a pipe or a file takes the data, people still read this. */
export function note(text: string): void {
  process.stderr.write(`${text}\n`);
}

const SILENT_MS = 2_000;
const REPEAT_MS = 10_000;

/** Says on standard error what goes on, once it has taken two seconds: on a terminal in one line, that goes afterwards. */
export async function during<T>(what: string, work: Promise<T>): Promise<T> {
  const start = Date.now();
  const redraws = process.stderr.isTTY === true && !process.env.CI && process.env.TERM !== 'dumb';
  let said = 0;
  const timer = setInterval(
    () => {
      const seconds = Math.round((Date.now() - start) / 1000);
      if (Date.now() - start < SILENT_MS) return;
      if (redraws) process.stderr.write(`\r\u001b[K${what} (${seconds} s)`);
      else if (said === 0 || Date.now() - said >= REPEAT_MS) {
        said = Date.now();
        note(`${what} (${seconds} s)`);
      }
    },
    redraws ? 250 : 1_000,
  );
  try {
    return await work;
  } finally {
    clearInterval(timer);
    if (redraws) process.stderr.write('\r\u001b[K');
  }
}

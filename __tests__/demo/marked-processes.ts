import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** The processes whose environment holds `mark`, a line `PID COMMAND` each: who started them plays no part. */
export function markedProcesses(mark: string): string[] {
  return existsSync('/proc/self/environ') ? fromProc(mark) : fromPs(mark);
}

function fromProc(mark: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        if (!readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0').includes(mark)) return [];
        return [`${pid} ${readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')}`];
      } catch {
        return []; // It has just ended, or is another user's.
      }
    });
}

/** macOS: `e` adds the environment to the command, of which a report wants only the beginning. */
export function fromPs(mark: string): string[] {
  return execFileSync('ps', ['axeww', '-o', 'pid=,command='], { encoding: 'utf8', maxBuffer: 2 ** 28 })
    .split('\n')
    .filter((line) => line.split(' ').includes(mark))
    .map((line) => line.trim().slice(0, 200));
}

import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';

export interface RunningProcess {
  readonly pid: number;
  readonly parent: number;
  /** Its process group. */
  readonly group: number;
  /** The program's name, which Linux cuts after 15 characters. */
  readonly name: string;
}

/** Every process of the machine that can be seen. From /proc where there is one: small images have no `ps`. */
export function runningProcesses(): RunningProcess[] {
  return existsSync('/proc/self/stat') ? fromProc() : fromPs();
}

function fromProc(): RunningProcess[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        return parseProcStat(readFileSync(`/proc/${pid}/stat`, 'utf8'));
      } catch {
        return []; // It has just ended.
      }
    });
}

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html: `pid (name) state ppid pgrp ...`; a name may hold anything. */
export function parseProcStat(stat: string): RunningProcess[] {
  const match = /^(\d+) \((.*)\) (\S) (\d+) (\d+) /s.exec(stat);
  if (!match || match[3] === 'Z') return [];
  return [{ pid: Number(match[1]), name: match[2] as string, parent: Number(match[4]), group: Number(match[5]) }];
}

function fromPs(): RunningProcess[] {
  return execFileSync('ps', ['-A', '-o', 'pid=,ppid=,pgid=,comm='], { encoding: 'utf8' })
    .split('\n')
    .flatMap((line) => {
      const [pid, parent, group, ...name] = line.trim().split(/\s+/);
      if (!pid || !parent || !group) return [];
      return [{ pid: Number(pid), parent: Number(parent), group: Number(group), name: basename(name.join(' ')) }];
    });
}

/** The process `pid` and all that descend from it, parents first. */
export function treeOf(pid: number, processes: readonly RunningProcess[]): RunningProcess[] {
  const tree = processes.filter((process) => process.pid === pid);
  for (const parent of tree) tree.push(...processes.filter((process) => process.parent === parent.pid));
  return tree;
}

/**
 * Who is to be asked to end, of one command's processes. Terraform itself where it runs, so that it can write its state
 * and release its lock: cdktf, asked to end, would leave its Terraform without a terminal, which kills it.
 */
export function whomToInterrupt(tree: readonly RunningProcess[]): number[] {
  const terraforms = tree.filter(({ name }) => name === 'terraform').map(({ pid }) => pid);
  return terraforms.length > 0 ? terraforms : tree.slice(0, 1).map(({ pid }) => pid);
}

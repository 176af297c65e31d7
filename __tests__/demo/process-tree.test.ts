import { parseProcStat, runningProcesses, treeOf, whomToInterrupt } from '../../demo/process-tree';

const process_ = (pid: number, parent: number, name: string) => ({ pid, parent, group: pid, name });
const PROCESSES = [
  process_(12, 11, 'terraform-provi'),
  process_(11, 10, 'terraform'),
  process_(10, 1, 'node'),
  process_(13, 12, 'bash'),
  process_(20, 1, 'terraform'),
];

describe('the process tree', () => {
  it('holds a process and all that descend from it, parents first, and nobody else', () => {
    expect(treeOf(10, PROCESSES).map(({ pid }) => pid)).toEqual([10, 11, 12, 13]);
    expect(treeOf(99, PROCESSES)).toEqual([]);
  });

  it('interrupts Terraform where it runs, and not its providers or cdktf', () => {
    expect(whomToInterrupt(treeOf(10, PROCESSES))).toEqual([11]);
  });

  it('interrupts the command itself where no Terraform runs, and nobody where nothing does', () => {
    expect(whomToInterrupt([process_(10, 1, 'node'), process_(11, 10, 'node')])).toEqual([10]);
    expect(whomToInterrupt([])).toEqual([]);
  });

  it('reads names with spaces, parentheses and line breaks, and passes by what has ended', () => {
    expect(parseProcStat('7 (a) (b\n) c) S 1 5 5 0 -1')).toEqual([{ pid: 7, name: 'a) (b\n) c', parent: 1, group: 5 }]);
    expect(parseProcStat('7 (gone) Z 1 5 5 0 -1')).toEqual([]);
    expect(parseProcStat('')).toEqual([]);
  });

  it('sees this very process', () => {
    const own = runningProcesses().find(({ pid }) => pid === process.pid);
    expect(own).toMatchObject({ parent: process.ppid });
  });
});

import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';

import { DemoRun } from './demo-run';
import { fromPs, markedProcesses } from './marked-processes';

describe('a run of the demo', () => {
  it('that was ended by a signal is not waited for', async () => {
    const demo = await DemoRun.start();
    try {
      const waiting = demo.until('what it never says');
      demo.signal('SIGKILL');
      await expect(waiting).rejects.toThrow(/ended without saying/);
    } finally {
      await demo.clean();
    }
  });
});

describe('the marked processes', () => {
  const hasPs = ['/bin/ps', '/usr/bin/ps'].some((path) => existsSync(path));

  // Small images have no `ps`; macOS has no /proc.
  it.each([['markedProcesses', markedProcesses] as const, ...(hasPs ? [['fromPs', fromPs] as const] : [])])(
    'are found by %s, and no others',
    async (_name, find) => {
      const name = randomUUID();
      const program = 'console.log(); setTimeout(() => {}, 60_000)';
      const child = spawn(process.execPath, ['-e', program], { env: { ...process.env, MARK: name } });
      try {
        await new Promise((resolve) => child.stdout.once('data', resolve));
        expect(find(`MARK=${name}`)).toEqual([expect.stringMatching(new RegExp(`^${child.pid} .*setTimeout`))]);
        expect(find(`MARK=${name}0`)).toEqual([]);
      } finally {
        child.kill('SIGKILL');
      }
    },
  );
});

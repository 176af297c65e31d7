import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { CommandFailed, Commands } from '../../demo/commands';
import { runningProcesses } from '../../demo/process-tree';
import { markedProcesses } from './marked-processes';

/** Starts `terraform` as cdktf does, in a session of its own, and waits for it. */
const LIKE_CDKTF = `
const { spawn } = require('node:child_process');
process.on('SIGINT', () => process.exit(77));
spawn('./terraform', { detached: true, stdio: 'inherit' }).on('exit', (code) => process.exit(code));
`;

/** Starts one process after the other, each in a session of its own, for as long as it is let. */
const PROLIFIC = `
const { spawn } = require('node:child_process');
console.log('begun');
for (let number = 0; number < 300; number++) spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
setTimeout(() => {}, 60_000);
`;

describe('the demo’s commands', () => {
  let directory: string;
  let commands: Commands;
  const env = { PATH: process.env.PATH as string };

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'palier-test-'));
    commands = new Commands();
  });
  afterEach(async () => {
    commands.kill();
    await rm(directory, { recursive: true });
  });

  async function terraform(script: string): Promise<void> {
    await writeFile(join(directory, 'cdktf.cjs'), LIKE_CDKTF);
    await writeFile(join(directory, 'terraform'), `#!/bin/bash\n${script}`);
    await chmod(join(directory, 'terraform'), 0o755);
  }

  /** Runs the stand-in for cdktf until Terraform says that it has begun. */
  async function begin(): Promise<{ work: Promise<unknown> }> {
    let work: Promise<unknown> = Promise.resolve();
    await new Promise<void>((begun) => {
      work = commands.run('node', ['cdktf.cjs'], {
        cwd: directory,
        env,
        onLine: (line) => line.startsWith('begun') && begun(),
      });
      work.catch(() => {});
    });
    return { work };
  }

  const isRunning = (pid: number) => runningProcesses().some((process) => process.pid === pid);

  it('gives back what a command printed, and each line', async () => {
    const lines: string[] = [];
    const result = await commands.run('bash', ['-c', 'echo one; echo two >&2; echo three'], {
      cwd: directory,
      env,
      onLine: (line) => lines.push(line),
    });
    expect(result).toMatchObject({ exitCode: 0, stdout: 'one\nthree' });
    expect(result.all.split('\n').sort()).toEqual(['one', 'three', 'two']);
    expect(lines.sort()).toEqual(['one', 'three', 'two']);
  });

  it('gives a command the variables that it is given, and no others', async () => {
    const { stdout } = await commands.run('env', [], { cwd: directory, env: { ...env, A: 'b' } });
    expect(stdout.split('\n').map((line) => line.split('=')[0])).toEqual(expect.arrayContaining(['A', 'PATH']));
    expect(stdout).not.toContain('HOME=');
  });

  it('says of a failed command what it was, how it ended and what it said last', async () => {
    const failed = commands.run('bash', ['-c', 'echo why >&2; exit 3'], { cwd: directory, env });
    await expect(failed).rejects.toThrow(CommandFailed);
    await expect(failed).rejects.toThrow(/bash -c .* failed with exit code 3\.\n {2}why/);
    await expect(commands.run('no-such-command', [], { cwd: directory, env })).rejects.toThrow(/could not run.*ENOENT/);
  });

  it('takes an exit code that is expected for a success', async () => {
    await expect(
      commands.run('bash', ['-c', 'exit 2'], { cwd: directory, env, accept: [0, 2] }),
    ).resolves.toMatchObject({
      exitCode: 2,
    });
  });

  it('lets Terraform end by itself, below cdktf, which is not asked', async () => {
    await terraform(`trap 'echo ended > ended; kill $sleep; exit 5' INT; echo begun; sleep 600 & sleep=$!; wait`);
    const { work } = await begin();
    await commands.interrupt();
    await expect(work).rejects.toThrow(/exit code 5/);
    expect(await readFile(join(directory, 'ended'), 'utf8')).toBe('ended\n');
  });

  it('starts nothing any more once it is interrupted', async () => {
    await commands.interrupt();
    await expect(commands.run('bash', ['-c', 'exit 0'], { cwd: directory, env })).rejects.toThrow(/not started/);
  });

  it('kills at once what does not listen, whatever session it is in', async () => {
    await terraform(`trap '' INT TERM HUP; echo $$ > pid; echo begun; for second in {1..60}; do sleep 1; done`);
    const { work } = await begin();
    const pid = Number(await readFile(join(directory, 'pid'), 'utf8'));
    const interrupted = commands.interrupt();
    expect(isRunning(pid)).toBe(true);
    commands.kill();
    await expect(work).rejects.toThrow(/SIGKILL/);
    await interrupted;
    while (isRunning(pid)) await new Promise(setImmediate); // SIGKILL takes effect a moment later; jest's limit ends this.
  });

  // What it guards against is a matter of chance: five times.
  it.each([1, 2, 3, 4, 5])('kills what is being started meanwhile, too (%d)', async () => {
    const name = randomUUID();
    let work: Promise<unknown> = Promise.resolve();
    await new Promise<void>((begun) => {
      const onLine = () => begun();
      work = commands.run('node', ['-e', PROLIFIC], { cwd: directory, env: { ...env, MARK: name }, onLine });
      work.catch(() => {});
    });
    while (markedProcesses(`MARK=${name}`).length < 20) await new Promise(setImmediate);
    commands.kill();
    await expect(work).rejects.toThrow(/SIGKILL/);
    for (let attempt = 0; attempt < 200 && markedProcesses(`MARK=${name}`).length > 0; attempt++) await delay(20);
    expect(markedProcesses(`MARK=${name}`)).toEqual([]);
  });
});

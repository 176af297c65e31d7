import { readFile } from 'node:fs/promises';
import { stripVTControlCharacters } from 'node:util';
import { execa } from 'execa';

import { DemoRun, ROOT } from './demo-run';

describe('the demo, with --keep', () => {
  let demo: DemoRun;
  afterEach(() => demo.clean());

  /** Types all the printed commands that set the shell up, and then the printed one that begins with `command`. */
  async function typed(command: string) {
    const printed = demo.output
      .split('\n')
      .flatMap((line) => /^ {3}((?:unset|export|npx|terraform|aws) .*)$/.exec(line)?.[1] ?? []);
    const setUp = printed.filter((line) => /^(unset|export) /.test(line));
    const line = printed.find((text) => text.startsWith(command));
    expect(line).toBeDefined();
    // A shell that points at an account.
    const env = { AWS_PROFILE: 'production', AWS_ENDPOINT_URL_RDS: 'http://127.0.0.1:9', AWS_SESSION_TOKEN: 'real' };
    const script = ['set -e', ...setUp, line].join('\n');
    return execa('bash', ['-c', script], { cwd: ROOT, env, reject: false, stdin: 'ignore' });
  }

  it('says how to talk to what it deployed, waits, and ends all of it at a Ctrl-C, with exit code 130', async () => {
    demo = await DemoRun.start({ main: '__tests__/demo/keep-only.ts', args: ['--keep'] });
    await demo.until('Ctrl-C here ends the emulator');
    expect(demo.output).toContain('npm run demo -- --full-plan');

    const databases = await typed('aws ');
    expect(databases).toMatchObject({ exitCode: 0 });
    expect(JSON.parse(databases.stdout)).toEqual({ DBInstances: [] });

    // That of the raised tier, which only the copy of the environment's file says.
    expect(demo.output).toContain('+ aws_kms_key.database');
    const [, planned] = /Plan: (\d+) to add/.exec(demo.output) ?? [];
    const diff = await typed('npx cdktf diff ');
    expect(diff).toMatchObject({ exitCode: 0 });
    expect(stripVTControlCharacters(diff.stdout)).toContain(`Plan: ${planned} to add, 0 to change, 0 to destroy.`);

    const [, copy] = /Change a word in (\S+),/.exec(demo.output) ?? [];
    expect(await readFile(copy as string, 'utf8')).toMatch(/^tier: early-ga$/m);

    expect(demo.hasEnded).toBe(false);
    demo.signal('SIGINT');
    expect(await demo.exitCode()).toBe(130);
    expect(demo.output).toContain('Ended. Nothing was left behind.');
    expect(demo.output).not.toContain('Destroy');
    expect(await demo.leftovers()).toEqual([]);
  });
});

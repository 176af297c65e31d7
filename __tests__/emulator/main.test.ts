import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';

import { packageRoot } from '../../modules/common/package-root';
import { stub } from './support/stub';
import { temporaryDirectory } from './support/temporary-directory';

// The first start on a machine installs moto and may build a provider.

const root = temporaryDirectory();

/** As `npm run emulator` runs it; its temporary files go to the test's own directory. */
const run = (...options: string[]) =>
  execa(process.execPath, ['--import', 'tsx', join(packageRoot(), 'emulator/main.ts'), ...options], {
    cwd: packageRoot(),
    env: { TMPDIR: root() },
    reject: false,
  });

/** Settles once the process has said that it runs. */
const isUp = (emulator: ReturnType<typeof run>) =>
  new Promise<void>((resolve) => {
    emulator.stderr.on('data', (data) => String(data).includes('Ctrl-C ends it') && resolve());
  });
/** The server's process, made to ignore that it is asked to end. @returns its id */
async function holdServer(): Promise<number> {
  const { stdout } = await execa('ps', ['-eo', 'pid,args']);
  const server = stdout.split('\n').find((line) => line.includes(`--log ${root()}`)) as string;
  process.kill(Number.parseInt(server, 10), 'SIGSTOP');
  return Number.parseInt(server, 10);
}
const leftovers = () => readdirSync(root()).filter((name) => name.startsWith('palier-emulator-'));

test('--help shows examples and exit codes on standard output', async () => {
  const { stdout, exitCode } = await run('--help');
  expect(exitCode).toBe(0);
  expect(stdout).toContain('Examples:');
  expect(stdout).toContain('130');
});

test.each([
  [['--port', 'abc'], "not 'abc'"],
  [['--port', '70000'], "not '70000'"],
  [['--prot', '1'], '--prot'],
  [['extra'], 'extra'],
])('wrong usage: %s', async (options, expected) => {
  const { stdout, stderr, exitCode } = await run(...options);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(expected);
  expect(stderr).not.toContain('    at ');
  expect(stdout).toBe('');
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('prints variables that a shell takes, and %s ends it with %d', async (signal, expected) => {
  const emulator = run();
  await isUp(emulator);
  expect(leftovers()).toHaveLength(1);
  emulator.kill(signal);
  const { stdout, exitCode } = await emulator;
  expect(exitCode).toBe(expected);
  expect(leftovers()).toEqual([]);

  const shell = await execa('sh', ['-euc', `${stdout}\nprintf '%s' "$AWS_ENDPOINT_URL \${AWS_PROFILE-unset}"`], {
    env: { AWS_PROFILE: 'production' },
  });
  expect(shell.stdout).toMatch(/^http:\/\/127\.0\.0\.1:\d+ unset$/);
  const { hostname, port } = new URL(shell.stdout.split(' ')[0] as string);
  await expect(fetch(`http://${hostname}:${port}/`)).rejects.toThrow();
});

test('Ctrl-C that arrives twice, as through npm, ends it cleanly', async () => {
  const emulator = run();
  await isUp(emulator);
  const server = await holdServer();
  emulator.kill('SIGINT');
  setTimeout(() => emulator.kill('SIGINT'), 5);
  expect((await emulator).exitCode).toBe(130);
  expect(leftovers()).toEqual([]);
  // The server was waited for, not left to itself.
  expect(() => process.kill(server, 0)).toThrow('ESRCH');
});

test('a second Ctrl-C ends it at once, and leaves nothing either', async () => {
  const emulator = run();
  await isUp(emulator);
  const server = await holdServer();
  const again = setInterval(() => emulator.kill('SIGINT'), 50);
  expect((await emulator).exitCode).toBe(130);
  clearInterval(again);
  expect(leftovers()).toEqual([]);
  // Throws where it was waited for until it was killed.
  process.kill(server, 'SIGKILL');
});

describe('the commands of the README', () => {
  const readme = readFileSync(join(packageRoot(), 'emulator/README.md'), 'utf8');
  const blocks = [...readme.matchAll(/<!-- run by __tests__\/emulator\/main\.test\.ts -->\n```sh\n([\s\S]*?)```/g)];
  const [start, use] = blocks.map(([, block]) => block) as [string, string];
  const bin = () => join(root(), 'bin');

  /** In a shell that leads to a real account, with npm running here and Terraform noting where it would go. */
  function shell(block: string) {
    stub(bin(), 'npm', `cd '${packageRoot()}' && PATH="\${PATH#*:}" exec npm "$@"`);
    stub(bin(), 'terraform', 'echo "$* at $AWS_ENDPOINT_URL as $AWS_ACCESS_KEY_ID, ${AWS_PROFILE-no profile}"');
    return execa('sh', ['-c', block], {
      cwd: root(),
      env: { PATH: `${bin()}:${process.env.PATH}`, TMPDIR: root(), AWS_PROFILE: 'real', AWS_ENDPOINT_URL: '' },
      reject: false,
      // A process group, as a terminal makes one.
      detached: true,
    });
  }

  test('run Terraform against the emulator, and Ctrl-C ends it', async () => {
    const emulator = shell(start);
    await isUp(emulator);
    const { stdout } = await shell(use);
    expect(stdout).toMatch(/^apply at http:\/\/127\.0\.0\.1:\d+ as test, no profile$/);
    process.kill(-(emulator.pid as number), 'SIGINT');
    await emulator;
    expect(leftovers()).toEqual([]);
  });

  test.each([
    ['while the emulator starts', true, 'the emulator is not ready'],
    ['where nothing was started', false, 'emulator.sh'],
  ])('run no Terraform %s', async (_, isStarted, expected) => {
    if (isStarted) writeFileSync(join(root(), 'emulator.sh'), '');
    const { stdout, stderr, exitCode } = await shell(use);
    expect(stdout).toBe('');
    expect(stderr).toContain(expected);
    expect(exitCode).not.toBe(0);
  });
});

test('a cache that cannot be written is one clear line', async () => {
  const file = join(root(), 'file');
  writeFileSync(file, '');
  const { stderr, exitCode } = await execa(
    process.execPath,
    ['--import', 'tsx', join(packageRoot(), 'emulator/main.ts')],
    { cwd: packageRoot(), env: { TMPDIR: root(), XDG_CACHE_HOME: file }, reject: false },
  );
  expect(exitCode).toBe(1);
  // Two things are prepared at once, and either may be the first to say so.
  expect(stderr).toContain('ENOTDIR: not a directory, ');
  expect(stderr).toContain(` '${file}/palier`);
  expect(stderr).not.toContain('    at ');
  expect(existsSync(file)).toBe(true);
  expect(leftovers()).toEqual([]);
});

test('what is missing is said without a stack trace', async () => {
  const { stderr, exitCode } = await execa(
    process.execPath,
    ['--import', 'tsx', join(packageRoot(), 'emulator/main.ts')],
    {
      cwd: packageRoot(),
      env: { PATH: root(), TMPDIR: root(), HOME: root(), PALIER_PROVIDER_MIRROR: join(root(), 'missing') },
      extendEnv: false,
      reject: false,
    },
  );
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/Python 3.11 or newer|PALIER_PROVIDER_MIRROR/);
  expect(stderr).not.toContain('    at ');
  expect(leftovers()).toEqual([]);
});

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';

import { packageRoot } from '../../modules/common/package-root';
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

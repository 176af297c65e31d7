import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { startEmulator } from '../../emulator';
import { pythonEnvironment, pythonVariables } from '../../emulator/python-environment';
import { packageRoot } from '../../modules/common/package-root';
import { stub } from './support/stub';
import { temporaryDirectory } from './support/temporary-directory';

const root = temporaryDirectory();

/** A python3 that makes a "virtual environment" whose own python notes what it was asked for, then does as told. */
function stubPython(install = 'exit 0', venv = 'exit 0'): void {
  stub(
    join(root(), 'bin'),
    'python3',
    `[ "$1" = --version ] && { echo Python 3.12.1; exit 0; }
/bin/mkdir -p "$3/bin"
printf '#!/bin/sh\\necho "$@" >> "$LOG"\\n${install}\\n' > "$3/bin/python"
/bin/chmod +x "$3/bin/python"
${venv}`,
  );
}

const env = () => ({ PATH: join(root(), 'bin'), XDG_CACHE_HOME: join(root(), 'cache'), LOG: join(root(), 'log') });
const kept = () => (existsSync(join(root(), 'cache/palier')) ? readdirSync(join(root(), 'cache/palier')) : []);

test('is made once, from the pinned requirements, and says so', async () => {
  stubPython();
  const said: string[] = [];
  const options = { env: env(), onProgress: (line: string) => said.push(line) };
  const first = await pythonEnvironment(options);
  expect(await pythonEnvironment(options)).toBe(first);
  expect(readFileSync(env().LOG, 'utf8')).toMatch(/^-m pip install .*-r \S+\/emulator\/requirements\.txt\n$/);
  expect(said).toHaveLength(1);
  expect(said[0]).toContain('the first time only');
  expect(existsSync(first)).toBe(true);
});

test('another version of Python gets an environment of its own', async () => {
  stubPython();
  const first = await pythonEnvironment({ env: env() });
  stubPython();
  const file = join(root(), 'bin/python3');
  stub(join(root(), 'bin'), 'python3', readFileSync(file, 'utf8').replace('3.12.1', '3.13.0'));
  expect(await pythonEnvironment({ env: env() })).not.toBe(first);
});

test('an environment whose Python was removed since is made again', async () => {
  stubPython();
  const interpreter = await pythonEnvironment({ env: env() });
  rmSync(interpreter);
  symlinkSync(join(root(), 'removed'), interpreter);
  expect(await pythonEnvironment({ env: env() })).toBe(interpreter);
  expect(existsSync(interpreter)).toBe(true);
  expect(kept()).toHaveLength(1);
});

test('where the Python of the environment cannot be run, the emulator says why', async () => {
  stubPython();
  chmodSync(await pythonEnvironment({ env: env() }), 0o644);
  const starting = startEmulator({ terraform: false, directory: root(), env: env() });
  await expect(starting).rejects.toThrow(/did not start[\s\S]*EACCES/);
});

test('what Python compiles is kept in the user’s cache, and not beside the sources', async () => {
  stubPython();
  const interpreter = await pythonEnvironment({ env: env() });
  stub(dirname(interpreter), 'python', 'echo "$PYTHONPYCACHEPREFIX $1" >&2; exit 1');
  const starting = startEmulator({ terraform: false, directory: root(), env: env() });
  const server = join(packageRoot(), 'emulator/server');
  await expect(starting).rejects.toThrow(`${join(root(), 'cache/palier/pycache')} ${server}`);
});

test('packages that cannot be had are an error that shows pip’s words, and nothing half-made is kept', async () => {
  stubPython('echo "ERROR: No matching distribution found for moto" >&2; exit 1');
  const error = await pythonEnvironment({ env: env() }).catch((reason) => reason);
  expect(error.name).toBe('EmulatorError');
  expect(error.message).toContain('ERROR: No matching distribution found for moto');
  expect(error.message).toContain('PIP_INDEX_URL');
  expect(kept()).toEqual([]);
});

test('a Debian without python3-venv is told how to get it', async () => {
  stubPython('exit 0', 'echo "ensurepip is not available. apt install python3.12-venv"; exit 1');
  await expect(pythonEnvironment({ env: env() })).rejects.toThrow('sudo apt-get install python3-venv');
  expect(kept()).toEqual([]);
});

test('no Python is an error that says how to get one', async () => {
  await expect(pythonEnvironment({ env: env() })).rejects.toThrow('python3 is not on the PATH');
});

test('interrupted as it installs, it keeps nothing', async () => {
  stubPython('echo started; while :; do :; done');
  const controller = new AbortController();
  const making = pythonEnvironment({ env: env(), signal: controller.signal, onProgress: () => controller.abort() });
  await expect(making).rejects.toThrow();
  expect(kept()).toEqual([]);
});

test('the user’s Python settings that lead out of the environment do not pass', () => {
  expect(
    pythonVariables({ PYTHONPATH: 'x', VIRTUAL_ENV: 'x', PIP_USER: '1', PIP_INDEX_URL: 'kept', PATH: 'kept' }),
  ).toEqual({
    PIP_INDEX_URL: 'kept',
    PATH: 'kept',
  });
});

test('every package is pinned', () => {
  const lines = readFileSync(join(packageRoot(), 'emulator/requirements.txt'), 'utf8').split('\n');
  const packages = lines.filter((line) => line !== '' && !line.startsWith('#'));
  expect(packages.length).toBeGreaterThan(40);
  expect(packages.filter((line) => !/^[\w.-]+==[\w.]+$/.test(line))).toEqual([]);
});

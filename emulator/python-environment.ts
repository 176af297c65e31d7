import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { ExecaError } from 'execa';

import { packageRoot } from '../modules/common/package-root';
import { EmulatorError } from './errors';
import { checkPrerequisites } from './prerequisites';
import { runGroup } from './run-group';
import { builtOnce, userCache } from './user-cache';

export interface PreparationOptions {
  /** Called with one line for what takes longer than two seconds. @default nothing is said */
  readonly onProgress?: (line: string) => void;
  /** Ends the preparation; what was begun is removed. */
  readonly signal?: AbortSignal;
  /** @default `process.env` */
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * The Python interpreter of a virtual environment that holds what `emulator/requirements.txt` names, made on first use
 * (about 20 s) and kept in the user's cache for later runs and other clones.
 *
 * @throws MissingPrerequisites without Python; EmulatorError where the packages cannot be installed
 */
export async function pythonEnvironment({
  onProgress,
  signal,
  env = process.env,
}: PreparationOptions = {}): Promise<string> {
  const { python } = await checkPrerequisites(['python'], env);
  const requirements = join(packageRoot(), 'emulator', 'requirements.txt');
  const key = createHash('sha256')
    .update(await readFile(requirements))
    .update(`${python.version} ${process.platform} ${process.arch}`)
    .digest('hex')
    .slice(0, 16);

  const directory = join(userCache(env), `python-${key}`);
  // Run by this path, never by the scripts beside it: those name the directory in which it was built.
  const interpreter = join(directory, 'bin', 'python');
  // It is a link to the Python that made it, which may have been removed since.
  if (!existsSync(interpreter)) await rm(directory, { recursive: true, force: true });
  await builtOnce(directory, async (unfinished, temporary) => {
    onProgress?.(
      'Installing the emulator (moto) into a virtual environment of its own: about 20 s, the first time only.',
    );
    const options = { env: { ...pythonVariables(env), TMPDIR: temporary }, signal };
    await runGroup(python.command, ['-m', 'venv', unfinished], options).catch(explain(`${python.command} -m venv`));
    const install = [
      '-m',
      'pip',
      'install',
      '--quiet',
      '--disable-pip-version-check',
      // Half of the time that pip takes. The first start compiles what it needs, and keeps it: see PYTHONPYCACHEPREFIX.
      '--no-compile',
      '--no-input',
      '-r',
      requirements,
    ];
    await runGroup(join(unfinished, 'bin', 'python'), install, options).catch(explain('pip install'));
  });
  return interpreter;
}

/** The environment without what would lead Python or pip away from the virtual environment. */
export function pythonVariables(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const misleading =
    /^(PYTHON(PATH|HOME|STARTUP|USERBASE)|VIRTUAL_ENV|__PYVENV_LAUNCHER__|PIP_(USER|TARGET|PREFIX|ROOT|PYTHON))$/;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !misleading.test(name)));
}

function explain(command: string) {
  return (error: unknown): never => {
    // Not the command's own failure, but an interruption.
    if (!(error instanceof ExecaError)) throw error;
    const all = String(error.all ?? '');
    const hint = /ensurepip|python3-venv/.test(all)
      ? 'Python’s venv module is missing. Debian, Ubuntu: sudo apt-get install python3-venv'
      : 'The emulator needs the packages of emulator/requirements.txt from PyPI, or from the index that pip is configured for (PIP_INDEX_URL).';
    throw new EmulatorError(`${command} failed: ${error.shortMessage}\n${lastLines(all)}\n${hint}`);
  };
}

/** The end of a command's output, indented, short enough for a message. */
export function lastLines(text: string, count = 15): string {
  return text
    .trimEnd()
    .split('\n')
    .slice(-count)
    .map((line) => `  ${line}`)
    .join('\n');
}

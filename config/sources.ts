import { readdirSync, realpathSync, statSync } from 'node:fs';
import { delimiter, isAbsolute, join, relative, resolve } from 'node:path';
import type { Problem } from './problems';

/** Files whose names begin with a dot are an editor's. */
const ENVIRONMENT_FILE = /^[^.].*\.ya?ml$/;

export interface SourceOptions {
  /** Where environments are read from unless the variable says otherwise. @default environments: the project's own */
  readonly directory?: string;
  /**
   * What the environment variable PALIER_ENVIRONMENTS says: directories and files, separated as in PATH (`:`, on
   * Windows `;`), or by commas. Empty means not set.
   * @default the variable itself
   */
  readonly variable?: string | undefined;
}

/** The environment files in a stable order, each once, and what is wrong with the places named. */
export function findEnvironmentFiles(options: SourceOptions): { files: string[]; problems: Problem[] } {
  const variable = 'variable' in options ? options.variable : process.env.PALIER_ENVIRONMENTS;
  const named = (variable ?? '')
    .split(delimiter)
    .flatMap((part) => part.split(','))
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const origin = named.length > 0 ? ' (PALIER_ENVIRONMENTS names it)' : '';
  const files = new Map<string, string>();
  const problems: Problem[] = [];
  for (const place of named.length > 0 ? named : [options.directory ?? 'environments']) {
    const path = resolve(place);
    const problem = (message: string) => problems.push({ file: displayName(path), path: '', message });
    try {
      const found = statSync(path).isDirectory() ? inDirectory(path) : [path];
      if (found.length === 0) problem(`has no environment: no file named *.yaml or *.yml${origin}`);
      for (const file of found) files.set(identity(file), file);
    } catch (error) {
      problem(placeMessage(error as NodeJS.ErrnoException, origin));
    }
  }
  return { files: [...files.values()], problems };
}

function inDirectory(directory: string): string[] {
  return readdirSync(directory)
    .filter((name) => ENVIRONMENT_FILE.test(name))
    .sort()
    .map((name) => join(directory, name));
}

/** A file that two places name is one environment. */
function identity(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}

function placeMessage(error: NodeJS.ErrnoException, origin: string): string {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') {
    const advice = origin === '' ? ': make it, or name another in PALIER_ENVIRONMENTS' : origin;
    return `does not exist${advice}`;
  }
  if (error.code === 'EACCES' || error.code === 'EPERM') return `cannot be read: permission denied${origin}`;
  return `cannot be read (${error.code ?? error.message})${origin}`;
}

/** A file as a person names it: relative where it lies below the working directory. */
export function displayName(path: string): string {
  const fromHere = relative(process.cwd(), path);
  return fromHere === '' || fromHere.startsWith('..') || isAbsolute(fromHere) ? path : fromHere;
}

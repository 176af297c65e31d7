import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { displayName } from '../config/sources';
import { Failure } from './failure';

/**
 * Writes a file that is not there yet, and the directories that it needs.
 * @param force whether one that is there is overwritten
 * @returns the file as a person names it
 * @throws Failure
 */
export function writeNew(path: string, content: string, force: boolean): string {
  const name = displayName(path);
  const cannot = (error: unknown) => {
    const { code, message } = error as NodeJS.ErrnoException;
    return new Failure(`${name} cannot be written (${code ?? message})`);
  };
  try {
    mkdirSync(dirname(path), { recursive: true });
  } catch (error) {
    throw cannot(error);
  }
  try {
    writeFileSync(path, content, { flag: force ? 'w' : 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw cannot(error);
    throw new Failure(`${name} exists already, and is left as it is. --force overwrites it.`);
  }
  return name;
}

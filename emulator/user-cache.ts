import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

const ONE_DAY_MS = 24 * 60 * 60 * 1000;

/** Where what is costly to make is kept between runs and clones: `$XDG_CACHE_HOME/palier`, by default `~/.cache/palier`. */
export function userCache(env: NodeJS.ProcessEnv = process.env): string {
  // The specification says to ignore a relative path here.
  const base = env.XDG_CACHE_HOME?.startsWith('/') ? env.XDG_CACHE_HOME : join(env.HOME ?? homedir(), '.cache');
  return join(base, 'palier');
}

/**
 * The directory `path`, made by `build` if it is not there yet. It is built beside its place and renamed into it, so it is
 * there whole or not at all: a build that is cut leaves nothing that would be taken for complete, and of two builds at
 * once the first to end wins and the other is thrown away.
 *
 * @param build is given the directory to fill, and one for temporary files that is removed when it ends
 */
export async function builtOnce(
  path: string,
  build: (directory: string, temporary: string) => Promise<void>,
): Promise<string> {
  if (existsSync(path)) return path;
  await mkdir(dirname(path), { recursive: true });
  await removeOldLeftovers(path);
  const unfinished = `${path}.unfinished-${process.pid}-${Date.now()}-${Math.random().toString(36).slice(2)}`;
  const temporary = `${unfinished}-tmp`;
  try {
    await mkdir(unfinished);
    await mkdir(temporary);
    await build(unfinished, temporary);
    await rename(unfinished, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
  } finally {
    for (const directory of [unfinished, temporary]) await rm(directory, { recursive: true, force: true });
  }
  return path;
}

/** What a killed build left behind; a day old, so that it cannot be one that is still running. */
async function removeOldLeftovers(path: string): Promise<void> {
  for (const name of await readdir(dirname(path))) {
    const leftover = join(dirname(path), name);
    if (!name.includes('.unfinished-')) continue;
    const age = await stat(leftover).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    );
    if (age > ONE_DAY_MS) await rm(leftover, { recursive: true, force: true });
  }
}

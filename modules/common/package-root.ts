import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The directory of Palier's package.json: the same from the sources and from the bundle. */
export function packageRoot(from: string = import.meta.dirname): string {
  if (existsSync(join(from, 'package.json'))) return from;
  const parent = dirname(from);
  if (parent === from) throw new Error('Palier’s package.json was not found above its own files.');
  return packageRoot(parent);
}

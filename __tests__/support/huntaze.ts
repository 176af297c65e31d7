import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { ROOT } from './synthesize';

/** The database of Huntaze, by its identifier. */
export const DATABASE = 'huntaze-postgres-production';
/** The secret with its master password, by its name. */
export const SECRET = 'huntaze/database';

/**
 * The environment that the guides are about: the file of Huntaze, as YAML.
 * @param settings in addition to what is in the file, or instead of it, by the key at its top level
 */
export function huntaze(settings: Record<string, unknown> = {}): string {
  return stringify({ ...parse(readFileSync(join(ROOT, 'environments', 'huntaze.yaml'), 'utf8')), ...settings });
}

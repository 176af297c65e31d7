import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface SearchResult {
  readonly files: number;
  readonly bytes: number;
  /** The files in which it was found. */
  readonly found: readonly string[];
}

/**
 * Every spelling in which `value` might be written: as it is, as JSON has it, as Terraform's JSON has it (Go escapes
 * `<`, `>` and `&`), and encoded as base64.
 */
export function spellings(value: string): string[] {
  const json = JSON.stringify(value).slice(1, -1);
  const terraform = json.replace(/[<>&]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`);
  return [...new Set([value, json, terraform, Buffer.from(value).toString('base64')])];
}

/** Searches all files of a directory but those of `.terraform`, which are the providers. */
export async function search(directory: string, values: readonly string[]): Promise<SearchResult> {
  const wanted = values.flatMap(spellings);
  const found: string[] = [];
  let bytes = 0;
  let files = 0;
  for (const file of await filesIn(directory)) {
    const content = await readFile(file);
    files += 1;
    bytes += content.length;
    if (wanted.some((text) => content.includes(text))) found.push(file);
  }
  return { files, bytes, found };
}

async function filesIn(directory: string): Promise<string[]> {
  const files: string[] = [];
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isFile()) files.push(path);
    else if (entry.isDirectory() && entry.name !== '.terraform') files.push(...(await filesIn(path)));
  }
  return files.sort();
}

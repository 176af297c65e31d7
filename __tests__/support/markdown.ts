import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './synthesize';

/** A fenced block of code. */
export interface Block {
  readonly language: string;
  readonly text: string;
  /** The HTML comment on the line above, if there is one. */
  readonly marker: string | undefined;
}

export function blocks(markdown: string): Block[] {
  const pattern = /(?:<!-- ([^\n]*?) -->\n)?```(\w+)\n([\s\S]*?)```/g;
  return [...markdown.matchAll(pattern)].map(([, marker, language = '', text = '']) => ({ marker, language, text }));
}

/** The blocks of one section of a document, so that a test runs what stands there, to the letter. */
export function section(document: string, heading: string): Block[] {
  const text = readFileSync(join(ROOT, document), 'utf8')
    .split(/^## /m)
    .find((part) => part.startsWith(`${heading}\n`));
  if (text === undefined) throw new Error(`${document} has no section "${heading}".`);
  return blocks(text);
}

/** The commands of the section's `sh` blocks, one text each. */
export function commands(document: string, heading: string): string[] {
  return section(document, heading)
    .filter(({ language }) => language === 'sh')
    .map(({ text }) => text);
}

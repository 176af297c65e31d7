import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ROOT } from './synthesize';

/** One section of a guide: what a reader is told to run, and to write into the environment's file. */
export interface GuideSection {
  /** The lines of its `sh` blocks, in order. */
  readonly commands: readonly string[];
  /** Its `yaml` blocks, as one. */
  readonly settings: Record<string, unknown>;
}

/** So that a test runs what the guide says, to the letter. */
export function guideSection(guide: string, heading: string): GuideSection {
  const text = readFileSync(join(ROOT, 'docs', 'guides', guide), 'utf8');
  const section = text.split(/^## /m).find((part) => part.startsWith(`${heading}\n`));
  if (section === undefined) throw new Error(`docs/guides/${guide} has no section "${heading}".`);
  const blocks = [...section.matchAll(/^```(\w+)\n(.*?)^```$/gms)];
  const of = (language: string) => blocks.filter(([, name]) => name === language).map(([, , code]) => code as string);
  return {
    commands: of('sh').flatMap((code) => code.trim().split('\n')),
    settings: Object.assign({}, ...of('yaml').map((code) => parse(code))),
  };
}

import { join } from 'node:path';
import { parse } from 'yaml';
import { section } from './markdown';

/** One section of a guide: what a reader is told to run, and to write into the environment's file. */
export interface GuideSection {
  /** The lines of its `sh` blocks, in order. */
  readonly commands: readonly string[];
  /** Its `yaml` blocks, as one. */
  readonly settings: Record<string, unknown>;
}

/** So that a test runs what the guide says, to the letter. */
export function guideSection(guide: string, heading: string): GuideSection {
  const blocks = section(join('docs', 'guides', guide), heading);
  const of = (language: string) => blocks.filter((block) => block.language === language).map(({ text }) => text);
  return {
    commands: of('sh').flatMap((code) => code.trim().split('\n')),
    settings: Object.assign({}, ...of('yaml').map((code) => parse(code))),
  };
}

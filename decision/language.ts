import { english, type Words } from './language/english';
import { french } from './language/french';

/** What is written for people comes in these. */
export const LANGUAGES = ['en', 'fr'] as const;

export type Language = (typeof LANGUAGES)[number];

/** The words of one language. */
export function wordsOf(language: Language): Words {
  return { en: english, fr: french }[language];
}

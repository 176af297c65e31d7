import { type DocumentWords, documentEnglish } from './language/document-english';
import { documentFrench } from './language/document-french';
import { english, type Words } from './language/english';
import { french } from './language/french';

/** What is written for people comes in these. */
export const LANGUAGES = ['en', 'fr'] as const;

export type Language = (typeof LANGUAGES)[number];

/** The words of one language. */
export function wordsOf(language: Language): Words {
  return { en: english, fr: french }[language];
}

/** The words of decision documents in one language. */
export function documentWordsOf(language: Language): DocumentWords {
  return { en: documentEnglish, fr: documentFrench }[language];
}

import * as z from 'zod';
import { badKey, custom, map } from '../fields';

/** The tag keys that Palier sets. IAM compares keys without regard to case, so these do too. */
const OWN_TAGS = ['Project', 'Environment', 'ManagedBy'];

/** AWS allows 50 tags on a resource; what is left is for Palier's own and for those that AWS services add. */
const MAX_TAGS = 40;

/** @see https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html (2026-11-22) */
const TAG_TEXT = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

const value = z
  .string('must be text (got {got}): put it in quotes')
  .max(256, 'is longer than 256 characters')
  .regex(TAG_TEXT, 'has a character that AWS refuses (got {got}, allowed letters, digits, spaces and _.:/=+-@)');

export const tags = map(value, (entries, report) => {
  const keys = Object.keys(entries);
  if (keys.length > MAX_TAGS)
    report(custom(entries, [], `has too many tags (got ${keys.length}, allowed ${MAX_TAGS})`));
  for (const [index, key] of keys.entries()) {
    const fault = keyFault(key, keys.slice(0, index));
    if (fault !== undefined) report(badKey(key, fault));
  }
});

function keyFault(key: string, before: readonly string[]): string | undefined {
  const same = (other: string) => other.toLowerCase() === key.toLowerCase();
  if (/^aws:/i.test(key)) return 'begins with aws:, which AWS keeps for itself';
  if (key.length < 1 || key.length > 128) return `is not a tag key (got ${key.length} characters, allowed 1 to 128)`;
  if (!TAG_TEXT.test(key)) return 'has a character that AWS refuses (allowed letters, digits, spaces and _.:/=+-@)';
  if (OWN_TAGS.some(same)) return 'is a tag that Palier sets itself, from project and name: choose another key';
  if (before.some(same)) return 'differs from another key only in case, which IAM takes for the same key';
  return undefined;
}

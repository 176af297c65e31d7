import { isScalar, parseDocument, stringify } from 'yaml';

/**
 * The text of an environment's file with one setting changed or added, and its comments kept. What is there already is
 * replaced where it stands: nothing else of the text changes.
 */
export function withSetting(text: string, path: readonly [string, ...string[]], value: string | boolean): string {
  const document = parseDocument(text);
  const present = document.getIn(path, true);
  if (isScalar(present) && present.range) {
    const [start, end] = present.range;
    return text.slice(0, start) + stringify(value).trimEnd() + text.slice(end);
  }
  if (!document.has(path[0])) {
    const section = path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
    return `${text.replace(/\n*$/, '\n')}${stringify(section)}`;
  }
  // Comments may stand elsewhere then: the library writes the whole file anew.
  document.setIn(path, value);
  return String(document);
}

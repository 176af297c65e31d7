import type { z } from 'zod';
import type { Path, Problem } from './problems';
import { formatPath } from './problems';
import { didYouMean } from './suggestions';
import type { YamlFile } from './yaml-file';

type Issue = z.core.$ZodIssue;

/**
 * What the schema found wrong, as sentences with positions.
 * @param kind what the file describes: `an environment`, `an organization`, `metrics`
 */
export function problemsOf(issues: readonly Issue[], file: YamlFile, kind: string): Problem[] {
  return issues.flatMap((issue) => {
    const path = issue.path.filter((segment) => typeof segment !== 'symbol');
    // A file with more unknown keys than this is of another kind.
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.slice(0, 100).map((key) => unknownKey(key, path, issue.message, file, kind));
    }
    const value = valueAt(file.data, path);
    if (value === undefined && issue.code !== 'custom') return [file.problem(path, missing(issue), 'key')];
    const at = issue.code === 'custom' && issue.params?.at === 'key' ? 'key' : 'value';
    return [file.problem(path, sentence(issue, value, file.source(path)), at)];
  });
}

function unknownKey(key: string, path: Path, allowed: string, file: YamlFile, kind: string): Problem {
  const keys = allowed.split(' ');
  const suggestion = didYouMean(key, keys);
  const list = suggestion === '' ? ` (allowed ${keys.join(', ')})` : '.';
  return file.problem([...path, key], `is not a key of ${formatPath(path) || kind}${list}${suggestion}`, 'key');
}

function missing(issue: Issue): string {
  const allowed = issue.code === 'invalid_value' ? issue.values : issue.code === 'invalid_union' ? unionOf(issue) : [];
  return allowed.length > 0 && allowed.length <= 12 ? `is required (allowed ${allowed.join(', ')})` : 'is required';
}

function unionOf(issue: Issue): unknown[] {
  return 'options' in issue && Array.isArray(issue.options) ? issue.options : [];
}

function sentence(issue: Issue, value: unknown, source: string | undefined): string {
  if (value === null && issue.code !== 'custom') return 'has no value: give it one, or remove the key';
  if (issue.code === 'invalid_type' && issue.message.startsWith('Invalid input')) return typeMessage(issue, value);
  return issue.message.replaceAll('{got}', () =>
    value === undefined && issue.code === 'custom'
      ? `the default ${shown(issue.params?.default, undefined)}`
      : shown(value, source),
  );
}

function typeMessage({ expected }: z.core.$ZodIssueInvalidType, value: unknown): string {
  const kinds: Record<string, string> = {
    string: 'text',
    boolean: 'true or false',
    object: 'a map of keys and values',
    record: 'a map of keys and values',
    array: 'a list',
  };
  const quote = expected === 'string' && typeof value !== 'object' ? ': put it in quotes' : '';
  return `must be ${kinds[expected] ?? expected} (got ${shown(value, undefined)})${quote}`;
}

/** What the file says, short enough for a line. */
function shown(value: unknown, source: string | undefined): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'a map';
  if (typeof value !== 'string') return source ?? String(value);
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 76)}..."` : text;
}

function valueAt(data: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? (value as Record<string | number, unknown>)[key] : undefined,
    data,
  );
}

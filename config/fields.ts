import * as z from 'zod';
import { didYouMean } from './suggestions';

/**
 * What the schema says of a key besides its type: `tools/schema.ts` makes of it what editors show, and
 * `tools/environment-reference.ts` a row of docs/environment.md.
 */
export interface About {
  /** Meaning, units, allowed values. */
  readonly what: string;
  /** Why the default is what it is; of a required key, why it is required. */
  readonly why?: string;
  /** The default in words, where it is not a constant: `<name>-postgres`. */
  readonly derived?: string;
  readonly samples?: readonly unknown[];
}

/** Adds the description. */
export function about<Schema extends z.ZodType>(schema: Schema, description: About): Schema {
  return schema.meta({ ...description });
}

/** A map with these keys and no others. One without a value (`database:`) means the defaults, not an error. */
export function section<Shape extends z.ZodRawShape>(shape: Shape, ...checks: ChecksOf<Shape>) {
  return orNothing({}, keysOf(shape, ...checks));
}

/**
 * A map with these keys and no others.
 * The message of an unknown key is the list of the allowed ones: `problems-of.ts` makes sentences of it.
 */
export function keysOf<Shape extends z.ZodRawShape>(shape: Shape, ...checks: ChecksOf<Shape>) {
  const object = z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? Object.keys(shape).join(' ') : undefined),
  });
  return object.check(...checks);
}

/** Takes a key without a value for an empty one. `nullable` tells the JSON schema's generator. */
export function orNothing<Schema extends z.ZodType>(empty: unknown, schema: Schema) {
  return z.preprocess((value) => (value === null ? empty : value), schema).meta({ nullable: true });
}

type ChecksOf<Shape extends z.ZodRawShape> = z.core.$ZodCheck<z.output<z.ZodObject<Shape>>>[];

/** A list. One without a value (`emails:`) is empty. Entries that are given twice are errors. */
export function list<Item extends z.ZodType>(item: Item) {
  const items = z.array(item).check((context) => {
    const seen = new Set<unknown>();
    for (const [index, value] of context.value.entries()) {
      if (seen.has(value)) context.issues.push(custom(value, [index], 'is in the list already (got {got})'));
      seen.add(value);
    }
  });
  return orNothing([], items);
}

/**
 * A map of text whose keys are the user's. One without a value (`tags:`) is empty.
 * @param check runs even where values are wrong; reports a bad key with `badKey`
 */
export function map(
  value: z.ZodString,
  check: (entries: Readonly<Record<string, string>>, report: (issue: z.core.$ZodRawIssue) => void) => void,
) {
  const keys = z.check<Record<string, string>>(({ value: entries, issues }) => {
    check(entries, (issue) => issues.push(issue));
  });
  keys._zod.def.when = ({ value: given }) => typeof given === 'object' && given !== null;
  return orNothing({}, z.record(z.string(), value).check(keys));
}

/** A problem of a key of a map, not of its value. */
export function badKey(name: string, message: string): z.core.$ZodRawIssue {
  return { ...custom(name, [name], message), params: { at: 'key' } };
}

type Fault = (value: string) => string | undefined;

/**
 * Text of a pattern. In messages `{got}` stands for what the file says.
 * @param wrong completes "this value ...": `is not a VPC's id (got {got}, allowed vpc- and 17 hexadecimal digits)`
 * @param fault what else may be wrong with text of the pattern
 */
export function text(pattern: RegExp, wrong: string, fault: Fault = () => undefined) {
  return withFault(z.string().regex(pattern, wrong), fault);
}

/** Text that only a function can judge. */
export function textThat(fault: Fault) {
  return withFault(z.string(), fault);
}

function withFault(schema: z.ZodString, fault: Fault) {
  return schema.check(({ value, issues }) => {
    const message = issues.length > 0 ? undefined : fault(value);
    if (message !== undefined) issues.push(custom(value, [], message));
  });
}

/**
 * Text that may look like a number: a version, a revision. Nobody quotes `17`, so a whole number is taken as text.
 * `unquoted` tells the JSON schema's generator.
 */
export function orNumber<Schema extends z.ZodType>(schema: Schema, isTaken = Number.isSafeInteger) {
  const toText = (value: unknown) => (typeof value === 'number' && isTaken(value) ? String(value) : value);
  return z.preprocess(toText, schema).meta({ unquoted: true });
}

const notADate = 'is not a date (got {got}, allowed YYYY-MM-DD, such as 2027-06-30)';

/** A day: `YYYY-MM-DD`. */
export const date = z
  .string(notADate)
  .regex(/^\d{4}-\d{2}-\d{2}$/, notADate)
  .check(({ value, issues }) => {
    if (issues.length > 0 || z.iso.date().safeParse(value).success) return;
    issues.push(custom(value, [], 'is not in the calendar (got {got})'));
  });

/** A number in a range. */
export function wholeNumber(minimum: number, maximum: number, unit = '') {
  const allowed = `allowed ${minimum} to ${maximum}${unit === '' ? '' : ` ${unit}`}`;
  const error = `is out of range (got {got}, ${allowed})`;
  return z.int(`must be a whole number (got {got}, ${allowed})`).min(minimum, error).max(maximum, error);
}

/** One word of a few. */
export function choice<const Words extends readonly [string, ...string[]]>(...words: Words) {
  return oneOf(words, (given) => {
    // Where YAML 1.1 was at work, `off` has become a boolean on the way.
    const hint = given === false && words.includes('off') ? ' Write "off", in quotes.' : '';
    return `is not allowed (got {got}, allowed ${words.join(', ')}).${didYouMean(String(given), words)}${hint}`;
  });
}

/** One word of many, with a message of one's own. */
export function oneOf<const Words extends readonly string[]>(words: Words, wrong: (given: unknown) => string) {
  return z.enum(words, { error: ({ input }) => (input === undefined ? undefined : wrong(input)) });
}

/** For checks: a problem at a path below the value that is checked. */
export function custom(input: unknown, path: (string | number)[], message: string): z.core.$ZodRawIssue {
  return { code: 'custom', input, path, message };
}

/**
 * A check of several keys. Runs even where other keys are wrong, so that a file's errors come all at once, but only
 * when the keys it compares are right.
 * @param keys dotted, from where the check is: `database.port`
 */
export function compare<Value>(
  keys: readonly string[],
  run: (value: Value, report: (path: (string | number)[], message: string) => void) => void,
): z.core.$ZodCheck<Value> {
  const check = z.check<Value>(({ value, issues }) => {
    run(value, (path, message) => {
      const given = valueAt(value, path);
      // The file may leave the key out; the message then shows its default.
      issues.push({ ...custom(given, path, message), params: { default: given } });
    });
  });
  check._zod.def.when = ({ issues }) => {
    const wrong = issues.filter(({ code }) => code !== 'unrecognized_keys');
    return !wrong.some((issue) => keys.some((key) => touches(issue.path ?? [], key)));
  };
  return check;
}

/** Whether a problem at `path` leaves the value at `key` in doubt: it is there, above it or below it. */
function touches(path: readonly PropertyKey[], key: string): boolean {
  const segments = key.split('.');
  return path.slice(0, segments.length).every((segment, index) => String(segment) === segments[index]);
}

function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (current, key) => (current as Record<string | number, unknown> | undefined)?.[key],
    value,
  );
}

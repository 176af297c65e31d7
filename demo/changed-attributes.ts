import { isDeepStrictEqual } from 'node:util';

/** Of a resource in a plan; https://developer.hashicorp.com/terraform/internals/json-format#change-representation. */
export interface AttributeChange {
  readonly before?: Attributes | null;
  readonly after?: Attributes | null;
  /** `true`, or a structure that holds one, where the value is known only after the apply. */
  readonly after_unknown?: Attributes | boolean;
  /** The paths of what forces a replacement. */
  readonly replace_paths?: readonly (readonly (string | number)[])[];
}

type Attributes = Readonly<Record<string, unknown>>;

/**
 * What a plan changes of a resource that it updates, or what makes it replace one, by name: `kms_key_id`, `rule (1 added)`.
 * Names only, for a value may be secret.
 */
export function changedAttributes({ before, after, after_unknown, replace_paths }: AttributeChange): string[] {
  if (replace_paths && replace_paths.length > 0)
    return [...new Set(replace_paths.map((path) => String(path[0])))].sort();
  if (!before || !after) return [];
  const unknown = typeof after_unknown === 'object' ? after_unknown : {};
  const names = new Set([...Object.keys(before), ...Object.keys(after), ...Object.keys(unknown)]);
  return [...names]
    .filter((name) => holdsTrue(unknown[name]) || !isDeepStrictEqual(before[name] ?? null, after[name] ?? null))
    .sort()
    .map((name) => (holdsTrue(unknown[name]) ? name : `${name}${elements(before[name], after[name])}`));
}

/** How many elements of a list or set are new and gone, where that is what changes; else nothing. */
function elements(before: unknown, after: unknown): string {
  if (!Array.isArray(before) || !Array.isArray(after)) return '';
  const [old, now] = [before.map(spelledAlike), after.map(spelledAlike)];
  const counts = [
    [now.filter((element) => !old.includes(element)).length, 'added'],
    [old.filter((element) => !now.includes(element)).length, 'removed'],
  ] as const;
  const some = counts.filter(([number]) => number > 0);
  return some.length === 0 ? '' : ` (${some.map(([number, word]) => `${number} ${word}`).join(', ')})`;
}

/**
 * Within a set the provider cannot tell an empty text from none: a rule with `version: ""` would be removed, and added
 * with `version: null`, though nothing about it changes.
 */
function spelledAlike(element: unknown): string {
  return JSON.stringify(element, (_key, value) => (value === '' ? null : value));
}

function holdsTrue(value: unknown): boolean {
  if (value === true) return true;
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsTrue);
}

import { didYouMean } from '../../../config/suggestions';
import { TIERS, type Tier } from '../../../config/tiers';
import { CostError } from '../cost-error';
import { LEVELS, type Range, rangeOf } from '../range';
import { isMap } from '../terraform-json';
import { USAGE_NAMES, type UsageName, usageKey } from './keys';

/** What was given; what was not has the default of the environment's tier. */
export type Usage = Readonly<Partial<Record<UsageName, Range>>>;

/**
 * Reads a usage file's data: a map of keys (`USAGE_KEYS`) to a number, which is then certain, or to
 * `{ low, expected, high }`, all three.
 * @throws CostError that names every key which is unknown, and every value which is no number of the key's range
 */
export function readUsage(input: unknown): Usage {
  if (input === undefined || input === null) return {};
  if (!isMap(input)) throw new CostError([`usage: must be a map of keys and numbers (got ${shown(input)})`]);
  const problems: string[] = [];
  const usage: Partial<Record<UsageName, Range>> = {};
  for (const [key, value] of Object.entries(input)) {
    const name = USAGE_NAMES.find((known) => known === key);
    if (name === undefined) {
      const hint = didYouMean(key, USAGE_NAMES) || ` Allowed: ${USAGE_NAMES.join(', ')}.`;
      problems.push(`usage: ${key} is not a key.${hint}`);
      continue;
    }
    const range = rangeGiven(name, value);
    if (typeof range === 'string') problems.push(`usage: ${key} ${range}`);
    else usage[name] = range;
  }
  if (problems.length > 0) throw new CostError(problems);
  return usage;
}

/** The default of an organization is that of enterprise, where the plan has it; of what is not Palier's, that of beta. */
export function usageOf(name: UsageName, usage: Usage, tier: string): Range {
  return usage[name] ?? defaultUsage(name, tier);
}

export function defaultUsage(name: UsageName, tier: string): Range {
  const { defaults } = usageKey(name);
  if ('low' in defaults) return defaults;
  const known: Tier | undefined = TIERS.find((one) => one === tier);
  return defaults[known ?? (tier === 'organization' ? 'enterprise' : 'beta')];
}

/** The range, or what is wrong with it. */
function rangeGiven(name: UsageName, value: unknown): Range | string {
  if (!isMap(value)) return wrongNumber(name, value) ?? rangeOf(() => value as number);
  const unknown = Object.keys(value).filter((key) => !LEVELS.some((level) => level === key));
  if (unknown.length > 0) return `has ${unknown.join(', ')} (allowed low, expected, high)`;
  const missing = LEVELS.filter((level) => value[level] === undefined);
  if (missing.length > 0) return `has no ${missing.join(', ')}: give all three, or one number`;
  for (const level of LEVELS) {
    const wrong = wrongNumber(name, value[level]);
    if (wrong !== undefined) return `${level} ${wrong}`;
  }
  const range = value as unknown as Range;
  const { low, expected, high } = usageKey(name).lowers ? { ...range, low: range.high, high: range.low } : range;
  if (low <= expected && expected <= high) return range;
  const order = usageKey(name).lowers ? 'fall from low to high: more of it costs less' : 'rise from low to high';
  return `must ${order} (got ${range.low}, ${range.expected}, ${range.high})`;
}

function wrongNumber(name: UsageName, value: unknown): string | undefined {
  const maximum = usageKey(name).maximum ?? 1e15;
  if (typeof value === 'number' && value >= 0 && value <= maximum) return undefined;
  const allowed = usageKey(name).maximum === undefined ? 'a number of 0 or more' : `a number from 0 to ${maximum}`;
  return `must be ${allowed} (got ${shown(value)})`;
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}

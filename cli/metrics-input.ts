import { EnvironmentError, type Path, type Problem } from '../config/problems';
import { displayName } from '../config/sources';
import { readYamlFile, type YamlFile } from '../config/yaml-file';
import { type Metrics, readMetrics } from '../decision/metrics';
import { usage } from './failure';
import { METRIC_FLAGS } from './metric-flags';

/** The flags of the command line, by the name that commander gives them: `uptime30d`. */
export type Flags = Readonly<Record<string, unknown>>;

export interface MetricsInput {
  /** What a file says of the metrics: all of it, or its block `metrics`. */
  readonly file?: YamlFile;
  readonly flags: Flags;
  readonly today: string;
}

/**
 * What the file says, and instead of it what a flag says.
 * @throws EnvironmentError for the file, Failure for the flags: each mistake in a line of its own
 */
export function metricsOf({ file, flags, today }: MetricsInput): Metrics {
  const fromFile = file === undefined ? {} : readMetrics(file, { today });
  if (isProblems(fromFile)) throw new EnvironmentError(fromFile);
  const given = fromFlags(flags);
  const both = readMetrics(given, { today, name: 'metrics', over: fromFile });
  if (!isProblems(both)) return both;
  throw usage(both.map(({ path, message }) => `${flagOf(path) ?? `metrics: ${path}`}: ${message}`).join('\n'));
}

export function readMetricsFile(path: string): YamlFile {
  const name = displayName(path);
  const file = readYamlFile(path, name, { what: 'a file of metrics' });
  if (Array.isArray(file)) throw new EnvironmentError(file);
  return metricsBlock(file) ?? file;
}

/** What stands below `metrics`, with the lines of the file. */
export function metricsBlock(file: YamlFile): YamlFile | undefined {
  if (!('metrics' in file.data)) return undefined;
  const below = (path: Path) => ['metrics', ...path];
  return {
    data: file.data.metrics as YamlFile['data'],
    problem: (path, message, at) => file.problem(below(path), message, at),
    source: (path) => file.source(below(path)),
  };
}

function fromFlags(flags: Flags): Record<string, unknown> {
  const given = METRIC_FLAGS.flatMap(({ flag }) => {
    const value = flags[camelCase(flag)];
    return value === undefined ? [] : [[keyOf(flag), flag === 'mrr-history' ? historyOf(String(value)) : value]];
  });
  return Object.fromEntries(given);
}

/** `2026-09=1,700,2026-10=2200`: a comma before a month separates, another one is the amount's. */
function historyOf(text: string): Record<string, string> {
  const months = text.split(/,(?=[^,=]*=)/).map((part) => part.split('='));
  const wrong = months.find((parts) => parts.length !== 2);
  if (wrong) {
    throw usage(`--mrr-history: "${wrong.join('=')}" is no month with its amount (allowed: 2026-09=1700,2026-10=2200)`);
  }
  const twice = months.find(
    ([month], index) => months.findIndex(([other]) => other?.trim() === month?.trim()) !== index,
  );
  if (twice) throw usage(`--mrr-history: the month ${twice[0]} is given twice`);
  return Object.fromEntries(months.map(([month = '', amount = '']) => [month.trim(), amount.trim()]));
}

function flagOf(path: string): string | undefined {
  const found = METRIC_FLAGS.find(({ flag }) => new RegExp(`^${keyOf(flag)}(?!\\w)`).test(path));
  return found && `--${found.flag}${path.slice(keyOf(found.flag).length).replace(/^\./, ' ')}`;
}

function keyOf(flag: string): string {
  return flag.replaceAll('-', '_');
}

function camelCase(flag: string): string {
  return flag.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

function isProblems(read: Metrics | Problem[]): read is Problem[] {
  return Array.isArray(read);
}

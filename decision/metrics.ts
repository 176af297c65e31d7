import type { z } from 'zod';
import { formatPath, type Path, type Problem } from '../config/problems';
import { problemsOf } from '../config/problems-of';
import { metrics as metricsSchema } from '../config/sections/metrics';
import type { YamlFile } from '../config/yaml-file';

/**
 * How a company does. Amounts are US dollars, shares are percent; `sla_*` is 0 where there is none. What is absent is
 * unknown. Each key is explained in config/sections/metrics.ts.
 */
export type Metrics = Readonly<z.output<typeof metricsSchema>>;

export interface ReadMetricsOptions {
  /** `YYYY-MM-DD` in UTC: what is dated later is an error. */
  readonly today: string;
  /** What messages call the source. @default metrics: most are of one kind, and need no other name */
  readonly name?: string;
}

/**
 * Reads metrics from the data of a YAML file, or from flags with the keys' names, whose values may be text (`5K$`).
 *
 * @param input the data; or a file, as `readYamlFile` of config/yaml-file.ts gives it: problems then have lines
 * @returns the metrics, or every problem there is
 */
export function readMetrics(input: unknown, options: ReadMetricsOptions): Metrics | Problem[] {
  const file = isFile(input) ? input : withoutLines(input, options.name ?? 'metrics');
  const result = metricsSchema.safeParse(file.data);
  if (!result.success) return problemsOf(result.error.issues, file, 'metrics');
  const future = datesAfter(result.data, options.today);
  if (future.length > 0) return future.map(({ path, message }) => file.problem(path, message, 'key'));
  return result.data;
}

/** What is dated later than today, which somebody has mistyped. Paths are below `metrics`. */
export function datesAfter(metrics: Metrics, today: string): { path: Path; message: string }[] {
  const found: { path: Path; message: string }[] = [];
  const { measured_on, mrr_history = {} } = metrics;
  if (measured_on !== undefined && measured_on > today) {
    found.push({ path: ['measured_on'], message: `is in the future (got ${measured_on}, allowed ${today} or before)` });
  }
  for (const month of Object.keys(mrr_history)) {
    const thisMonth = today.slice(0, 'YYYY-MM'.length);
    if (month <= thisMonth) continue;
    found.push({ path: ['mrr_history', month], message: `is in the future (allowed ${thisMonth} or before)` });
  }
  return found;
}

function isFile(input: unknown): input is YamlFile {
  return typeof input === 'object' && input !== null && typeof (input as { problem?: unknown }).problem === 'function';
}

function withoutLines(input: unknown, name: string): YamlFile {
  return {
    data: input as YamlFile['data'],
    problem: (path, message) => ({ file: name, path: formatPath(path), message }),
    source: () => undefined,
  };
}

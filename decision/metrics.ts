import type { z } from 'zod';
import { metricsAsWritten } from '../config/metrics-as-written';
import { contradictions, datedAfter } from '../config/metrics-faults';
import { formatPath, type Problem } from '../config/problems';
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
  /**
   * Metrics that were read before, which the input is laid over: those of a file, under those of flags. Never read
   * twice: `0.5 %` has become 0.5, which a person would have to explain.
   * @default none
   */
  readonly over?: Metrics;
}

/**
 * Reads metrics from the data of a YAML file, or from flags with the keys' names, whose values may be text (`5K$`).
 *
 * @param input the data; or a file, as `readYamlFile` of config/yaml-file.ts gives it: problems then have lines
 * @returns the metrics, or every problem there is
 */
export function readMetrics(input: unknown, options: ReadMetricsOptions): Metrics | Problem[] {
  const file = isFile(input) ? input : withoutLines(input, options.name ?? 'metrics');
  const result = metricsSchema.safeParse(metricsAsWritten(file.data, file.source));
  if (!result.success) return problemsOf(result.error.issues, file, 'metrics');
  const metrics = { ...options.over, ...result.data };
  const faults = [...contradictions(metrics), ...datedAfter(options.today, metrics)];
  if (faults.length > 0) return faults.map(({ path, message }) => file.problem(path, message, 'key'));
  return metrics;
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

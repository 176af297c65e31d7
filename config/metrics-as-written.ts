import type { Path } from './problems';

/** What YAML takes for a number with three decimals, and many a person writes for thousands: `5.000`. */
const LIKE_THOUSANDS = /^[1-9]\d{0,2}\.\d{3}$/;

/**
 * Metrics with such numbers as the text that the file has, so that they are refused like the same text in quotes: five
 * dollars of MRR would be a verdict, and not a mistake that anybody sees.
 * @param source what the file says at a path below the metrics
 */
export function metricsAsWritten(metrics: unknown, source: (path: Path) => string | undefined): unknown {
  return asWritten(metrics, [], source);
}

/** The same of an environment, whose other numbers are left alone. */
export function withMetricsAsWritten(data: unknown, source: (path: Path) => string | undefined): unknown {
  if (typeof data !== 'object' || data === null || !('metrics' in data)) return data;
  return { ...data, metrics: metricsAsWritten(data.metrics, (path) => source(['metrics', ...path])) };
}

function asWritten(value: unknown, path: Path, source: (path: Path) => string | undefined): unknown {
  if (typeof value === 'number') {
    const text = source(path) ?? '';
    return LIKE_THOUSANDS.test(text) ? text : value;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, asWritten(one, [...path, key], source)]));
}

import { join } from 'node:path';
import type { Problem } from '../../config';
import { readYamlFile } from '../../config/yaml-file';
import { type Metrics, readMetrics } from '../../decision/metrics';
import { directory } from '../config/support';

const TODAY = '2026-11-23';

function read(input: unknown, over?: Metrics): Metrics {
  const metrics = readMetrics(input, { today: TODAY, over });
  if (Array.isArray(metrics)) throw new Error(JSON.stringify(metrics));
  return metrics;
}

function faults(input: unknown, over?: Metrics): string[] {
  const problems = readMetrics(input, { today: TODAY, over });
  if (!Array.isArray(problems)) throw new Error(`taken as ${JSON.stringify(problems)}`);
  return problems.map(({ path, message }: Problem) => `${path}: ${message}`);
}

describe('amounts that can be read in one way only', () => {
  test.each([
    [5000, 5000],
    ['5000', 5000],
    [' 5000 ', 5000],
    ['5K', 5000],
    ['5k', 5000],
    ['5K$', 5000],
    ['$5K', 5000],
    ['5 K $', 5000],
    ['US$5K', 5000],
    ['5 KUSD', 5000],
    ['usd 5000', 5000],
    ['5,000', 5000],
    ['$5,000.50', 5000.5],
    ['1,234,567', 1_234_567],
    ['5 000 $', 5000],
    ['5\u00a0000,50 $', 5000.5],
    ['5\u202f000', 5000],
    ['1.234,56', 1234.56],
    ['1.234.567', 1_234_567],
    ['18.2K', 18_200],
    ['18,2K$', 18_200],
    ['1.1K', 1100],
    ['0.29', 0.29],
    ['1.2M', 1_200_000],
    ['0', 0],
  ])('%s', (given, expected) => {
    expect(read({ mrr: given }).mrr).toBe(expected);
  });

  test.each([
    ['5.000', 'can be read in two ways'],
    ['5,500K', 'can be read in two ways'],
    ['5.500K', 'can be read in two ways'],
    ['-5', 'is negative'],
    ['-5K$', 'is negative'],
    ['$-5', 'is negative'],
    ['−5', 'is negative'],
    [-5, 'is negative'],
    ['5K-6K', 'is a range'],
    ['0-5K', 'is a range'],
    ['5K€', 'is not in US dollars'],
    ['EUR 5000', 'is not in US dollars'],
    ['5m', 'is not an amount'],
    ['~5K', 'is not an amount'],
    ['5K+', 'is not an amount'],
    ['1e3', 'is not an amount'],
    ['0x10', 'is not an amount'],
    ['05', 'is not an amount'],
    ['5,00,000', 'is not an amount'],
    ['5 00', 'is not an amount'],
    ['0,500', 'is not an amount'],
    ['NaN', 'is not an amount'],
    ['$', 'is not an amount'],
    ['', 'is not an amount'],
    [Number.NaN, 'must be an amount'],
    [Number.POSITIVE_INFINITY, 'must be an amount'],
    [true, 'must be an amount'],
    [[5000], 'must be an amount'],
    [null, 'has no value'],
    ['10,000,000,001', 'is too much'],
  ])('%s is refused', (given, message) => {
    expect(faults({ mrr: given })).toEqual([expect.stringMatching(`^mrr: ${message}`)]);
  });
});

test.each([
  ['users', '1,200', 1200],
  ['users', '1.2K', 1200],
  ['incidents_30d', '0', 0],
  ['uptime_30d', '99.95', 99.95],
  ['uptime_30d', '99,95 %', 99.95],
  ['uptime_30d', 100, 100],
  ['uptime_30d', 0, 0],
  ['churn', '0.5 %', 0.5],
  ['churn', 1, 1],
  ['churn', '3%', 3],
  ['sla_asked', '99 %', 99],
  ['sla_asked', 'none', 0],
  ['sla_signed', 'Best effort', 0],
  ['compliance', 'SOC 2, ISO/IEC 27001', ['soc-2', 'iso-27001']],
  ['compliance', ['soc2', 'ISO27001'], ['soc-2', 'iso-27001']],
  ['compliance', 'none', []],
])('%s of %s', (key, given, expected) => {
  expect(read({ [key]: given })).toEqual({ [key]: expected });
});

test.each([
  ['users', '1.25', 'must be a whole number'],
  ['users', '$5', 'is not an amount'],
  ['users', -1, 'is negative'],
  ['uptime_30d', 1, 'can be read in two ways (got 1): write "1 %" or "100 %"'],
  ['uptime_30d', '0.999', 'can be read in two ways (got "0.999"): write "0.999 %" or "99.9 %"'],
  ['uptime_30d', 100.1, 'is too much'],
  ['uptime_30d', '-1 %', 'is negative'],
  ['uptime_30d', 'good', 'is not a percentage'],
  ['churn', 0.5, 'can be read in two ways (got 0.5): write "0.5 %" or "50 %"'],
  ['sla_asked', 49, 'is not an SLA'],
  ['sla_asked', 'five nines', 'is not a percentage'],
  ['compliance', '', 'is empty (allowed soc-2, iso-27001, or none)'],
  ['measured_on', '23/11/2026', 'is not a date'],
  ['measured_on', '2026-11-24', 'is in the future (got "2026-11-24", allowed 2026-11-23 or before)'],
])('%s of %s is refused', (key, given, message) => {
  const [fault, ...others] = faults({ [key]: given });
  expect(fault).toContain(`${key}: ${message}`);
  expect(others).toEqual([]);
});

test('a month of the future is refused, the present one is not', () => {
  expect(faults({ mrr_history: { '2026-12': 1 } })).toEqual([
    'mrr_history.2026-12: is in the future (allowed 2026-11 or before)',
  ]);
  expect(read({ mrr_history: { '2026-11': '1K' } })).toEqual({ mrr_history: { '2026-11': 1000 } });
});

test('nothing is required, and what is no map is refused', () => {
  expect(read({})).toEqual({});
  expect(faults(5)).toEqual([': must be a map of keys and values (got 5)']);
  expect(faults([])).toEqual([': must be a map of keys and values (got a list)']);
  expect(faults({ mmr: 5 })).toEqual(['mmr: is not a key of metrics. Did you mean "mrr"?']);
});

test.each([
  [{ sla_asked: 99, sla_signed: 'none' }, 'is 0, and sla_asked 99 is above sla_signed none'],
  [{ sla_asked: 99.5, sla_signed: 99 }, 'is 0, and sla_asked 99.5 is above sla_signed 99'],
  [{ sla_asked: 99, sla_signed: 99 }, undefined],
  // They may have what they ask for.
  [{ sla_asked: 99 }, undefined],
])('nobody asks for more than they have, beside %j', (sla, message) => {
  const input = { higher_sla_requests: 0, ...sla };
  if (message === undefined) expect(read(input)).toMatchObject({ higher_sla_requests: 0 });
  else expect(faults(input)).toEqual([expect.stringContaining(`higher_sla_requests: ${message}`)]);
  expect(read({ ...input, higher_sla_requests: 1 })).toMatchObject({ higher_sla_requests: 1 });
});

test('flags are laid over a file that was read, and both together must be right', () => {
  const file = read({ churn: '0.5 %', users: 5, incidents_30d: 3 });
  expect(read({ users: '6' }, file)).toEqual({ churn: 0.5, users: 6, incidents_30d: 3 });
  expect(faults({ incidents_90d: '2' }, file)).toEqual([
    'incidents_90d: is less than incidents_30d 3 (got 2): the 90 days have the 30 in them',
  ]);
});

test.each([
  ['users: 5\nmrr: 5€\n', 'metrics.yaml:2 mrr'],
  ['users: 5\nmrr: 5.000\n', 'metrics.yaml:2 mrr'],
  ['users: 5\n\nmeasured_on: 2027-01-01\n', 'metrics.yaml:3 measured_on'],
])('the problems of a file have its lines', (yaml, expected) => {
  const file = readYamlFile(join(directory({ 'metrics.yaml': yaml }), 'metrics.yaml'), 'metrics.yaml');
  const problems = readMetrics(file, { today: TODAY }) as Problem[];
  expect(problems.map((problem) => `${problem.file}:${problem.line} ${problem.path}`)).toEqual([expected]);
});

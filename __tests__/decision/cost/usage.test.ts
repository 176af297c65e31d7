import { TIERS } from '../../../config/tiers';
import { CostError, defaultUsage, price, readUsage, USAGE_NAMES, usageKey } from '../../../decision/cost';
import type { Json } from '../../support/stack-json';
import { line, type Sample, sampleStacks } from './support';

let stacks: Record<Sample, Json>;

beforeAll(async () => {
  stacks = await sampleStacks();
});

test('a number is certain, three are a range, and nothing is the default', () => {
  expect(readUsage({ requests: 5e6, database_gb: { low: 1, expected: 2, high: 3 } })).toEqual({
    requests: { low: 5e6, expected: 5e6, high: 5e6 },
    database_gb: { low: 1, expected: 2, high: 3 },
  });
  expect(readUsage(undefined)).toEqual({});
  expect(readUsage(null)).toEqual({});
  expect(readUsage({})).toEqual({});
});

test.each([
  [{ request: 1 }, 'usage: request is not a key. Did you mean "requests"?'],
  [{ shoe_size: 1 }, /^usage: shoe_size is not a key\. Allowed: requests, firewall_log_kb, /],
  [{ requests: -1 }, 'usage: requests must be a number of 0 or more (got -1)'],
  [{ requests: Number.NaN }, 'usage: requests must be a number of 0 or more (got NaN)'],
  [{ requests: Number.POSITIVE_INFINITY }, 'usage: requests must be a number of 0 or more (got Infinity)'],
  [{ requests: '5M' }, 'usage: requests must be a number of 0 or more (got "5M")'],
  [{ requests: null }, 'usage: requests must be a number of 0 or more (got null)'],
  [{ requests: [1] }, 'usage: requests must be a number of 0 or more (got a list)'],
  [{ daily_change: 5 }, 'usage: daily_change must be a number from 0 to 1 (got 5)'],
  [{ kms_rotations: 3 }, 'usage: kms_rotations must be a number from 0 to 2 (got 3)'],
  [{ requests: { low: 1, high: 3 } }, 'usage: requests has no expected: give all three, or one number'],
  [{ requests: { low: 1, expected: 2, high: 3, most: 4 } }, 'usage: requests has most (allowed low, expected, high)'],
  [{ requests: { low: 1, expected: -2, high: 3 } }, 'usage: requests expected must be a number of 0 or more (got -2)'],
  [{ requests: { low: 1, expected: 5, high: 3 } }, 'usage: requests must rise from low to high (got 1, 5, 3)'],
  [{ requests: { low: 3, expected: 2, high: 1 } }, 'usage: requests must rise from low to high (got 3, 2, 1)'],
  [
    { free_allowance: { low: 0, expected: 0.5, high: 1 } },
    'usage: free_allowance must fall from low to high: more of it costs less (got 0, 0.5, 1)',
  ],
  ['requests: 5', 'usage: must be a map of keys and numbers (got "requests: 5")'],
  [[{ requests: 5 }], 'usage: must be a map of keys and numbers (got a list)'],
])('%j is refused', (input, message) => {
  expect(() => readUsage(input)).toThrow(CostError);
  expect(() => readUsage(input)).toThrow(message);
});

test('all that is wrong is told at once', () => {
  const wrong = { request: 1, database_gb: -5 };
  expect(() => readUsage(wrong)).toThrow(
    'usage: request is not a key. Did you mean "requests"?\nusage: database_gb must be a number of 0 or more (got -5)',
  );
});

test('the free allowances may be given by level, most of them for the low estimate', () => {
  const range = { low: 1, expected: 0.5, high: 0 };
  expect(readUsage({ free_allowance: range })).toEqual({ free_allowance: range });
});

test.each(USAGE_NAMES)('%s has a meaning, a reason, and defaults that it would take itself', (name) => {
  const { what, why } = usageKey(name);
  expect(what).toMatch(/\.$/);
  expect(why).toMatch(/\.$/);
  for (const tier of [...TIERS, 'organization', 'none']) {
    const range = defaultUsage(name, tier);
    expect(readUsage({ [name]: range })).toEqual({ [name]: range });
  }
});

test('what is given takes the place of the default, also zero', () => {
  const { beta } = stacks;
  const requests = line(
    price(beta, { usage: readUsage({ requests: 10e6 }) }),
    'aws_wafv2_web_acl.firewall',
    'requests',
  );
  expect(requests).toMatchObject({ low: 6, expected: 6, high: 6, usage: expect.arrayContaining(['requests']) });
  const none = line(price(beta, { usage: readUsage({ requests: 0 }) }), 'aws_wafv2_web_acl.firewall', 'requests');
  expect(none).toMatchObject({ low: 0, expected: 0, high: 0 });
});

test('what is given and prices nothing is told; what prices something is not', () => {
  const { beta, organization } = stacks;
  const usage = readUsage({ aurora_io: 1e6, requests: 1e6, free_allowance: 0 });
  expect(price(beta, { usage }).idleUsage).toEqual(['aurora_io']);
  expect(price(organization, { usage }).idleUsage).toEqual(['requests', 'aurora_io']);
  expect(price(beta).idleUsage).toEqual([]);
});

test('an account of its own has the free allowances to itself', () => {
  const { beta } = stacks;
  const shared = price(beta).total;
  const own = price(beta, { usage: readUsage({ free_allowance: 1 }) }).total;
  expect(own.low).toBe(shared.low);
  // A dashboard, ten alarms, a metric, a GB of logs.
  expect(shared.expected - own.expected).toBeGreaterThan(4);
});

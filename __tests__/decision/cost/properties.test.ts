import { price, type Range, USAGE_NAMES, type UsageName } from '../../../decision/cost';
import type { Json } from '../../support/stack-json';
import { anyUsage, cents, fullStack, irishStack, more, sampleStacks, seeded } from './support';

let stacks: readonly Json[];

beforeAll(async () => {
  const { beta, enterprise, organization, ...others } = await sampleStacks();
  stacks = [
    beta,
    others['early-ga'],
    others['production-ga'],
    enterprise,
    organization,
    await fullStack(),
    await irishStack(),
  ];
});

const SEEDS = Array.from({ length: 6 }, (_, index) => 1000 + 77 * index);

/** Usage that no rule would find in any stack moves nothing: then the property would hold for nothing. */
const moved = new Set<UsageName>();

describe.each(SEEDS)('any usage, seed %d', (seed) => {
  test('the lines, the lines of the checklist and the tiers add up to the total, to the cent', () => {
    const random = seeded(seed);
    for (const stack of stacks) {
      const { lines, byChecklistLine, byTier, total } = price(stack, { usage: anyUsage(random) });
      const sum = cents([total]);
      expect(cents(lines)).toEqual(sum);
      expect(cents(byChecklistLine)).toEqual(sum);
      expect(cents(byTier)).toEqual(sum);
    }
  });

  test('each line is a whole number of cents, none is negative, and low, expected and high rise', () => {
    const random = seeded(seed);
    for (const stack of stacks) {
      for (const line of price(stack, { usage: anyUsage(random) }).lines) {
        for (const usd of [line.low, line.expected, line.high]) {
          expect(usd).toBeGreaterThanOrEqual(0);
          expect(Number(usd.toFixed(2))).toBe(usd);
        }
        expect([line.low <= line.expected, line.expected <= line.high, line.address]).toEqual([
          true,
          true,
          line.address,
        ]);
      }
    }
  });

  test('more of anything never costs less, and more of the free allowances never more', () => {
    const random = seeded(seed);
    for (const stack of stacks) {
      const usage = anyUsage(random);
      const before = price(stack, { usage });
      for (const name of USAGE_NAMES) {
        const after = price(stack, { usage: more(usage, name, random) });
        for (const level of ['low', 'expected', 'high'] as const satisfies readonly (keyof Range)[]) {
          const isLess = after.total[level] < before.total[level];
          expect({ name, level, isLess }).toEqual({ name, level, isLess: false });
          if (after.total[level] > before.total[level]) moved.add(name);
        }
      }
    }
  });
});

test('each key of the usage has moved a bill', () => {
  expect(USAGE_NAMES.filter((name) => !moved.has(name))).toEqual([]);
});

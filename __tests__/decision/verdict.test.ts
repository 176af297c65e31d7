import { TIERS } from '../../config/tiers';
import type { Assessment, Verdict } from '../../decision/assess';
import { couldChangeVerdict, possibleVerdicts, verdictOf } from '../../decision/verdict';
import { assessed, CALM } from './support';

const RANK: Readonly<Record<Verdict, number>> = { SKIP: 0, WAIT: 1, GO: 2 };

/** On both sides of each threshold of the next tier, and of the present tier's uptime target. */
const RISING = {
  beta: { users: [200, 201], mrr: [5000, 5001, 9000], sla_asked: ['none', 95, 96, 99], sla_signed: ['none', 96, 99] },
  'early-ga': {
    users: [1000, 1001],
    mrr: [20_000, 20_001],
    sla_asked: ['none', 99, 99.1],
    sla_signed: ['none', 99, 99.5, 99.9],
  },
  'production-ga': {
    users: [10_000, 10_001],
    mrr: [100_000, 100_001],
    sla_asked: ['none', 99.5, 99.6],
    sla_signed: ['none', 99.5, 99.9],
    compliance: ['none', ['soc-2'], ['soc-2', 'iso-27001']],
  },
} as const;

type Figures = Readonly<Record<string, readonly unknown[]>>;

/** What goes with it: nothing against the move, each WAIT signal, each of them unknown. */
const SITUATIONS: readonly object[] = [
  {},
  { churn: 11 },
  { churn: undefined },
  { incidents_30d: 3 },
  { incidents_30d: undefined },
  { infrastructure_cost: 150 },
  { infrastructure_cost: undefined },
  { mrr_history: { '2026-09': 2, '2026-10': 1 } },
  { mrr_history: undefined },
  { higher_sla_requests: 0 },
  { higher_sla_requests: undefined },
];

function grid(figures: Figures): Record<string, unknown>[] {
  return Object.entries(figures).reduce<Record<string, unknown>[]>(
    (points, [name, values]) => points.flatMap((point) => values.map((value) => ({ ...point, [name]: value }))),
    [{}],
  );
}

/** Each point of the grid that has one figure more, and only that. */
function risen(point: Readonly<Record<string, unknown>>, figures: Figures): Record<string, unknown>[] {
  return Object.entries(figures).flatMap(([name, values]) => {
    const next = values[values.indexOf(point[name]) + 1];
    return next === undefined ? [] : [{ ...point, [name]: next }];
  });
}

/** Nobody asks for more than they have, and somebody does: that is refused. */
function contradicts({ higher_sla_requests, sla_asked, sla_signed }: Record<string, unknown>): boolean {
  const [asked, signed] = [sla_asked, sla_signed].map((value) => (typeof value === 'number' ? value : 0));
  return higher_sla_requests === 0 && (asked ?? 0) > (signed ?? 0);
}

const given = (input: object) => Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));

test.each(['beta', 'early-ga', 'production-ga'] as const)('at %s, more of a trigger never makes it worse', (tier) => {
  for (const situation of SITUATIONS) {
    const isPossible = (point: object) => !contradicts({ ...point, ...situation });
    const verdicts = new Map<string, Verdict>();
    const verdictAt = (point: object) => {
      const key = JSON.stringify(point);
      const known = verdicts.get(key) ?? assessed(tier, given({ ...CALM, ...point, ...situation })).verdict;
      verdicts.set(key, known);
      return known;
    };
    const worse: unknown[] = [];
    for (const point of grid(RISING[tier]).filter(isPossible)) {
      for (const more of risen(point, RISING[tier]).filter(isPossible)) {
        if (RANK[verdictAt(more)] < RANK[verdictAt(point)]) worse.push({ point, more, situation });
      }
    }
    expect(worse).toEqual([]);
    // It would be easy to be monotone where nothing ever changes.
    if (Object.keys(situation).length === 0) expect(new Set(verdicts.values()).size).toBe(3);
  }
});

test.each([0, 1, 2, 3])('with %d of three triggers, and every set of WAIT signals', (count) => {
  for (let signals = 0; signals < 32; signals += 1) {
    const rules = [
      ...[0, 1, 2].map((index) => trigger(index, index < count ? 'met' : 'not met')),
      ...[0, 1, 2, 3, 4].map((index) => waitSignal(index, signals & (1 << index) ? 'met' : 'not met')),
      goSignal('not met'),
      goSignal('unknown'),
    ];
    const expected = count === 0 ? 'SKIP' : count === 1 ? 'WAIT' : signals > 0 ? 'WAIT' : 'GO';
    expect(verdictOf(rules)).toBe(expected);
    expect(possibleVerdicts(rules)).toEqual([expected]);
  }
});

type Outcome = Assessment['rules'][number]['outcome'];
const trigger = (index: number, outcome: Outcome) => ({ id: `trigger-${index}`, kind: 'trigger', outcome }) as const;
const waitSignal = (index: number, outcome: Outcome) =>
  ({ id: `wait-${index}`, kind: 'wait-signal', outcome }) as const;
const goSignal = (outcome: Outcome) => ({ id: `go-${outcome}`, kind: 'go-signal', outcome }) as const;

describe('what is unknown', () => {
  test.each<[string, Outcome[], Outcome, Verdict, Verdict[], boolean, boolean]>([
    [
      'a trigger that could make it one',
      ['not met', 'not met', 'unknown'],
      'not met',
      'WAIT',
      ['WAIT', 'SKIP'],
      true,
      false,
    ],
    ['a signal, where no trigger is met', ['not met', 'not met', 'not met'], 'unknown', 'SKIP', ['SKIP'], false, false],
    ['a signal, where one is', ['met', 'not met', 'not met'], 'unknown', 'WAIT', ['WAIT'], false, false],
    ['a signal, where enough are', ['met', 'met', 'not met'], 'unknown', 'WAIT', ['GO', 'WAIT'], false, true],
    ['a third trigger', ['met', 'met', 'unknown'], 'not met', 'GO', ['GO'], false, false],
    ['a second trigger', ['met', 'unknown', 'not met'], 'not met', 'WAIT', ['GO', 'WAIT'], true, false],
    [
      'a second trigger, with a signal against it',
      ['met', 'unknown', 'not met'],
      'met',
      'WAIT',
      ['WAIT'],
      false,
      false,
    ],
    ['a second trigger and a signal', ['met', 'unknown', 'not met'], 'unknown', 'WAIT', ['GO', 'WAIT'], true, true],
    ['everything', ['unknown', 'unknown', 'unknown'], 'unknown', 'WAIT', ['GO', 'WAIT', 'SKIP'], true, true],
  ])('%s', (_title, triggers, signal, verdict, possible, byTrigger, bySignal) => {
    const ofTrigger = triggers.map((outcome, index) => trigger(index, outcome));
    const rules = [...ofTrigger, waitSignal(0, signal), goSignal('unknown')];
    expect(verdictOf(rules)).toBe(verdict);
    expect(possibleVerdicts(rules)).toEqual(possible);
    expect(ofTrigger.some((one) => one.outcome === 'unknown' && couldChangeVerdict([one.id], rules))).toBe(byTrigger);
    expect(signal === 'unknown' && couldChangeVerdict(['wait-0'], rules)).toBe(bySignal);
    expect(couldChangeVerdict(['go-unknown'], rules)).toBe(false);
  });

  /** The answer may be cautious, but not wrong: whatever the truth turns out to be, a GO stays one, and a SKIP, too. */
  test.each(['beta', 'early-ga', 'production-ga'] as const)(
    'at %s, a GO or SKIP holds whatever is found out',
    (tier) => {
      const full = { ...CALM, users: 20_000, mrr: 200_000, sla_asked: 99.9, sla_signed: 99.9, compliance: ['soc-2'] };
      const bad = { ...CALM, churn: 11, incidents_30d: 3, higher_sla_requests: 0, infrastructure_cost: 5000 };
      const names = Object.keys(full);
      let sure = 0;
      for (let known = 0; known < 1 << names.length; known += 7) {
        for (const source of [full, bad]) {
          const part = Object.fromEntries(Object.entries(source).filter((_entry, index) => known & (1 << index)));
          const { verdict } = assessed(tier, part);
          if (verdict === 'WAIT') continue;
          sure += 1;
          for (const rest of [full, bad]) {
            expect(assessed(tier, { ...without(impliedBy(part), rest), ...part }).verdict).toBe(verdict);
          }
        }
      }
      expect(sure).toBeGreaterThan(10);
    },
  );
});

/** What follows from what is known: another figure for it would contradict that, and not add to it. */
function impliedBy(part: object): string[] {
  return [
    ...('mrr_history' in part ? ['mrr'] : []),
    ...('higher_sla_requests' in part ? ['sla_asked', 'sla_signed'] : []),
    ...('sla_asked' in part || 'sla_signed' in part ? ['sla_asked', 'sla_signed', 'higher_sla_requests'] : []),
  ];
}

function without(names: readonly string[], input: object): object {
  return Object.fromEntries(Object.entries(input).filter(([name]) => !names.includes(name)));
}

test('each tier but the highest has another to move to, one above', () => {
  expect(TIERS.map((tier) => assessed(tier, {}).next)).toEqual(['early-ga', 'production-ga', 'enterprise', undefined]);
  expect(assessed('enterprise', {})).toMatchObject({ verdict: 'SKIP', rules: [], flips: [], missing: [] });
});

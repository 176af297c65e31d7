import { decisionDocument } from '../../decision/decision-document';
import { english } from '../../decision/language/english';
import { french } from '../../decision/language/french';
import { readMetrics } from '../../decision/metrics';
import { assessed, CALM, rule, TODAY } from './support';

/** What is said beside the verdict is as true as the verdict. */

const TIERS = ['beta', 'early-ga', 'production-ga'] as const;

const HISTORY = { '2026-07': 2500, '2026-08': 3100, '2026-09': 4000, '2026-10': 6000 };

/** Values of each metric, on both sides of what the rules ask for. */
const VALUES: Readonly<Record<string, readonly unknown[]>> = {
  users: [1, 20_000],
  mrr: [1, 200_000],
  mrr_history: [{ '2026-09': 2, '2026-10': 1 }, { '2026-09': 190_000, '2026-10': 200_000 }, HISTORY],
  sla_asked: ['none', 96, 99.9],
  sla_signed: ['none', 96, 99.9],
  higher_sla_requests: [0, 1],
  compliance: ['none', ['soc-2']],
  uptime_30d: [90, 100],
  uptime_90d: [90, 100],
  incidents_30d: [0, 9],
  incidents_90d: [0, 9],
  churn: [0.5, 20].map((value) => `${value} %`),
  infrastructure_cost: [0, 100_000],
};

/** Half known, the same each time. */
function* samples(count: number): Generator<Record<string, unknown>> {
  let seed = 7;
  const next = (below: number) => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % below;
  };
  for (let index = 0; index < count; ) {
    const input = Object.fromEntries(
      Object.entries(VALUES).flatMap(([name, values]) =>
        next(3) === 0
          ? []
          : [[name, next(3) === 0 && name in CALM ? CALM[name as never] : values[next(values.length)]]],
      ),
    );
    if (isRefused(input)) continue;
    index += 1;
    yield input;
  }
}

const isRefused = (input: object) => Array.isArray(readMetrics(input, { today: TODAY }));

describe('what could not change the verdict', () => {
  test.each(TIERS)('at %s, does not', (tier) => {
    let tried = 0;
    for (const input of samples(400)) {
      const { verdict, missing } = assessed(tier, input);
      for (const { metric } of missing.filter((one) => !one.couldChangeVerdict && !(one.metric in input))) {
        for (const value of VALUES[metric] ?? []) {
          const more = { ...input, [metric]: value };
          if (isRefused(more)) continue;
          tried += 1;
          expect({ input, metric, value, verdict: assessed(tier, more).verdict }).toMatchObject({ verdict });
        }
      }
    }
    expect(tried).toBeGreaterThan(50);
  });

  test.each(['sla_asked', 'sla_signed', 'higher_sla_requests'])(
    'but each of the three that tell a demand: %s',
    (name) => {
      const input = {
        users: 450,
        mrr: 6000,
        mrr_history: HISTORY,
        churn: 3,
        incidents_30d: 0,
        infrastructure_cost: 30,
      };
      const { verdict, missing } = assessed('beta', input);
      expect(verdict).toBe('WAIT');
      expect(missing.find(({ metric }) => metric === name)).toMatchObject({ couldChangeVerdict: true });
      expect(assessed('beta', { ...input, [name]: name === 'higher_sla_requests' ? 1 : 99 }).verdict).toBe('GO');
    },
  );

  test('nor one that may also change what another has answered', () => {
    const { sla_signed, higher_sla_requests, ...input } = { ...CALM, users: 1001, mrr: 20_000 };
    const { verdict, missing } = assessed('early-ga', input);
    expect(verdict).toBe('WAIT');
    expect(missing).toMatchObject([{ metric: 'sla_signed', couldChangeVerdict: true }]);
    expect(assessed('early-ga', { ...input, sla_signed: 99.9 }).verdict).toBe('GO');
  });

  test('an MRR is not enough where the history is what is asked for, and either is where it is the MRR', () => {
    const metricsOf = (id: string) => rule(assessed('beta', {}), id).missing;
    expect(metricsOf('trigger-mrr')).toEqual(['mrr', 'mrr_history']);
    expect(metricsOf('wait-mrr')).toEqual(['mrr_history']);
    expect(metricsOf('wait-incidents')).toEqual(['incidents_30d', 'incidents_90d']);
  });
});

describe('what would change the answer', () => {
  /** What does what an answer asks for, by what the rule says. */
  const CLEARED: Readonly<Record<string, object>> = {
    'MRR flat or falling': { mrr_history: { '2026-09': 190_000, '2026-10': 200_000 } },
    'churn > 10 %': { churn: 1 },
    'incidents > 2 a month': { incidents_30d: 0, incidents_90d: 0 },
    'infrastructure > 2 % of MRR': { infrastructure_cost: 0, mrr: 200_000 },
    'no customer asks for a higher SLA': { higher_sla_requests: 1 },
  };
  const TRIGGERS: Readonly<Record<string, object>> = {
    'users >': { users: 20_000 },
    'MRR >': { mrr: 200_000 },
    'SLA asked ≥': { sla_asked: 99.9 },
    'SLA signed ≥': { sla_signed: 99.9, sla_asked: 99.9, higher_sla_requests: 1 },
    'compliance:': { compliance: ['soc-2'] },
  };

  function all(flips: readonly string[]): object {
    const asked = flips.filter((text) => !text.startsWith('it is SKIP'));
    const steps = asked.flatMap((text) => {
      const named = /trigger/.test(text) ? TRIGGERS : CLEARED;
      return Object.entries(named).filter(([condition]) => text.includes(condition));
    });
    return Object.assign({}, ...steps.map(([, step]) => step));
  }

  test.each(TIERS)('at %s, all of it together is a GO', (tier) => {
    let tried = 0;
    for (const input of samples(400)) {
      const { verdict, flips } = assessed(tier, input);
      if (verdict === 'GO') continue;
      const changed = { ...input, ...all(flips) };
      if (isRefused(changed)) continue;
      tried += 1;
      expect({ input, flips, verdict: assessed(tier, changed).verdict }).toMatchObject({ verdict: 'GO' });
    }
    expect(tried).toBeGreaterThan(200);
  });

  test('in a WAIT, also what turns it into a SKIP', () => {
    const { flips } = assessed('beta', { ...CALM, users: 201 });
    expect(flips).toContain('it is SKIP if none of these is met: users > 200 (now 201)');
    expect(assessed('beta', { ...CALM, users: 200 }).verdict).toBe('SKIP');
  });
});

describe('an old history', () => {
  const old = { users: 100, sla_asked: 'none' };

  test.each([
    ['2025-01', 'WAIT', 'unknown'],
    ['2026-09', 'WAIT', 'unknown'],
    ['2026-10', 'SKIP', 'not met'],
    ['2026-11', 'SKIP', 'not met'],
  ])('that ends in %s: %s', (month, verdict, outcome) => {
    const answer = assessed('beta', { ...old, mrr_history: { [month]: 3000 }, infrastructure_cost: 10 });
    expect(answer.verdict).toBe(verdict);
    expect(rule(answer, 'trigger-mrr').outcome).toBe(outcome);
    expect(rule(answer, 'wait-infrastructure').outcome).toBe(outcome);
  });

  test('is held against the day of the metrics, and does not hide an MRR that is given', () => {
    const input = { ...old, mrr_history: { '2026-09': 3000 } };
    expect(assessed('beta', { ...input, measured_on: '2026-10-31' }).verdict).toBe('SKIP');
    expect(assessed('beta', { ...input, mrr: 3000 }).verdict).toBe('SKIP');
  });

  test('or one with a gap is said to be that, and not to be missing', () => {
    const said = (mrr_history: object) =>
      assessed('beta', { mrr_history }).missing.find(({ metric }) => metric === 'mrr_history')?.text;
    expect(said({ '2026-07': 1, '2026-08': 2, '2026-10': 3 })).toContain('mrr_history lacks 2026-09');
    const gap = { ...CALM, users: 201, sla_asked: 99, mrr_history: { '2026-08': 2, '2026-10': 3 } };
    expect(assessed('beta', gap).summary).toMatch(/known to be met; not known: mrr_history lacks 2026-09\.$/);
    expect(said({ '2026-01': 1 })).toContain('MRR > 5,000 (unknown: mrr_history ends in 2026-01)');
  });
});

describe('metrics of more than a month ago', () => {
  const go = { ...CALM, users: 201, mrr: 5001, mrr_history: { '2026-09': 4000, '2026-10': 5001 } };

  test.each([
    ['2026-10-23', 'GO', ['GO']],
    ['2026-10-22', 'WAIT', ['GO', 'WAIT']],
  ])('of %s: %s', (measured_on, verdict, possibleVerdicts) => {
    expect(assessed('beta', { ...go, measured_on })).toMatchObject({ verdict, possibleVerdicts });
  });

  test('say so, and a SKIP stays one', () => {
    const { summary, flips } = assessed('beta', { ...go, measured_on: '2026-10-22' });
    expect(summary).toBe(
      'WAIT: stay on beta. 2 triggers of early-ga met, and no WAIT signal, but the metrics are of 2026-10-22, 32 days ago: measure again.',
    );
    expect(flips).toEqual(['to be measured again: the metrics are of 2026-10-22']);
    expect(assessed('beta', { ...CALM, measured_on: '2026-10-22' }).verdict).toBe('SKIP');
  });
});

describe('figures close to a threshold', () => {
  test.each([
    [99.999, '99.999 %', '99,999 %'],
    [10.001, '10.001 %', '10,001 %'],
    [99.89999, '99.89999 %', '99,89999 %'],
    [100, '100 %', '100 %'],
    [-0, '0 %', '0 %'],
    [-1e-12, '0 %', '0 %'],
  ])('%d is not made another', (value, inEnglish, inFrench) => {
    expect([english.percent(value), french.percent(value)]).toEqual([inEnglish, inFrench]);
  });

  test.each([
    [20.001, '+20.001 %'],
    [35.2941176, '+35.29 %'],
    [-0.001, '-0.001 %'],
    [0, '0 %'],
  ])('a growth of %d is %s', (value, expected) => {
    expect(english.now.growth('2026-10', value)).toBe(`2026-10 ${expected}`);
  });
});

test('an MRR beside another one in the history is noted', () => {
  const note = (mrr: number) => assessed('beta', { ...CALM, mrr }).notes.join('\n');
  expect(note(5001)).toContain('mrr is 5,001, and mrr_history has 5,000 for 2026-10');
  expect(note(5000)).not.toContain('mrr_history has');
});

test('French agrees with what it counts', () => {
  const document = decisionDocument(assessed('beta', { ...CALM, uptime_30d: 90, users: 201, mrr: 5001 }), {
    lang: 'fr',
    date: TODAY,
  });
  expect(document).toContain('2 atteints, 2 requis.');
  expect(document).toContain('+9 points, de 90 %');
  expect(document).toContain('Conformité : aucune');
});

import { assess } from '../../decision/assess';
import { assessed, CALM, metrics, TODAY } from './support';

describe("the plan's own present state", () => {
  // `Beta (50-200 users)`, `MRR: $0-5K`, `SLA: Best effort`. Nothing is said of what customers ask for.
  const present = { users: 200, mrr: '5K$', sla_signed: 'best effort' };

  test('WAIT: stay on beta, until it is known what customers ask for', () => {
    const { verdict, possibleVerdicts, summary, flips, missing } = assessed('beta', present);
    expect({ verdict, possibleVerdicts, summary, flips }).toEqual({
      verdict: 'WAIT',
      possibleVerdicts: ['WAIT', 'SKIP'],
      summary: 'WAIT: stay on beta. No trigger of early-ga known to be met; not known: sla_asked.',
      flips: [
        'no trigger met; 2 more of: users > 200 (now 200); MRR > 5,000 (now 5,000); SLA asked ≥ 99 % (unknown)',
        'to be known before a GO, and not met: MRR flat or falling; churn > 10 %; incidents > 2 a month; infrastructure > 2 % of MRR; no customer asks for a higher SLA',
        'it is SKIP if none of these is met: SLA asked ≥ 99 % (unknown)',
      ],
    });
    expect(missing.filter(({ couldChangeVerdict }) => couldChangeVerdict)).toEqual([
      {
        metric: 'sla_asked',
        rules: ['trigger-sla', 'go-demand', 'wait-demand'],
        couldChangeVerdict: true,
        text: 'sla_asked could change the verdict: SLA asked ≥ 99 %; customers ask for a higher SLA; no customer asks for a higher SLA',
      },
    ]);
  });

  test('SKIP, once it is known that nobody asks', () => {
    const { verdict, summary, flips } = assessed('beta', { ...present, sla_asked: 'none' });
    expect({ verdict, summary, flips }).toEqual({
      verdict: 'SKIP',
      summary: 'SKIP: stay on beta. No trigger of early-ga is met.',
      flips: [
        'no trigger met; 1 makes it WAIT, 2 make it GO, without a WAIT signal, of: users > 200 (now 200); MRR > 5,000 (now 5,000); SLA asked ≥ 99 % (now none)',
        'WAIT signals to end: no customer asks for a higher SLA (now SLA asked: none)',
        'to be known before a GO, and not met: MRR flat or falling; churn > 10 %; incidents > 2 a month; infrastructure > 2 % of MRR',
      ],
    });
  });
});

describe('GO, one tier at a time', () => {
  const growing = (last: number) => ({
    mrr_history: { '2026-07': last / 2, '2026-08': last / 1.5, '2026-09': last / 1.22, '2026-10': last },
  });

  test('beta to early-ga', () => {
    const input = { ...CALM, ...growing(6000), users: 450, mrr: 6000, sla_asked: 'none' };
    const { verdict, next, summary, flips, missing, notes } = assessed('beta', { ...input, measured_on: '2026-11-01' });
    expect({ verdict, next, summary, missing, notes }).toEqual({
      verdict: 'GO',
      next: 'early-ga',
      summary: 'GO: move to early-ga. 2 of its 3 triggers met, and no WAIT signal.',
      missing: [],
      notes: [],
    });
    expect(flips).toEqual([
      '2 triggers met; fewer than 2 of: users > 200 (now 450); MRR > 5,000 (now 6,000)',
      'any WAIT signal: MRR flat or falling (now 2026-10 +22 %); churn > 10 % (now 1 %); incidents > 2 a month (now 0 in 30 days); infrastructure > 2 % of MRR (now 30 of 6,000 USD); no customer asks for a higher SLA (now 1 customer)',
    ]);
  });

  test('early-ga to production-ga, though GO signals are missing', () => {
    const { verdict, next, notes } = assessed('early-ga', {
      ...CALM,
      measured_on: '2026-11-01',
      users: 900,
      mrr: 25_000,
      ...growing(25_000),
      sla_asked: 99.5,
      sla_signed: 99.5,
      uptime_30d: 98.9,
      churn: 7,
    });
    expect({ verdict, next, notes }).toEqual({
      verdict: 'GO',
      next: 'production-ga',
      notes: [
        'GO signals not met: churn < 5 % (now 7 %); uptime > 99 %, the target of early-ga (now 98.9 % in 30 days).',
      ],
    });
  });

  test('production-ga to enterprise: 2 of the four triggers, and neither users nor MRR among them', () => {
    const { verdict, next, triggersMet, summary, notes } = assessed('production-ga', {
      ...CALM,
      measured_on: '2026-11-01',
      users: 4000,
      mrr: 60_000,
      ...growing(60_000),
      sla_asked: 99.9,
      sla_signed: 99.9,
      compliance: ['SOC 2'],
    });
    expect({ verdict, next, triggersMet, summary, notes }).toEqual({
      verdict: 'GO',
      next: 'enterprise',
      triggersMet: 2,
      summary: 'GO: move to enterprise. 2 of its 4 triggers met, and no WAIT signal.',
      notes: ['The plan asks for 2 of 3 triggers here, and lists four: read as 2 of the four.'],
    });
  });
});

test('WAIT, where the signals forbid what the triggers allow', () => {
  const { verdict, possibleVerdicts, triggersMet, summary, flips } = assessed('early-ga', {
    ...CALM,
    users: 2500,
    mrr: 30_000,
    sla_asked: 99.5,
    sla_signed: 99.5,
    churn: 12,
    incidents_30d: 3,
  });
  expect({ verdict, possibleVerdicts, triggersMet, summary, flips }).toEqual({
    verdict: 'WAIT',
    possibleVerdicts: ['WAIT'],
    triggersMet: 3,
    summary:
      'WAIT: stay on early-ga. 3 triggers of production-ga met, but: churn > 10 % (now 12 %); incidents > 2 a month (now 3 in 30 days).',
    flips: ['WAIT signals to end: churn > 10 % (now 12 %); incidents > 2 a month (now 3 in 30 days)'],
  });
});

describe('what would flip it', () => {
  test('one trigger more', () => {
    const { flips } = assessed('early-ga', { ...CALM, users: 1001, mrr: 18_200 });
    expect(flips).toEqual([
      '1 trigger met; 1 more of: MRR > 20,000 (now 18,200); SLA signed ≥ 99.5 % (now none)',
      'it is SKIP if none of these is met: users > 1,000 (now 1,001)',
    ]);
  });

  test('what it says makes it GO does', () => {
    const short = { ...CALM, users: 1001, mrr: 18_200, churn: 11 };
    expect(assessed('early-ga', short)).toMatchObject({
      verdict: 'WAIT',
      flips: [
        expect.stringMatching(/^1 trigger met; 1 more/),
        'WAIT signals to end: churn > 10 % (now 11 %)',
        expect.anything(),
      ],
    });
    expect(assessed('early-ga', { ...short, mrr: 20_001 }).verdict).toBe('WAIT');
    expect(assessed('early-ga', { ...short, mrr: 20_001, churn: 10 }).verdict).toBe('GO');
  });

  test('what is unknown, where enough triggers are met', () => {
    const { churn, ...unknown } = { ...CALM, users: 201, mrr: 5001 };
    expect(assessed('beta', unknown)).toMatchObject({
      verdict: 'WAIT',
      summary: 'WAIT: stay on beta. 2 triggers of early-ga known to be met; not known: churn.',
      flips: ['to be known before a GO, and not met: churn > 10 %'],
      possibleVerdicts: ['GO', 'WAIT'],
    });
    expect(assessed('beta', { ...unknown, churn }).verdict).toBe('GO');
  });
});

describe('notes', () => {
  test('enough for two tiers is a GO for one', () => {
    const { next, notes } = assessed('beta', { ...CALM, users: 2000, mrr: 30_000 });
    expect(next).toBe('early-ga');
    expect(notes).toContain(
      'production-ga has enough triggers, too. One tier at a time: assess it once early-ga runs and is measured.',
    );
    expect(assessed('beta', { ...CALM, users: 2000, mrr: 20_000 }).notes.join()).not.toContain('One tier at a time');
  });

  test('figures of more than a month ago', () => {
    const old = (measured_on: string) => assessed('beta', { ...CALM, measured_on, mrr_history: {} }).notes.join('\n');
    expect(old('2026-10-22')).toContain(
      'The metrics are of 2026-10-22, 32 days ago; the plan reviews monthly: measure again.',
    );
    expect(old('2026-10-23')).not.toContain('measure again');
  });

  test('an uptime that nobody measures', () => {
    const { uptime_30d, ...unmeasured } = CALM;
    const warning = 'The plan warns of moving up without having measured the uptime: give uptime_30d and uptime_90d.';
    expect(assessed('beta', unmeasured).notes).toContain(warning);
    expect(assessed('beta', { ...unmeasured, uptime_90d: uptime_30d }).notes).not.toContain(warning);
  });
});

test('an assessment in French has the same rules and outcomes, and no English', () => {
  const read = metrics({ ...CALM, users: '1.2K', sla_asked: 99 });
  const english = assess('beta', read, { today: TODAY });
  const french = assess('beta', read, { today: TODAY, lang: 'fr' });
  const facts = ({ rules }: typeof english) =>
    rules.map(({ id, kind, outcome, input }) => ({ id, kind, outcome, input }));
  expect(facts(french)).toEqual(facts(english));
  expect(french.summary).toBe('GO : passer à early-ga. 2 déclencheurs atteints sur 3, et aucun signal WAIT.');
  expect(french.rules.find(({ id }) => id === 'trigger-users')?.text).toBe(
    'utilisateurs > 200 (actuellement 1\u202f200)',
  );
  const texts = [...french.rules.map(({ text }) => text), ...french.flips, ...french.notes, french.summary].join('\n');
  expect(texts).not.toMatch(/\b(now|the|of|and|met|more|unknown|stay)\b/);
  const uptime = (tier: 'beta' | 'early-ga') =>
    assess(tier, read, { lang: 'fr' }).rules.find(({ id }) => id === 'go-uptime')?.condition;
  expect([uptime('beta'), uptime('early-ga')]).toEqual([
    'uptime > 95 %, la cible de beta',
    "uptime > 99 %, la cible d'early-ga",
  ]);
});

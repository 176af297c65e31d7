import { assess } from '../../decision/assess';
import { type DocumentOptions, decisionDocument } from '../../decision/decision-document';
import { assessed, CALM, metrics, TODAY } from './support';

const GO = {
  ...CALM,
  measured_on: '2026-11-01',
  users: 1200,
  mrr: 6000,
  sla_asked: 99,
  uptime_30d: 98.2,
  downtime_cost: 150,
};
const BILL = {
  now: { total: { low: 28.1, expected: 30.25, high: 35 } },
  next: { total: { low: 40, expected: 47.5, high: 60.1 } },
};

function write(input: object, options: Partial<DocumentOptions> = {}): string {
  return decisionDocument(assessed('beta', input), { lang: 'en', date: TODAY, ...options });
}

/** The lines of one section. */
function section(markdown: string, title: string): string[] {
  const [, rest = ''] = markdown.split(`\n## ${title}\n\n`);
  const [lines = ''] = rest.split(/\n\n(?:## |---)/);
  return lines.split('\n');
}

const titles = (markdown: string) => [...markdown.matchAll(/^#+ (.*)$/gm)].map(([, title]) => title);

test("it has the sections of the plan's template, in its order, and the signals", () => {
  expect(titles(write(GO))).toEqual([
    'Migration to early-ga (Palier 1)',
    'Current metrics',
    'Triggers reached',
    'Signals',
    'Additional cost',
    'Estimated ROI',
    'Decision',
    'Timeline',
  ]);
  expect(titles(write(GO, { lang: 'fr' }))).toEqual([
    'Migration vers early-ga (Palier 1)',
    'Métriques Actuelles',
    'Déclencheurs Atteints',
    'Signaux',
    'Coût Additionnel',
    'ROI Estimé',
    'Décision',
    'Timeline',
  ]);
});

test('its head has the date, who decides, and the verdict', () => {
  expect(write(GO, { decider: 'Ada Lovelace' }).split('\n').slice(0, 8)).toEqual([
    '# Migration to early-ga (Palier 1)',
    '',
    '**Date:** 2026-11-23  ',
    '**Decided by:** Ada Lovelace  ',
    '**Status:** proposed',
    '',
    'GO: move to early-ga. 3 of its 3 triggers met, and no WAIT signal.',
    '',
  ]);
  expect(write(GO)).toContain(`**Decided by:** ${'\\_'.repeat(12)}  \n`);
});

test("the plan's metrics are always there, the others where they are known", () => {
  expect(section(write({ users: 200, churn: '0.5 %', sla_signed: 'best effort' }), 'Current metrics')).toEqual([
    '- Tier: beta',
    '- Users: 200',
    '- MRR: unknown',
    '- Current SLA: none',
    '- Uptime, 30 days: unknown',
    '- Incidents, 30 days: unknown',
    '- Churn, a month: 0.5 %',
  ]);
});

test.each([
  [
    GO,
    [
      '- [x] users > 200 (now 1,200)',
      '- [x] MRR > 5,000 (now 6,000)',
      '- [x] SLA asked ≥ 99 % (now 99 %)',
      '',
      '3 met, 2 needed.',
    ],
  ],
  [
    { users: 201, mrr: 5000 },
    [
      '- [x] users > 200 (now 201)',
      '- [ ] MRR > 5,000 (now 5,000)',
      '- [ ] SLA asked ≥ 99 % (unknown)',
      '',
      '1 met, 2 needed.',
    ],
  ],
])('a trigger is ticked where it is met', (input, expected) => {
  expect(section(write(input), 'Triggers reached')).toEqual(expected);
});

test.each([
  [GO, ['- [x] GO - migrate now', '- [ ] WAIT - reassess in 1 month', '- [ ] SKIP - not needed']],
  [{}, ['- [ ] GO - migrate now', '- [x] WAIT - reassess in 1 month', '- [ ] SKIP - not needed']],
  [CALM, ['- [ ] GO - migrate now', '- [ ] WAIT - reassess in 1 month', '- [x] SKIP - not needed']],
])('the verdict is ticked, and only that', (input, expected) => {
  expect(section(write(input), 'Decision').slice(0, 3)).toEqual(expected);
});

test('the decision says what would change it, and what is not known', () => {
  const { churn, ...withoutChurn } = GO;
  const lines = section(write(withoutChurn), 'Decision');
  expect(lines).toContain('- to be known before a GO, and not met: churn > 10 %');
  expect(lines).toContain('- churn could change the verdict: churn < 5 %; churn > 10 %');
});

describe('the additional cost', () => {
  test('of a bill', () => {
    expect(section(write(GO, { bill: BILL }), 'Additional cost')).toEqual([
      '- Now: 30.25 USD/month (28.10 to 35.00)',
      '- New: 47.50 USD/month (40.00 to 60.10)',
      '- Delta: +17.25 USD/month (+11.90 to +25.10), +57 %',
      "- New cost, of MRR: 0.79 % (the plan's rule: < 1 %; kept)",
    ]);
  });

  test.each([
    [4750, 'not kept'],
    [4750.01, 'kept'],
  ])('beside the rule of 1 %, at an MRR of %d', (mrr, answer) => {
    expect(section(write({ ...GO, mrr }, { bill: BILL }), 'Additional cost').at(-1)).toContain(`; ${answer})`);
  });

  test('without an MRR, of nothing, and of less', () => {
    const { mrr, mrr_history, ...rest } = GO;
    expect(section(write(rest, { bill: BILL }), 'Additional cost')).toHaveLength(3);
    expect(section(write({ ...rest, mrr: 0 }, { bill: BILL }), 'Additional cost')).toHaveLength(3);
    const free = { total: { low: 0, expected: 0, high: 0 } };
    expect(section(write(rest, { bill: { now: free, next: BILL.next } }), 'Additional cost')[2]).toBe(
      '- Delta: +47.50 USD/month (+40.00 to +60.10)',
    );
    expect(section(write(rest, { bill: { now: BILL.next, next: BILL.now } }), 'Additional cost')[2]).toBe(
      '- Delta: -17.25 USD/month (-11.90 to -25.10), -36 %',
    );
  });

  test('without a bill is left to fill in', () => {
    expect(section(write(GO), 'Additional cost')[0]).toBe('- Now: \\_\\_\\_ USD/month');
  });
});

describe('the return', () => {
  const uptime = (input: object) => section(write(input), 'Estimated ROI')[1];

  test.each([
    [
      GO,
      '- Better uptime: +0.8 points, from 98.2 % to the target of 99 %: 5.76 hours of downtime less in 30 days, 864 USD a month at 150 USD an hour',
    ],
    [
      { uptime_90d: 98.2 },
      '- Better uptime: +0.8 points, from 98.2 % to the target of 99 %: 5.76 hours of downtime less in 30 days',
    ],
    [{ uptime_30d: 99 }, '- Better uptime: none to be expected: 99 % keeps the target of 99 % already'],
    [{}, '- Better uptime: +\\_\\_\\_ % (to be filled in)'],
  ])('of a better uptime is reckoned from what was measured', (input, expected) => {
    expect(uptime(input)).toBe(expected);
  });

  test('of what no metric tells is left to fill in', () => {
    const lines = section(write(GO), 'Estimated ROI');
    expect([lines[0], lines[2]]).toEqual([
      '- Fewer incidents: -\\_\\_\\_ % (to be filled in)',
      '- Customer satisfaction: +\\_\\_\\_ % (to be filled in)',
    ]);
  });
});

test('its language is its own, whatever that of the assessment', () => {
  const read = metrics(GO);
  const both = (['en', 'fr'] as const).map((lang) =>
    decisionDocument(assess('beta', read, { lang, today: TODAY }), { lang: 'fr', date: TODAY, bill: BILL }),
  );
  expect(both[0]).toBe(both[1]);
  expect(both[0]).toContain('- [x] utilisateurs > 200 (actuellement 1\u202f200)');
  expect(both[0]).toContain('- Nouveau : 47,50 USD/mois (40,00 à 60,10)');
  expect(both[0]).toContain('- Semaine 4 : Monitoring');
  expect(both[0]).not.toMatch(/\b(now|the|of|and|met|more|unknown|stay|week)\b/);
});

test('at the highest tier it says so, and compares with nothing', () => {
  const markdown = decisionDocument(assessed('enterprise', GO), { lang: 'en', date: TODAY });
  expect(titles(markdown)).toEqual(['Stay on enterprise', 'Current metrics', 'Decision']);
  expect(section(markdown, 'Decision')[2]).toBe('- [x] SKIP - not needed');
});

test('a name is a name, not Markdown', () => {
  const markdown = write(GO, { decider: '# *Ada*\n## [x](y) <b>' });
  expect(markdown).toContain('**Decided by:** \\# \\*Ada\\* \\#\\# \\[x\\](y) \\<b\\>  \n');
  expect(titles(markdown)).toHaveLength(8);
});

test('the same input gives the same bytes, with its source, and one line break at the end', () => {
  expect(write(GO)).toBe(write(GO));
  expect(write(GO)).toMatch(/version 1\.0 of 2024-10-27\.\n$/);
  expect(write(GO, { bill: BILL })).not.toMatch(/undefined|NaN|\[object/);
});

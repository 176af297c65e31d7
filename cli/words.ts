import type { Language } from '../decision/language';

/** What the terminal says around the figures and rules, which decision/ words itself. */
export interface Words {
  readonly triggers: (met: number, needed: number) => string;
  readonly goSignals: string;
  readonly waitSignals: string;
  readonly outcomes: Readonly<Record<'met' | 'not met' | 'unknown', string>>;
  readonly missing: string;
  readonly flips: string;
  readonly notes: string;
  /** One bill: its place (environment, regions), its tier. */
  readonly bill: (place: string, tier: string) => string;
  /** Several, side by side. */
  readonly bills: (place: string) => string;
  readonly items: string;
  readonly levels: Readonly<Record<'low' | 'expected' | 'high', string>>;
  readonly total: string;
  /** From the tier before to this one. */
  readonly step: string;
  readonly ofMrr: (expected: string, low: string, high: string) => string;
  readonly noMrr: string;
  /** The plan's, in percent of the MRR. */
  readonly goldenRule: (percent: number, outcome: 'kept' | 'open' | 'broken') => string;
  readonly notPriced: string;
  readonly assumed: string;
  readonly free: (count: number) => string;
}

export const WORDS: Readonly<Record<Language, Words>> = {
  en: {
    triggers: (met, needed) => `Triggers: ${met} met, ${needed} needed`,
    goSignals: 'GO signals',
    waitSignals: 'WAIT signals',
    outcomes: { met: 'met', 'not met': 'not met', unknown: 'unknown' },
    missing: 'Not known',
    flips: 'What would change the answer',
    notes: 'Notes',
    bill: (place, tier) => `${place}, at ${tier}: US dollars a month`,
    bills: (place) => `${place}: US dollars a month, what is expected`,
    items: 'tier, line of its checklist',
    levels: { low: 'low', expected: 'expected', high: 'high' },
    total: 'total',
    step: 'step, expected',
    ofMrr: (expected, low, high) => `${expected} % of the MRR (${low} to ${high})`,
    noMrr: 'there is no MRR',
    goldenRule: (percent, outcome) =>
      `less than ${percent} %, as the plan wants it: ${{ kept: 'yes', open: 'perhaps', broken: 'no' }[outcome]}`,
    notPriced: 'Not priced, and not in the total',
    assumed: 'Assumed',
    free: (count) =>
      `${count} ${count === 1 ? 'resource costs' : 'resources cost'} nothing by themselves. --json lists them, and the source and date of every price. List prices, before tax and discounts.`,
  },
  fr: {
    triggers: (met, needed) => `Déclencheurs : ${met} atteint${met > 1 ? 's' : ''}, ${needed} requis`,
    goSignals: 'Signaux GO',
    waitSignals: 'Signaux WAIT',
    outcomes: { met: 'oui', 'not met': 'non', unknown: 'inconnu' },
    missing: 'Non renseigné',
    flips: 'Ce qui changerait la réponse',
    notes: 'Remarques',
    bill: (place, tier) => `${place}, à ${tier} : dollars US par mois`,
    bills: (place) => `${place} : dollars US par mois, montants attendus`,
    items: 'palier, ligne de sa checklist',
    levels: { low: 'bas', expected: 'attendu', high: 'haut' },
    total: 'total',
    step: 'pas, attendu',
    ofMrr: (expected, low, high) => `${expected} % du MRR (${low} à ${high})`,
    noMrr: 'pas de MRR',
    goldenRule: (percent, outcome) =>
      `moins de ${percent} %, comme le veut le plan : ${{ kept: 'oui', open: 'peut-être', broken: 'non' }[outcome]}`,
    notPriced: 'Sans prix connu, hors du total',
    assumed: 'Hypothèses',
    free: (count) =>
      `${count} ${count === 1 ? 'ressource ne coûte' : 'ressources ne coûtent'} rien en elles-mêmes. --json les liste, avec la source et la date de chaque prix. Prix publics, hors taxes et remises.`,
  },
};

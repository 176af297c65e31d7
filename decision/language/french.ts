import type { Words } from './english';
import { withoutNegativeZero } from './numbers';

const amount = new Intl.NumberFormat('fr-FR', { maximumFractionDigits: 2 });
/** As it was given, however close to a threshold. */
const exact = new Intl.NumberFormat('fr-FR', { maximumFractionDigits: 10 });
const withCents = new Intl.NumberFormat('fr-FR', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

const number = (value: number) => amount.format(value);
const percent = (value: number) => `${exact.format(withoutNegativeZero(value))} %`;
/** Of what is computed. Two decimals, unless that makes a whole number of what is none. */
const share = (value: number) => (Number.isInteger(Number(value.toFixed(2))) ? percent(value) : `${number(value)} %`);
/** In French, zero and one are singular. */
const plural = (count: number, one: string, many: string) => `${number(count)} ${count < 2 ? one : many}`;
const met = (count: number) =>
  count === 0 ? 'aucun déclencheur atteint' : plural(count, 'déclencheur atteint', 'déclencheurs atteints');
/** `de beta`, `d'early-ga` */
const de = (tier: string) => (/^[aeiou]/.test(tier) ? `d'${tier}` : `de ${tier}`);
const all = (items: readonly string[]) => items.join(', ');
const each = (items: readonly string[]) => items.join(' ; ');

export const french: Words = {
  number,
  percent,
  share,
  dollars: (value) => `${number(value)} USD`,
  money: (value) => withCents.format(value),
  none: 'aucun',
  noCompliance: 'aucune',
  conditions: {
    users: (above) => `utilisateurs > ${number(above)}`,
    mrr: (above) => `MRR > ${number(above)}`,
    slaAsked: (atLeast) => `SLA demandé ≥ ${percent(atLeast)}`,
    slaSigned: (atLeast) => `SLA contractuel ≥ ${percent(atLeast)}`,
    compliance: 'conformité : SOC 2 ou ISO 27001',
    growth: (above, months) => `croissance du MRR > ${percent(above)} par mois, ${months} mois de suite`,
    churnBelow: (below) => `churn < ${percent(below)}`,
    incidentsBelow: (below) => `incidents < ${number(below)} par mois`,
    uptimeAbove: (above, tier) => `uptime > ${percent(above)}, la cible ${de(tier)}`,
    demand: 'des clients demandent un SLA plus élevé',
    flat: 'MRR stagnant ou en baisse',
    churnAbove: (above) => `churn > ${percent(above)}`,
    incidentsAbove: (above) => `incidents > ${number(above)} par mois`,
    infrastructureAbove: (above) => `infrastructure > ${percent(above)} du MRR`,
    noDemand: 'aucun client ne demande un SLA plus élevé',
  },
  now: {
    days: (value, days) => `${value} en ${days} jours`,
    customers: (count) => plural(count, 'client', 'clients'),
    slaWanted: (value) => `SLA de ${percent(value)} demandé ou signé`,
    noSlaAbove: (value) => `SLA demandé : ${value === 0 ? 'aucun' : percent(value)}`,
    growth: (month, value) => `${month} ${value === undefined ? 'depuis 0' : signed(value)}`,
    missingMonths: (months) => `il manque ${all(months)} dans mrr_history`,
    endsIn: (month) => `mrr_history s'arrête à ${month}`,
    shareOfMrr: (cost, mrr) => `${number(cost)} sur ${number(mrr)} USD`,
  },
  ruleText: (condition, now) => `${condition} (actuellement ${now})`,
  unknownRuleText: (condition, known) => `${condition} (inconnu${known === undefined ? '' : ` : ${known}`})`,
  outcomes: { met: 'atteint', 'not met': 'non atteint', unknown: 'inconnu' },
  summary: {
    go: (next, count, total) => `GO : passer à ${next}. ${sentence(met(count))} sur ${total}, et aucun signal WAIT.`,
    skip: (tier, next) => `SKIP : rester à ${tier}. Aucun déclencheur ${de(next)} n'est atteint.`,
    top: (tier) => `SKIP : ${tier} est le palier le plus haut.`,
    tooFew: (tier, next, count, needed) =>
      `WAIT : rester à ${tier}. Pour ${next}, ${met(count)}, il en faut ${needed}.`,
    signals: (tier, count, next, signals) =>
      `WAIT : rester à ${tier}. Pour ${next}, ${met(count)}, mais : ${each(signals)}.`,
    outdated: (tier, count, next, date, days) =>
      `WAIT : rester à ${tier}. Pour ${next}, ${met(count)}, et aucun signal WAIT, mais les métriques datent du ${date}, il y a ${number(days)} jours : mesurez à nouveau.`,
    unknown: (tier, count, next, metrics) =>
      `WAIT : rester à ${tier}. Pour ${next}, ${met(count)} à ce que l'on sait ; on ignore : ${all(metrics)}.`,
  },
  flips: {
    more: (count, missing, rules) => `${met(count)} ; encore ${missing} parmi : ${each(rules)}`,
    first: (needed, rules) =>
      `aucun déclencheur atteint ; 1 donne WAIT, ${needed} donnent GO, sans signal WAIT, parmi : ${each(rules)}`,
    clear: (rules) => `signaux WAIT à faire cesser : ${each(rules)}`,
    learn: (rules) => `à connaître avant un GO, et non atteints : ${each(rules)}`,
    measure: (date) => `à mesurer à nouveau : les métriques datent du ${date}`,
    skip: (rules) => `c'est SKIP si aucun de ceux-ci n'est atteint : ${each(rules)}`,
    lose: (count, needed, rules) => `${met(count)} ; moins de ${needed} parmi : ${each(rules)}`,
    signal: (rules) => `un des signaux WAIT : ${each(rules)}`,
  },
  missing: (metric, rules, couldChange) =>
    `${metric} ${couldChange ? 'pourrait' : 'ne pourrait pas'} changer le verdict : ${each(rules)}`,
  notes: {
    signalsNotMet: (rules) => `Signaux GO absents : ${each(rules)}.`,
    signalsUnknown: (rules) => `Signaux GO inconnus : ${each(rules)}.`,
    uptimeNotMeasured:
      "Le plan met en garde : ne pas migrer sans mesurer l'uptime actuel. Donnez uptime_30d et uptime_90d.",
    oneTierAtATime: (tier, next) =>
      `${tier} a aussi assez de déclencheurs. Un palier à la fois : à évaluer une fois ${next} en service et mesuré.`,
    mrrDiffers: (mrr, month, last) =>
      `mrr est de ${number(mrr)}, et mrr_history a ${number(last)} pour ${month} : mrr compte pour le déclencheur, l'historique pour la croissance.`,
    reading: 'Le plan demande ici 2 déclencheurs sur 3 et en liste quatre : lu comme 2 sur les quatre.',
    old: (date, days) =>
      `Les métriques datent du ${date}, il y a ${number(days)} jours ; le plan prévoit une revue mensuelle : mesurez à nouveau.`,
    undated: (tier) =>
      `Ces métriques sont sans date (measured_on) : elles comptent comme celles d'aujourd'hui, à ${tier}.`,
  },
};

function signed(value: number): string {
  return `${value > 0 ? '+' : ''}${share(value)}`;
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

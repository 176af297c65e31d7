import { withoutNegativeZero } from './numbers';

const amount = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });
/** As it was given, however close to a threshold. */
const exact = new Intl.NumberFormat('en-US', { maximumFractionDigits: 10 });
const withCents = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

const number = (value: number) => amount.format(value);
const percent = (value: number) => `${exact.format(withoutNegativeZero(value))} %`;
/** Of what is computed. Two decimals, unless that makes a whole number of what is none. */
const share = (value: number) => (Number.isInteger(Number(value.toFixed(2))) ? percent(value) : `${number(value)} %`);
const plural = (count: number, one: string, many: string) => `${number(count)} ${count === 1 ? one : many}`;
const triggers = (count: number) => (count === 0 ? 'no trigger' : plural(count, 'trigger', 'triggers'));
const all = (items: readonly string[]) => items.join(', ');
/** Conditions have commas of their own. */
const each = (items: readonly string[]) => items.join('; ');

/** Texts of assessments and decision documents. The other languages have the same keys, or do not compile. */
export const english = {
  number,
  percent,
  share,
  dollars: (value: number) => `${number(value)} USD`,
  /** Always with cents. */
  money: (value: number) => withCents.format(value),
  none: 'none',
  noCompliance: 'none',
  conditions: {
    users: (above: number) => `users > ${number(above)}`,
    mrr: (above: number) => `MRR > ${number(above)}`,
    slaAsked: (atLeast: number) => `SLA asked ≥ ${percent(atLeast)}`,
    slaSigned: (atLeast: number) => `SLA signed ≥ ${percent(atLeast)}`,
    compliance: 'compliance: SOC 2 or ISO 27001',
    growth: (above: number, months: number) => `MRR growth > ${percent(above)} a month, ${months} months in a row`,
    churnBelow: (below: number) => `churn < ${percent(below)}`,
    incidentsBelow: (below: number) => `incidents < ${number(below)} a month`,
    uptimeAbove: (above: number, tier: string) => `uptime > ${percent(above)}, the target of ${tier}`,
    demand: 'customers ask for a higher SLA',
    flat: 'MRR flat or falling',
    churnAbove: (above: number) => `churn > ${percent(above)}`,
    incidentsAbove: (above: number) => `incidents > ${number(above)} a month`,
    infrastructureAbove: (above: number) => `infrastructure > ${percent(above)} of MRR`,
    noDemand: 'no customer asks for a higher SLA',
  },
  now: {
    days: (value: string, days: number) => `${value} in ${days} days`,
    customers: (count: number) => plural(count, 'customer', 'customers'),
    slaWanted: (value: number) => `SLA of ${percent(value)} asked or signed`,
    noSlaAbove: (value: number) => `SLA asked: ${value === 0 ? 'none' : percent(value)}`,
    growth: (month: string, value: number | undefined) => `${month} ${value === undefined ? 'from 0' : signed(value)}`,
    missingMonths: (months: readonly string[]) => `mrr_history lacks ${all(months)}`,
    endsIn: (month: string) => `mrr_history ends in ${month}`,
    shareOfMrr: (cost: number, mrr: number) => `${number(cost)} of ${number(mrr)} USD`,
  },
  ruleText: (condition: string, now: string) => `${condition} (now ${now})`,
  unknownRuleText: (condition: string, known: string | undefined) =>
    `${condition} (unknown${known === undefined ? '' : `: ${known}`})`,
  outcomes: { met: 'met', 'not met': 'not met', unknown: 'unknown' },
  summary: {
    go: (next: string, met: number, all: number) =>
      `GO: move to ${next}. ${met} of its ${all} triggers met, and no WAIT signal.`,
    skip: (tier: string, next: string) => `SKIP: stay on ${tier}. No trigger of ${next} is met.`,
    top: (tier: string) => `SKIP: ${tier} is the highest tier.`,
    tooFew: (tier: string, next: string, met: number, needed: number) =>
      `WAIT: stay on ${tier}. ${sentence(triggers(met))} of ${next} met, ${needed} needed.`,
    signals: (tier: string, met: number, next: string, signals: readonly string[]) =>
      `WAIT: stay on ${tier}. ${sentence(triggers(met))} of ${next} met, but: ${each(signals)}.`,
    outdated: (tier: string, met: number, next: string, date: string, days: number) =>
      `WAIT: stay on ${tier}. ${sentence(triggers(met))} of ${next} met, and no WAIT signal, but the metrics are of ${date}, ${number(days)} days ago: measure again.`,
    unknown: (tier: string, met: number, next: string, metrics: readonly string[]) =>
      `WAIT: stay on ${tier}. ${sentence(triggers(met))} of ${next} known to be met; not known: ${all(metrics)}.`,
  },
  flips: {
    more: (met: number, missing: number, rules: readonly string[]) =>
      `${triggers(met)} met; ${missing} more of: ${each(rules)}`,
    first: (needed: number, rules: readonly string[]) =>
      `no trigger met; 1 makes it WAIT, ${needed} make it GO, without a WAIT signal, of: ${each(rules)}`,
    clear: (rules: readonly string[]) => `WAIT signals to end: ${each(rules)}`,
    learn: (rules: readonly string[]) => `to be known before a GO, and not met: ${each(rules)}`,
    measure: (date: string) => `to be measured again: the metrics are of ${date}`,
    skip: (rules: readonly string[]) => `it is SKIP if none of these is met: ${each(rules)}`,
    lose: (met: number, needed: number, rules: readonly string[]) =>
      `${triggers(met)} met; fewer than ${needed} of: ${each(rules)}`,
    signal: (rules: readonly string[]) => `any WAIT signal: ${each(rules)}`,
  },
  missing: (metric: string, rules: readonly string[], couldChange: boolean) =>
    `${metric} ${couldChange ? 'could change the verdict' : 'could not change the verdict'}: ${each(rules)}`,
  notes: {
    signalsNotMet: (rules: readonly string[]) => `GO signals not met: ${each(rules)}.`,
    signalsUnknown: (rules: readonly string[]) => `GO signals not known: ${each(rules)}.`,
    uptimeNotMeasured:
      'The plan warns of moving up without having measured the uptime: give uptime_30d and uptime_90d.',
    oneTierAtATime: (tier: string, next: string) =>
      `${tier} has enough triggers, too. One tier at a time: assess it once ${next} runs and is measured.`,
    mrrDiffers: (mrr: number, month: string, last: number) =>
      `mrr is ${number(mrr)}, and mrr_history has ${number(last)} for ${month}: mrr counts for the trigger, the history for growth.`,
    reading: 'The plan asks for 2 of 3 triggers here, and lists four: read as 2 of the four.',
    old: (date: string, days: number) =>
      `The metrics are of ${date}, ${number(days)} days ago; the plan reviews monthly: measure again.`,
    undated: (tier: string) =>
      `These metrics do not say their day (measured_on), and count as those of today, at ${tier}.`,
  },
};

function signed(value: number): string {
  return `${value > 0 ? '+' : ''}${share(value)}`;
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export type Words = typeof english;

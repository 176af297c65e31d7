import { TIERS, type Tier } from '../config/tiers';
import { whatWouldFlip } from './flips';
import { type Language, wordsOf } from './language';
import type { Words } from './language/english';
import type { Metrics } from './metrics';
import { cents } from './mrr';
import { type MetricName, type Rule, shownText } from './rule';
import { goSignals, waitSignals } from './signals';
import { type Situation, situationOf } from './situation';
import { TRIGGERS_NEEDED, type UpperTier } from './thresholds';
import { triggers } from './triggers';
import { couldChangeVerdict, possibleVerdicts, type Verdict, verdictOf } from './verdict';

export type { Rule } from './rule';
export type { Verdict } from './verdict';

export interface AssessOptions {
  /** @default en: the field's language */
  readonly lang?: Language;
  /**
   * `YYYY-MM-DD` in UTC. Metrics without a date count as of this day.
   * @default none: nothing is then too old
   */
  readonly today?: string;
}

export interface MissingMetric {
  readonly metric: MetricName;
  /** The ids of the rules that lack it. */
  readonly rules: readonly string[];
  readonly couldChangeVerdict: boolean;
  /** In the language asked for. */
  readonly text: string;
}

/** Whether to move up one tier, and why. */
export interface Assessment {
  readonly tier: Tier;
  /** The next tier. Undefined at the highest one. */
  readonly next: UpperTier | undefined;
  readonly verdict: Verdict;
  /** More than one where something is unknown that makes the difference: the verdict is then WAIT. */
  readonly possibleVerdicts: readonly Verdict[];
  readonly triggersMet: number;
  readonly triggersNeeded: number;
  /** One sentence or two that begin with the verdict. */
  readonly summary: string;
  /** Triggers, GO signals, WAIT signals: each in the plan's order. Empty at the highest tier. */
  readonly rules: readonly Rule[];
  readonly missing: readonly MissingMetric[];
  /** What would have to change for another verdict. */
  readonly flips: readonly string[];
  /** What else should be known: GO signals not met, how the plan was read, old figures. */
  readonly notes: readonly string[];
  readonly metrics: Metrics;
  /** The day that was given, `YYYY-MM-DD`. */
  readonly today: string | undefined;
}

/** Holds the metrics against the plan's rules for the tier above the one that runs. One tier at a time. */
export function assess(tier: Tier, metrics: Metrics, options: AssessOptions = {}): Assessment {
  const words = wordsOf(options.lang ?? 'en');
  const next = tierAbove(tier);
  if (next === undefined) return highest(tier, metrics, words, options.today);
  const situation = situationOf(tier, metrics, options.today);
  const rules = [...triggers(next, situation, words), ...goSignals(situation, words), ...waitSignals(situation, words)];
  const outdated = outdatedBy(metrics, options.today);
  const ofRules = verdictOf(rules);
  const verdict = ofRules === 'GO' && outdated !== undefined ? 'WAIT' : ofRules;
  const missing = missingOf(rules, metrics, words);
  const triggersMet = metOf(rules, 'trigger').length;
  return {
    tier,
    next,
    verdict,
    possibleVerdicts: ofRules === verdict ? possibleVerdicts(rules) : ['GO', 'WAIT'],
    triggersMet,
    triggersNeeded: TRIGGERS_NEEDED,
    summary: summaryOf({ ...situation, verdict, next, rules, missing, outdated }, words),
    rules,
    missing,
    flips: whatWouldFlip(verdict, rules, outdated === undefined ? undefined : metrics.measured_on, words),
    notes: notesOf(situation, next, rules, options.today, words),
    metrics,
    today: options.today,
  };
}

/** Undefined at the highest tier. */
export function tierAbove(tier: Tier): UpperTier | undefined {
  return TIERS[TIERS.indexOf(tier) + 1] as UpperTier | undefined;
}

function highest(tier: Tier, metrics: Metrics, words: Words, today: string | undefined): Assessment {
  return {
    tier,
    next: undefined,
    verdict: 'SKIP',
    possibleVerdicts: ['SKIP'],
    triggersMet: 0,
    triggersNeeded: TRIGGERS_NEEDED,
    summary: words.summary.top(tier),
    rules: [],
    missing: [],
    flips: [],
    notes: [],
    metrics,
    today,
  };
}

function metOf(rules: readonly Rule[], kind: Rule['kind']): Rule[] {
  return rules.filter((rule) => rule.kind === kind && rule.outcome === 'met');
}

function missingOf(rules: readonly Rule[], given: Metrics, words: Words): MissingMetric[] {
  const metrics = [...new Set(rules.flatMap(({ missing }) => missing))];
  return metrics.map((metric) => {
    const lacking = rules.filter(({ missing }) => missing.includes(metric));
    // A rule that another metric has answered may be answered otherwise by this one. What a history lacks changes no such answer.
    const isAffected = ({ looksAt, outcome }: Rule) =>
      looksAt.includes(metric) && (outcome === 'unknown' || given[metric] === undefined);
    const affected = rules.filter(isAffected).map(({ id }) => id);
    const couldChange = couldChangeVerdict(affected, rules);
    return {
      metric,
      rules: lacking.map(({ id }) => id),
      couldChangeVerdict: couldChange,
      text: words.missing(metric, lacking.map(shownText), couldChange),
    };
  });
}

function summaryOf(
  {
    tier,
    next,
    verdict,
    rules,
    missing,
    metrics,
    outdated,
  }: Situation &
    Pick<Assessment, 'verdict' | 'rules' | 'missing'> & {
      readonly next: UpperTier;
      readonly outdated: number | undefined;
    },
  { summary }: Words,
): string {
  const met = metOf(rules, 'trigger').length;
  if (verdict === 'GO') return summary.go(next, met, rules.filter(({ kind }) => kind === 'trigger').length);
  if (verdict === 'SKIP') return summary.skip(tier, next);
  const against = metOf(rules, 'wait-signal').map(({ text }) => text);
  if (met >= TRIGGERS_NEEDED && against.length > 0) return summary.signals(tier, met, next, against);
  // Of a history that is given, it is said what it lacks.
  const lackOf = (metric: MetricName) =>
    metrics[metric] === undefined
      ? metric
      : (rules.find((rule) => rule.kind !== 'go-signal' && rule.missing.includes(metric))?.now ?? metric);
  const deciding = missing.filter(({ couldChangeVerdict }) => couldChangeVerdict).map(({ metric }) => lackOf(metric));
  if (deciding.length > 0) return summary.unknown(tier, met, next, deciding);
  if (met >= TRIGGERS_NEEDED) return summary.outdated(tier, met, next, metrics.measured_on ?? '', outdated ?? 0);
  return summary.tooFew(tier, next, met, TRIGGERS_NEEDED);
}

const DAYS_OF_A_MONTH = 31;

function notesOf(
  { tier, metrics, asOf }: Situation,
  next: UpperTier,
  rules: readonly Rule[],
  today: string | undefined,
  words: Words,
): string[] {
  const { notes } = words;
  const { uptime_30d, uptime_90d } = metrics;
  const signals = (outcome: Rule['outcome']) =>
    rules.filter((rule) => rule.kind === 'go-signal' && rule.outcome === outcome).map(({ text }) => text);
  const [notMet, unknown] = [signals('not met'), signals('unknown')];
  const further = tierAbove(next);
  const isFurther = further && metOf(triggers(further, { metrics, asOf }, words), 'trigger').length >= TRIGGERS_NEEDED;
  const days = outdatedBy(metrics, today);
  const [month, last] =
    Object.entries(metrics.mrr_history ?? {})
      .sort()
      .at(-1) ?? [];
  const hasTwoMrrs = metrics.mrr !== undefined && last !== undefined && cents(metrics.mrr) !== cents(last);
  return [
    ...(notMet.length > 0 ? [notes.signalsNotMet(notMet)] : []),
    ...(unknown.length > 0 ? [notes.signalsUnknown(unknown)] : []),
    ...(uptime_30d === undefined && uptime_90d === undefined ? [notes.uptimeNotMeasured] : []),
    ...(isFurther ? [notes.oneTierAtATime(further, next)] : []),
    ...(next === 'enterprise' ? [notes.reading] : []),
    ...(metrics.measured_on === undefined ? [notes.undated(tier)] : []),
    ...(metrics.measured_on !== undefined && days !== undefined ? [notes.old(metrics.measured_on, days)] : []),
    ...(hasTwoMrrs ? [notes.mrrDiffers(metrics.mrr ?? 0, month ?? '', last ?? 0)] : []),
  ];
}

/** How many days ago the metrics were measured, where that is too long ago for a GO. */
function outdatedBy({ measured_on }: Metrics, today: string | undefined): number | undefined {
  if (measured_on === undefined || today === undefined) return undefined;
  const days = Math.round((Date.parse(today) - Date.parse(measured_on)) / 86_400_000);
  return days > DAYS_OF_A_MONTH ? days : undefined;
}

import type { Words } from './language/english';
import type { Metrics } from './metrics';

export type Outcome = 'met' | 'not met' | 'unknown';

/** What a rule is there for. A `wait-signal` that is met speaks against the move. */
export type RuleKind = 'trigger' | 'go-signal' | 'wait-signal';

export type MetricName = keyof Metrics;

/** One rule of the plan, held against the metrics. */
export interface Rule {
  /** Public, never renamed: `trigger-users`, `go-churn`, `wait-demand`. */
  readonly id: string;
  readonly kind: RuleKind;
  readonly outcome: Outcome;
  /** The metrics that it looks at: another value of one may change the outcome. */
  readonly looksAt: readonly MetricName[];
  /** Those of them that were given, as they were given. Empty where none was. */
  readonly input: Partial<Metrics>;
  /** What may be given for an answer: all of it, or one of several. Empty unless the outcome is unknown. */
  readonly missing: readonly MetricName[];
  /** In the language asked for: `users > 200`. */
  readonly condition: string;
  /** What is, or what is known of it: `120`. Undefined where nothing is known. */
  readonly now: string | undefined;
  /** Condition and what is: `users > 200 (now 120)`. */
  readonly text: string;
}

/** What a rule found. */
export interface Judgement {
  readonly condition: string;
  /** Undefined where the metrics do not tell. */
  readonly isMet: boolean | undefined;
  /** What is, in the language asked for. Undefined where nothing is known. */
  readonly now: string | undefined;
  /** The metrics that it looks at. */
  readonly looksAt: readonly MetricName[];
  /** What may be given for an answer. Counts only where `isMet` is undefined. */
  readonly missing: readonly MetricName[];
}

export function ruleOf(kind: RuleKind, id: string, judgement: Judgement, metrics: Metrics, words: Words): Rule {
  const { condition, isMet, now, looksAt, missing } = judgement;
  const given = looksAt.filter((name) => metrics[name] !== undefined);
  return {
    id,
    kind,
    outcome: isMet === undefined ? 'unknown' : isMet ? 'met' : 'not met',
    looksAt,
    input: Object.fromEntries(given.map((name) => [name, metrics[name]])),
    missing: isMet === undefined ? missing : [],
    condition,
    now,
    text:
      isMet === undefined || now === undefined ? words.unknownRuleText(condition, now) : words.ruleText(condition, now),
  };
}

/** What it is about, where the outcome stands beside it. */
export function shownText({ outcome, now, condition, text }: Rule): string {
  return outcome === 'unknown' && now === undefined ? condition : text;
}

/** A rule on one metric. */
export function onOne(
  metrics: Metrics,
  name: 'users' | 'churn',
  condition: string,
  judge: (value: number) => boolean,
  show: (value: number) => string,
): Judgement {
  const value = metrics[name];
  const isKnown = value !== undefined;
  return {
    condition,
    isMet: isKnown ? judge(value) : undefined,
    now: isKnown ? show(value) : undefined,
    looksAt: [name],
    missing: [name],
  };
}

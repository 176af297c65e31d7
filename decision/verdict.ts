import type { Outcome, Rule } from './rule';
import { TRIGGERS_NEEDED } from './thresholds';

/** Move up, look again in a month, or nothing to decide. */
export type Verdict = 'GO' | 'WAIT' | 'SKIP';

type RuleOutcome = Pick<Rule, 'id' | 'kind' | 'outcome'>;

/**
 * No trigger met is SKIP; one is WAIT; enough with a WAIT signal is WAIT; enough without one is GO. GO signals decide
 * nothing: they are listed. What is unknown counts only where it makes no difference: otherwise the answer is WAIT.
 */
export function verdictOf(rules: readonly RuleOutcome[]): Verdict {
  const [only, ...others] = possibleVerdicts(rules);
  return only === undefined || others.length > 0 ? 'WAIT' : only;
}

/** Each verdict that may come out once everything is known. */
export function possibleVerdicts(rules: readonly RuleOutcome[]): Verdict[] {
  const found = new Set(completions(rules).map(verdictOfKnown));
  return (['GO', 'WAIT', 'SKIP'] as const).filter((verdict) => found.has(verdict));
}

/**
 * Whether what is not known could make the difference between two verdicts.
 * @param affected the ids of the rules whose outcome it may change, together
 */
export function couldChangeVerdict(affected: readonly string[], rules: readonly RuleOutcome[]): boolean {
  const open = rules
    .filter(({ id }) => affected.includes(id))
    .map((rule): RuleOutcome => ({ ...rule, outcome: 'unknown' }));
  const others = rules.filter(({ id }) => !affected.includes(id));
  return completions(others).some((known) => possibleVerdicts([...known, ...open]).length > 1);
}

/** The rules that decide, with every combination of outcomes in the place of the unknown ones: 512 of them at most. */
function completions(rules: readonly RuleOutcome[]): RuleOutcome[][] {
  const deciding = rules.filter(({ kind }) => kind !== 'go-signal');
  return deciding.reduce<RuleOutcome[][]>(
    (sets, rule) => {
      const outcomes: readonly Outcome[] = rule.outcome === 'unknown' ? ['met', 'not met'] : [rule.outcome];
      return sets.flatMap((set) => outcomes.map((outcome) => [...set, { ...rule, outcome }]));
    },
    [[]],
  );
}

function verdictOfKnown(rules: readonly RuleOutcome[]): Verdict {
  const met = rules.filter(({ outcome }) => outcome === 'met');
  const count = met.filter(({ kind }) => kind === 'trigger').length;
  if (count === 0) return 'SKIP';
  if (count < TRIGGERS_NEEDED) return 'WAIT';
  return met.some(({ kind }) => kind === 'wait-signal') ? 'WAIT' : 'GO';
}

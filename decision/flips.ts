import type { Words } from './language/english';
import { type Rule, shownText } from './rule';
import { TRIGGERS_NEEDED } from './thresholds';
import type { Verdict } from './verdict';

/**
 * What would have to change for another verdict, most decisive first. Where the verdict is not GO, all that stands
 * between it and a GO is said: whoever does all of it gets one.
 * @param outdated the day of the metrics, where that is too long ago for a GO
 */
export function whatWouldFlip(
  verdict: Verdict,
  rules: readonly Rule[],
  outdated: string | undefined,
  { flips }: Words,
): string[] {
  const of = (kind: Rule['kind'], ...outcomes: Rule['outcome'][]) =>
    rules.filter((rule) => rule.kind === kind && outcomes.includes(rule.outcome)).map(({ text }) => text);
  const met = of('trigger', 'met');
  const open = of('trigger', 'not met', 'unknown');
  if (verdict === 'GO') {
    return [flips.lose(met.length, TRIGGERS_NEEDED, met), flips.signal(of('wait-signal', 'not met', 'unknown'))];
  }
  const lacking = TRIGGERS_NEEDED - met.length;
  const against = of('wait-signal', 'met');
  const unknown = rules.filter(({ kind, outcome }) => kind === 'wait-signal' && outcome === 'unknown').map(shownText);
  const more = verdict === 'SKIP' ? flips.first(TRIGGERS_NEEDED, open) : flips.more(met.length, lacking, open);
  return [
    ...(lacking > 0 ? [more] : []),
    ...(against.length > 0 ? [flips.clear(against)] : []),
    ...(unknown.length > 0 ? [flips.learn(unknown)] : []),
    ...(outdated === undefined ? [] : [flips.measure(outdated)]),
    ...(verdict === 'WAIT' && lacking > 0 ? [flips.skip([...met, ...of('trigger', 'unknown')])] : []),
  ];
}

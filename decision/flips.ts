import type { MissingMetric } from './assess';
import type { Words } from './language/english';
import type { Rule } from './rule';
import { TRIGGERS_NEEDED } from './thresholds';
import type { Verdict } from './verdict';

/** What would have to change for another verdict, most decisive first. */
export function whatWouldFlip(
  verdict: Verdict,
  rules: readonly Rule[],
  missing: readonly MissingMetric[],
  { flips }: Words,
): string[] {
  const texts = (kind: Rule['kind'], isOfThese: (rule: Rule) => boolean) =>
    rules.filter((rule) => rule.kind === kind && isOfThese(rule)).map(({ text }) => text);
  const isMet = ({ outcome }: Rule) => outcome === 'met';
  const isOpen = ({ outcome }: Rule) => outcome !== 'met';
  const met = texts('trigger', isMet);
  const against = texts('wait-signal', isMet);
  if (verdict === 'GO')
    return [flips.lose(met.length, TRIGGERS_NEEDED, met), flips.signal(texts('wait-signal', isOpen))];
  if (verdict === 'SKIP') return [flips.first(TRIGGERS_NEEDED, texts('trigger', isOpen))];
  const lacking = TRIGGERS_NEEDED - met.length;
  const unknown = missing.filter(({ couldChangeVerdict }) => couldChangeVerdict).map(({ metric }) => metric);
  return [
    ...(lacking > 0 ? [flips.more(met.length, lacking, texts('trigger', isOpen))] : []),
    ...(against.length > 0 ? [flips.clear(against)] : []),
    ...(unknown.length > 0 ? [flips.learn(unknown)] : []),
  ];
}

import type { Assessment, Rule, Verdict } from '../decision/assess';
import type { Language } from '../decision/language';
import { shownText } from '../decision/rule';
import { colours } from './terminal';
import { WORDS } from './words';
import { wrap } from './wrap';

const WIDTH = 80;

/** An assessment for a terminal: the verdict, then each rule that it rests on, and what would change it. */
export function assessmentText(assessment: Assessment, language: Language): string {
  const words = WORDS[language];
  const { rules, missing, flips, notes, triggersMet, triggersNeeded } = assessment;
  const of = (kind: Rule['kind']) => rules.filter((rule) => rule.kind === kind);
  const paragraphs = [
    [painted(assessment)],
    section(words.triggers(triggersMet, triggersNeeded), of('trigger').map(ruleLine(language))),
    section(words.goSignals, of('go-signal').map(ruleLine(language))),
    section(words.waitSignals, of('wait-signal').map(ruleLine(language))),
    section(
      words.missing,
      missing.map(({ text }) => bullet(text)),
    ),
    section(words.flips, flips.map(bullet)),
    section(words.notes, notes.map(bullet)),
  ];
  return paragraphs
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

/** The summary begins with the verdict: that word is coloured, after the lines are made. */
function painted({ summary, verdict }: Assessment): string {
  const paint = colours();
  const colour: Record<Verdict, (text: string) => string> = { GO: paint.green, WAIT: paint.yellow, SKIP: paint.cyan };
  return wrap(summary, WIDTH)
    .join('\n')
    .replace(verdict, paint.bold(colour[verdict](verdict)));
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [colours().bold(title), ...lines];
}

function ruleLine(language: Language): (rule: Rule) => string {
  const { outcomes } = WORDS[language];
  const width = Math.max(...Object.values(outcomes).map(({ length }) => length));
  return (rule) => indented(`  ${outcomes[rule.outcome].padEnd(width)}  `, shownText(rule));
}

function bullet(text: string): string {
  return indented('  - ', text);
}

function indented(head: string, text: string): string {
  return wrap(text, WIDTH - head.length)
    .map((line, index) => (index === 0 ? head : ' '.repeat(head.length)) + line)
    .join('\n');
}

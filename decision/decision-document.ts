import { TIERS } from '../config/tiers';
import { type Assessment, assess } from './assess';
import { additionalCost, type Bills } from './document/additional-cost';
import { currentMetrics } from './document/current-metrics';
import { estimatedReturn } from './document/estimated-return';
import { documentWordsOf, type Language, wordsOf } from './language';
import type { DocumentWords } from './language/document-english';
import { mrrOf } from './mrr';
import type { Rule } from './rule';
import { SOURCE } from './thresholds';

export interface DocumentOptions {
  readonly lang: Language;
  /** The day of the document, `YYYY-MM-DD`. */
  readonly date: string;
  /** Who decides. @default a line to sign on: the document is written before somebody has decided */
  readonly decider?: string;
  /** What the environment costs now, and at the next tier. @default none: the document says how to get it */
  readonly bill?: Bills;
}

/** A title and its lines. */
type Section = readonly [title: string, lines: readonly string[]];

/**
 * The plan's `Template de Décision`, filled in, as Markdown: a file that a team commits as an architecture decision
 * record. Ends with a line break.
 */
export function decisionDocument(assessment: Assessment, options: DocumentOptions): string {
  const { lang, date } = options;
  const document = documentWordsOf(lang);
  // The texts of an assessment are in one language.
  const inLanguage = assess(assessment.tier, assessment.metrics, { lang, today: assessment.today });
  const { tier, next, summary } = inLanguage;
  const head = (label: string, value: string) => `**${label}${document.colon}** ${value}`;
  const sections = sectionsOf(inLanguage, options, document);
  const lines = [
    `# ${next === undefined ? document.titleAtTop(tier) : document.title(next, TIERS.indexOf(next))}`,
    '',
    // Two spaces at the end break a line.
    `${head(document.date, date)}  `,
    `${head(document.decider, options.decider === undefined ? SIGN_HERE : plain(options.decider))}  `,
    head(document.status, document.proposed),
    '',
    summary,
    ...sections.flatMap(([title, content]) => ['', `## ${title}`, '', ...content]),
    '',
    '---',
    '',
    document.source(SOURCE.title, SOURCE.version, SOURCE.date),
  ];
  return `${lines.join('\n')}\n`;
}

const SIGN_HERE = '\\_'.repeat(12);

/** At the highest tier, there is nothing to move to. */
function sectionsOf(assessment: Assessment, { lang, bill }: DocumentOptions, document: DocumentWords): Section[] {
  const words = wordsOf(lang);
  const { next, metrics } = assessment;
  const about: Section = [document.metrics, currentMetrics(assessment, words, document)];
  const decision: Section = [document.decision, decisionLines(assessment, document)];
  if (next === undefined) return [about, decision];
  return [
    about,
    [document.triggers, triggerLines(assessment, document)],
    [document.signals, signalLines(assessment, document)],
    [document.cost, additionalCost(bill, mrrOf(metrics, metrics.measured_on ?? assessment.today), words, document)],
    [document.roi, estimatedReturn(next, metrics, words, document)],
    decision,
    [document.timeline, document.weeks.map((week) => `- ${week}`)],
  ];
}

function triggerLines({ rules, triggersMet, triggersNeeded }: Assessment, document: DocumentWords): string[] {
  return [...checklist(rules, 'trigger'), '', document.needed(triggersMet, triggersNeeded)];
}

function signalLines({ rules }: Assessment, document: DocumentWords): string[] {
  const [go, wait] = [checklist(rules, 'go-signal'), checklist(rules, 'wait-signal')];
  return [document.goSignals, '', ...go, '', document.waitSignals, '', ...wait];
}

function decisionLines({ verdict, flips, missing, notes }: Assessment, document: DocumentWords): string[] {
  const listed = (title: string, items: readonly string[]) =>
    items.length === 0 ? [] : ['', title, '', ...items.map((item) => `- ${item}`)];
  return [
    box(verdict === 'GO', document.go),
    box(verdict === 'WAIT', document.wait),
    box(verdict === 'SKIP', document.skip),
    '',
    document.ticked,
    ...listed(document.flips, flips),
    ...listed(
      document.missing,
      missing.map(({ text }) => text),
    ),
    ...listed(document.notes, notes),
  ];
}

function checklist(rules: readonly Rule[], kind: Rule['kind']): string[] {
  return rules.filter((rule) => rule.kind === kind).map(({ outcome, text }) => box(outcome === 'met', text));
}

function box(isTicked: boolean, text: string): string {
  return `- [${isTicked ? 'x' : ' '}] ${text}`;
}

/** A name in one line, that is no Markdown. */
function plain(text: string): string {
  return text
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .replace(/[\\`*_[\]<>#|~!]/g, '\\$&');
}

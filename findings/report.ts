import { isAboutAcknowledgement } from './acknowledge';
import type { Finding } from './finding';

/** What was found in one environment. */
export interface FileFindings {
  /** The environment's file, as a person names it. */
  readonly file: string;
  readonly findings: readonly Finding[];
  /** Where a finding's `where` stands in the file. Undefined for what is no place of the file. */
  position(where: string): Position | undefined;
}

/** Lines and columns count from 1. */
export interface Position {
  readonly line?: number;
  readonly column?: number;
}

const WIDTH = 120;

const HOW_TO_ACKNOWLEDGE =
  "To acknowledge a finding, say why in the environment's file: acknowledgements: [{ finding: <id>, reason: <text> }]";

/**
 * Text for a terminal, one paragraph a finding: errors first, then by file, id and place. Empty if there are none.
 * Lines end at column 120, but not inside of `backticks`, where commands are.
 * Begins like a problem of an environment's file: `environments/huntaze.yaml: warning: database-key: ...`.
 */
export function report(files: readonly FileFindings[]): string {
  const found = files.flatMap(({ file, findings, position }) =>
    findings.map((finding) => ({ file, finding, place: placeOf(file, position(finding.where)) })),
  );
  const paragraphs = found
    .toSorted((a, b) => inOrder(a.file, a.finding, b.file, b.finding))
    .map(({ finding, place }) => paragraph(place, finding));
  const canAcknowledge = found.some(({ finding }) => !isAboutAcknowledgement(finding));
  return [...paragraphs, ...(canAcknowledge ? [HOW_TO_ACKNOWLEDGE] : [])].join('\n');
}

function placeOf(file: string, position: Position | undefined): string {
  return position?.line === undefined ? file : `${file}:${position.line}:${position.column ?? 1}`;
}

function inOrder(fileA: string, a: Finding, fileB: string, b: Finding): number {
  return (
    Number(b.severity === 'error') - Number(a.severity === 'error') ||
    compare(fileA, fileB) ||
    compare(a.id, b.id) ||
    compare(a.where, b.where)
  );
}

/** The same on every machine, and `acknowledgements[2]` before `acknowledgements[10]`. */
const { compare } = new Intl.Collator('en', { numeric: true });

function paragraph(place: string, { severity, id, where, why, whatToDo }: Finding): string {
  // In one piece, so that it can be searched for; a key of `for_each` may hold anything, a line break too.
  const head = `${place}: ${severity}: ${id}: ${where}:`.replace(/\p{Cc}+/gu, ' ');
  const text = `${why} ${whatToDo}`.replace(/[\s\p{Cc}]+/gu, ' ');
  // A command in backticks stays in one line: pasted, half of it would run.
  const words = text.match(/(`[^`]*`|\S)+/g) ?? [];
  const lines = [head];
  for (const word of words) {
    const line = `${lines.at(-1)} ${word}`;
    if (line.length <= WIDTH) lines[lines.length - 1] = line;
    else lines.push(`  ${word}`);
  }
  return lines.join('\n');
}

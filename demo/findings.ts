import type { Terminal } from './terminal';

/**
 * The findings that the app said, without those that it has said before.
 *
 * @param said what it wrote: a paragraph each, whose further lines are indented; the environment's file comes first
 */
export function newFindings(said: string, before: string): string[] {
  const known = new Set(paragraphs(before).map(withoutFile));
  return paragraphs(said).filter((paragraph) => !known.has(withoutFile(paragraph)));
}

export function sayFindings(terminal: Terminal, findings: readonly string[]): void {
  if (findings.length === 0) return;
  terminal.say('   The app says:');
  for (const line of findings.join('\n').split('\n')) terminal.say(`     ${terminal.paint('yellow', line)}`);
}

function paragraphs(text: string): string[] {
  return text.split(/\n(?! )/).filter((paragraph) => paragraph !== '');
}

/** A name of another length breaks the lines elsewhere. */
function withoutFile(paragraph: string): string {
  return paragraph.replace(/^.*?: (?=warning: |error: )/, '').replace(/\s+/g, ' ');
}

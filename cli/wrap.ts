/** French has a space before these, which is no place to begin a line. */
const BREAKS = / +(?![;:!?%»])/;

/**
 * The lines of a text that are at most `width` long, each with the spaces that the text begins with. Breaks between words;
 * a word that is longer, a Terraform address for instance, breaks behind one of its dots, dashes, underscores or slashes,
 * or where there is none, anywhere.
 */
export function wrap(text: string, width: number): string[] {
  const indent = /^ */.exec(text)?.[0] ?? '';
  const room = width - indent.length;
  const lines: string[] = [''];
  for (const word of text
    .trim()
    .split(BREAKS)
    .flatMap((part) => pieces(part, room))) {
    const line = lines.at(-1) as string;
    const joined = line === '' || word.continues ? line + word.text : `${line} ${word.text}`;
    if (joined.length <= room) lines[lines.length - 1] = joined;
    else lines.push(word.text);
  }
  return lines.map((line) => indent + line);
}

interface Piece {
  readonly text: string;
  /** Part of the same word as the piece before. */
  readonly continues: boolean;
}

function pieces(word: string, width: number): Piece[] {
  if (word.length <= width) return [{ text: word, continues: false }];
  const parts = word.match(new RegExp(`[^._/-]{1,${width - 1}}[._/-]?|[._/-]`, 'g')) ?? [word];
  return parts.map((text, index) => ({ text, continues: index > 0 }));
}

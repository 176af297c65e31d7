/** One thing that is wrong with an environment file. Lines and columns count from 1. */
export interface Problem {
  readonly file: string;
  /** Absent where the file as a whole is meant: it cannot be read, or is not there. */
  readonly line?: number;
  readonly column?: number;
  /** Where in the file's data, such as `database.clients.cidr_blocks[0]`. Empty for the whole file. */
  readonly path: string;
  /** What is wrong, what was given, what is allowed. */
  readonly message: string;
}

export type Path = readonly (string | number)[];

/** Mistakes of a user. The message is the whole text for a terminal, one problem a line. */
export class EnvironmentError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const sorted = [...problems].sort(byPosition);
    super(listing(sorted));
    this.name = 'EnvironmentError';
    this.problems = sorted;
  }
}

/** A file of another kind can be wrong in thousands of places; nobody reads on after these. */
const MAX_SHOWN = 100;

function listing(problems: readonly Problem[]): string {
  const lines = problems.slice(0, MAX_SHOWN).map(formatProblem);
  if (problems.length > MAX_SHOWN) lines.push(`... and ${problems.length - MAX_SHOWN} problems more`);
  return lines.join('\n');
}

/** `file:line:column: path: message` */
function formatProblem({ file, line, column, path, message }: Problem): string {
  const place = line === undefined ? file : `${file}:${line}:${column ?? 1}`;
  return [place, path, message].filter((part) => part !== '').join(': ');
}

/** `database.clients.cidr_blocks[0]`, `imports["aws_db_instance.database"]` */
export function formatPath(path: Path): string {
  return path
    .map((segment, index) => {
      if (typeof segment === 'number') return `[${segment}]`;
      if (!/^[\w-]{1,80}$/.test(segment)) return `[${JSON.stringify(segment.slice(0, 200))}]`;
      return index === 0 ? segment : `.${segment}`;
    })
    .join('');
}

/** What `formatPath` has written of names and indices. */
export function parsePath(text: string): (string | number)[] {
  return [...text.matchAll(/[^.[\]]+/g)].map(([segment]) => (/^\d+$/.test(segment) ? Number(segment) : segment));
}

function byPosition(a: Problem, b: Problem): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
}

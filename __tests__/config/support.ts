import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Environment, EnvironmentError, loadEnvironments, type Problem } from '../../config';

/** The smallest valid file. A test adds to it, or puts something else in the place of a line. */
export const MINIMAL = `name: acme
tier: beta
aws:
  account_id: "123456789012"
  region: us-east-1
contacts:
  emails: [ops@acme.example]
`;

const directories: string[] = [];

afterAll(() => {
  for (const path of directories) rmSync(path, { recursive: true });
});

export function directory(files: Readonly<Record<string, string | Buffer>> = {}): string {
  const path = mkdtempSync(join(tmpdir(), 'palier-config-'));
  directories.push(path);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(path, name), content);
  return path;
}

export function load(yaml: string): Environment {
  const [environment] = loadEnvironments({
    directory: directory({ 'acme.yaml': yaml }),
    variable: undefined,
  }).environments;
  if (environment === undefined) throw new Error('no environment');
  return environment;
}

/** The problems of one file, with its directory taken out of the messages. */
export function problemsOf(yaml: string | Buffer): Problem[] {
  return problemsIn({ 'acme.yaml': yaml });
}

export function problemsIn(files: Readonly<Record<string, string | Buffer>>): Problem[] {
  const path = directory(files);
  return thrownBy(() => loadEnvironments({ directory: path, variable: undefined })).problems.map((problem) => ({
    ...problem,
    file: problem.file.replace(`${path}/`, ''),
    message: problem.message.replaceAll(`${path}/`, ''),
  }));
}

export function thrownBy(run: () => unknown): EnvironmentError {
  try {
    run();
  } catch (error) {
    if (error instanceof EnvironmentError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

/** `line:column path: message`, one a problem. */
export function lines(yaml: string | Buffer): string[] {
  return problemsOf(yaml).map(({ line, column, path, message }) =>
    line === undefined ? message : `${line}:${column} ${path}: ${message}`,
  );
}

/** What a test changes in the smallest file: a line for another, or lines at its end. */
export type Change = string | readonly [from: string, to: string];

export function changed(change: Change): string {
  if (typeof change === 'string') return `${MINIMAL}${change}\n`;
  const [from, to] = change;
  expect(MINIMAL).toContain(from);
  return MINIMAL.replace(from, to);
}

/** Each change makes one mistake, and each mistake gives this one line. */
export function testMistakes(mistakes: readonly (readonly [change: Change, expected: string])[]): void {
  const named = mistakes.map(([change, expected]) => [expected.replaceAll('%', '%%'), change, expected] as const);
  test.each(named)('%s', (_title, change, expected) => {
    expect(lines(changed(change))).toEqual([expected]);
  });
}

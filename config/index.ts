import type { Acknowledgement } from '../findings/acknowledge';
import type { Finding } from '../findings/finding';
import type { Position } from '../findings/report';
import { clashes, type ValidFile } from './clashes';
import { environmentSchema } from './environment-schema';
import { findingsOf } from './findings';
import { EnvironmentError, type Path, type Problem, parsePath } from './problems';
import { problemsOf } from './problems-of';
import { withoutSecrets } from './secrets';
import { type EnvironmentSettings, environmentSettings } from './settings';
import { displayName, findEnvironmentFiles, type SourceOptions } from './sources';
import { didYouMean } from './suggestions';
import type { Tier } from './tiers';
import { readYamlFile } from './yaml-file';

export { findingIds } from './findings';
export { EnvironmentError, type Path, type Problem } from './problems';
export type { SourceOptions } from './sources';
export { isAtLeast, TIERS, type Tier } from './tiers';

/** One environment file, valid, with its defaults filled in. */
export interface Environment {
  /** As a person names it: relative to the working directory where it lies below. */
  readonly file: string;
  readonly tier: Tier;
  readonly settings: EnvironmentSettings;
  /** What should be known about it, whether the file acknowledges it or not. */
  readonly findings: readonly Finding[];
  readonly acknowledgements: readonly Acknowledgement[];
  /** Where the file has what a finding is about; undefined for a Terraform address. */
  position(where: string): Position | undefined;
  /**
   * A problem that shows only later, with the place in the file that it is about.
   * @param candidates what the last part of `path` could have been: adds a "Did you mean"
   */
  problem(path: Path, message: string, candidates?: readonly string[]): Problem;
}

/**
 * Reads and validates every environment.
 * @throws EnvironmentError with every problem of every file
 */
export function loadEnvironments(options: SourceOptions = {}): Environment[] {
  const sources = findEnvironmentFiles(options);
  const problems = [...sources.problems];
  const valid: ValidFile[] = [];
  for (const path of sources.files) {
    const read = readEnvironment(path);
    if (Array.isArray(read)) problems.push(...read);
    else valid.push(read);
  }
  problems.push(...clashes(valid));
  if (problems.length > 0) throw new EnvironmentError(problems);
  return valid.map(environment);
}

function readEnvironment(path: string): ValidFile | Problem[] {
  const name = displayName(path);
  const file = readYamlFile(path, name);
  if (Array.isArray(file)) return file;
  const { data, problems: secrets } = withoutSecrets(file);
  const result = environmentSchema.safeParse(data);
  if (result.success) return secrets.length > 0 ? secrets : { name, file, data: result.data };
  const secretPaths = new Set(secrets.map(({ path: place }) => place));
  return [...secrets, ...problemsOf(result.error.issues, file).filter(({ path: place }) => !secretPaths.has(place))];
}

function environment({ name, file, data }: ValidFile): Environment {
  return {
    file: name,
    tier: data.tier,
    settings: environmentSettings(data),
    findings: findingsOf(data),
    acknowledgements: data.acknowledgements,
    position: (where) => {
      const path = parsePath(where);
      return String(path[0]) in file.data ? file.problem(path, '', 'key') : undefined;
    },
    problem: (path, message, candidates = []) => {
      // `aws_x.name["key"]` is one of `aws_x.name`.
      const suggestion = didYouMean(String(path.at(-1) ?? '').replace(/\[.*$/, ''), candidates);
      return file.problem(path, `${message}${suggestion}`, 'key');
    },
  };
}

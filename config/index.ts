import type { z } from 'zod';
import type { Acknowledgement } from '../findings/acknowledge';
import type { Finding } from '../findings/finding';
import type { Position } from '../findings/report';
import type { OrganizationSettings } from '../modules/enterprise/organization';
import { clashes, type ValidFile } from './clashes';
import { type EnvironmentData, environmentSchema } from './environment-schema';
import { findingsOf, organizationFindingsOf } from './findings';
import { withMetricsAsWritten } from './metrics-as-written';
import { datedAfter } from './metrics-faults';
import { type OrganizationData, organizationSchema } from './organization-schema';
import { EnvironmentError, type Path, type Problem, parsePath } from './problems';
import { problemsOf } from './problems-of';
import { withoutSecrets } from './secrets';
import { type EnvironmentSettings, environmentSettings } from './settings';
import { organizationSettings } from './settings/organization';
import { displayName, findEnvironmentFiles, type SourceOptions } from './sources';
import { didYouMean } from './suggestions';
import type { Tier } from './tiers';
import { readYamlFile, type YamlFile } from './yaml-file';

export { findingIds } from './findings';
export { EnvironmentError, type Path, type Problem } from './problems';
export type { SourceOptions } from './sources';
export { isAtLeast, TIERS, type Tier } from './tiers';

/** One file, valid, with its defaults filled in. */
interface StackFile {
  /** As a person names it: relative to the working directory where it lies below. */
  readonly file: string;
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

export interface Environment extends StackFile {
  readonly kind: 'environment';
  readonly tier: Tier;
  /** How the company does. Undefined where the file has no `metrics`. */
  readonly metrics: EnvironmentData['metrics'];
  readonly settings: EnvironmentSettings;
}

/** The stack of a management account: a file with `organization` in it. */
export interface OrganizationFile extends StackFile {
  readonly kind: 'organization';
  readonly settings: OrganizationSettings;
}

export interface Loaded {
  readonly environments: readonly Environment[];
  readonly organizations: readonly OrganizationFile[];
}

export interface LoadOptions extends SourceOptions {
  /**
   * `YYYY-MM-DD` in UTC: what is dated later is a problem. An argument, because only the entry point reads a clock.
   * @default none: no date is then in the future
   */
  readonly today?: string;
}

/**
 * Reads and validates every environment, and every organization.
 * @throws EnvironmentError with every problem of every file
 */
export function loadEnvironments(options: LoadOptions = {}): Loaded {
  const sources = findEnvironmentFiles(options);
  const problems = [...sources.problems];
  const environments: ValidFile<EnvironmentData>[] = [];
  const organizations: ValidFile<OrganizationData>[] = [];
  for (const path of sources.files) {
    const name = displayName(path);
    const file = readYamlFile(path, name);
    if (Array.isArray(file)) {
      problems.push(...file);
    } else if ('organization' in file.data) {
      collect(organizations, problems, validate(name, file, 'an organization', organizationSchema));
    } else {
      const valid = validate(name, file, 'an environment', environmentSchema);
      problems.push(...(Array.isArray(valid) ? [] : inTheFuture(valid, options.today)));
      collect(environments, problems, valid);
    }
  }
  problems.push(...clashes(environments, organizations));
  if (problems.length > 0) throw new EnvironmentError(problems);
  return { environments: environments.map(environment), organizations: organizations.map(organization) };
}

function collect<Data>(valid: ValidFile<Data>[], problems: Problem[], read: ValidFile<Data> | Problem[]): void {
  if (Array.isArray(read)) problems.push(...read);
  else valid.push(read);
}

function validate<Schema extends z.ZodType>(
  name: string,
  file: YamlFile,
  kind: string,
  schema: Schema,
): ValidFile<z.output<Schema>> | Problem[] {
  const { data, problems: secrets } = withoutSecrets(file);
  const result = schema.safeParse(withMetricsAsWritten(data, file.source));
  if (result.success) return secrets.length > 0 ? secrets : { name, file, data: result.data };
  const secretPaths = new Set(secrets.map(({ path: place }) => place));
  const found = problemsOf(result.error.issues, file, kind);
  return [...secrets, ...found.filter(({ path: place }) => !secretPaths.has(place))];
}

function inTheFuture({ file, data }: ValidFile<EnvironmentData>, today: string | undefined): Problem[] {
  if (today === undefined || data.metrics === undefined) return [];
  return datedAfter(today, data.metrics).map(({ path, message }) => file.problem(['metrics', ...path], message, 'key'));
}

function environment(valid: ValidFile<EnvironmentData>): Environment {
  const { data } = valid;
  const settings = environmentSettings(data);
  const { tier, metrics } = data;
  return { ...stackFile(valid), kind: 'environment', tier, metrics, settings, findings: findingsOf(data) };
}

function organization(valid: ValidFile<OrganizationData>): OrganizationFile {
  const { data } = valid;
  const settings = organizationSettings(data);
  return { ...stackFile(valid), kind: 'organization', settings, findings: organizationFindingsOf(data) };
}

function stackFile({
  name,
  file,
  data,
}: ValidFile<{ acknowledgements: readonly Acknowledgement[] }>): Omit<StackFile, 'findings'> {
  return {
    file: name,
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

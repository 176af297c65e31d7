import { statSync } from 'node:fs';
import { join } from 'node:path';
import { EnvironmentError } from '../config/problems';
import { displayName, findEnvironmentFiles } from '../config/sources';
import { didYouMean } from '../config/suggestions';
import { readYamlFile, type YamlFile } from '../config/yaml-file';
import { Failure } from './failure';

/** What an argument of the command line means. */
export type Source =
  | { readonly kind: 'environment'; readonly name: string; readonly path: string; readonly file: YamlFile }
  | { readonly kind: 'synthesized'; readonly name: string; readonly path: string };

export type EnvironmentSource = Extract<Source, { kind: 'environment' }>;

/**
 * @param given names of environments, their files, or what is synthesized (cdk.tf.json, or its directory); none: all environments
 * @throws Failure, EnvironmentError
 */
export function findSources(given: readonly string[]): Source[] {
  if (given.length === 0) return allEnvironments();
  return given.map((one) => synthesized(one) ?? findEnvironment(one));
}

/** @throws Failure, EnvironmentError */
export function findEnvironment(given: string): EnvironmentSource {
  return isFileName(given) ? environmentOf(given) : environmentNamed(given);
}

function allEnvironments(): EnvironmentSource[] {
  const { files, problems } = findEnvironmentFiles({});
  if (problems.length > 0) throw new EnvironmentError(problems);
  return files.map(environmentOf);
}

function synthesized(given: string): Source | undefined {
  const isDirectory = statSync(given, { throwIfNoEntry: false })?.isDirectory() === true;
  const path = isDirectory ? join(given, 'cdk.tf.json') : given;
  if (!path.endsWith('.json')) return undefined;
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) {
    const advice = isDirectory ? 'name a stack’s directory, as cdktf.out/stacks/acme' : 'run "npm run synth" first';
    throw new Failure(`${displayName(path)} does not exist: ${advice}`);
  }
  return { kind: 'synthesized', name: displayName(path), path };
}

function isFileName(given: string): boolean {
  return /[/\\]|\.ya?ml$/.test(given);
}

/** @throws EnvironmentError where it cannot be read */
function environmentOf(path: string): EnvironmentSource {
  const file = readYamlFile(path, displayName(path));
  if (Array.isArray(file)) throw new EnvironmentError(file);
  return { kind: 'environment', name: nameIn(file) ?? displayName(path), path, file };
}

function environmentNamed(name: string): EnvironmentSource {
  const { files, problems } = findEnvironmentFiles({});
  if (problems.length > 0) throw new EnvironmentError(problems);
  // Another environment's file may have a mistake: this one is still found.
  const read = files.map((path) => ({ path, file: readYamlFile(path, displayName(path)) }));
  const names: string[] = [];
  for (const { path, file } of read) {
    if (Array.isArray(file)) continue;
    if (nameIn(file) === name) return { kind: 'environment', name, path, file };
    names.push(nameIn(file) ?? displayName(path));
  }
  // It may be the one in a file that cannot be read.
  const faults = read.flatMap(({ file }) => (Array.isArray(file) ? file : []));
  const unread = faults.length === 0 ? '' : `\n${new EnvironmentError(faults).message}`;
  const others = names.length === 0 ? '' : ` (there are ${names.join(', ')})`;
  throw new Failure(`No environment is named "${name}"${others}.${didYouMean(name, names)}${unread}`);
}

function nameIn(file: YamlFile): string | undefined {
  return typeof file.data.name === 'string' ? file.data.name : undefined;
}

import { statSync } from 'node:fs';
import { join } from 'node:path';
import { EnvironmentError } from '../config/problems';
import { displayName, findEnvironmentFiles } from '../config/sources';
import { didYouMean } from '../config/suggestions';
import { readYamlFile, type YamlFile } from '../config/yaml-file';
import { Failure } from './failure';

/** A file that a stack is synthesized from. Only an environment has a tier. */
export interface FileSource {
  readonly kind: 'environment' | 'organization';
  readonly name: string;
  readonly path: string;
  readonly file: YamlFile;
}

/** A cdk.tf.json. */
export interface SynthesizedSource {
  readonly kind: 'synthesized';
  readonly name: string;
  readonly path: string;
}

/** What an argument of the command line means. */
export type Source = FileSource | SynthesizedSource;

/**
 * @param given names of environments, their files, or what is synthesized (cdk.tf.json, or its directory); none: all environments
 * @throws Failure, EnvironmentError
 */
export function findSources(given: readonly string[]): Source[] {
  if (given.length === 0) return allFiles();
  return given.map((one) => synthesized(one) ?? findFile(one));
}

/**
 * @param given name or file of an environment
 * @throws Failure, EnvironmentError
 */
export function findEnvironment(given: string): FileSource {
  const source = findFile(given);
  if (source.kind === 'organization') throw new Failure(`${source.name} is an organization, which has no tier.`);
  return source;
}

function findFile(given: string): FileSource {
  return isFileName(given) ? sourceOf(given) : sourceNamed(given);
}

function allFiles(): FileSource[] {
  const { files, problems } = findEnvironmentFiles({});
  if (problems.length > 0) throw new EnvironmentError(problems);
  return files.map(sourceOf);
}

function synthesized(given: string): SynthesizedSource | undefined {
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
function sourceOf(path: string): FileSource {
  const file = readYamlFile(path, displayName(path));
  if (Array.isArray(file)) throw new EnvironmentError(file);
  return source(path, file);
}

function source(path: string, file: YamlFile): FileSource {
  const kind = 'organization' in file.data ? 'organization' : 'environment';
  return { kind, name: nameIn(file) ?? displayName(path), path, file };
}

function sourceNamed(name: string): FileSource {
  const { files, problems } = findEnvironmentFiles({});
  if (problems.length > 0) throw new EnvironmentError(problems);
  // Another environment's file may have a mistake: this one is still found.
  const read = files.map((path) => ({ path, file: readYamlFile(path, displayName(path)) }));
  const names: string[] = [];
  for (const { path, file } of read) {
    if (Array.isArray(file)) continue;
    if (nameIn(file) === name) return source(path, file);
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

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { environmentYaml, synthesize } from './synthesize';

// biome-ignore lint/suspicious/noExplicitAny: Terraform JSON has no type, and a test says what it expects of it.
export type Json = any;

/** What the real app writes for the smallest environment with some changes. */
export async function stackJson(changes: Record<string, unknown> = {}): Promise<Json> {
  const { stackDirectory } = await synthesize(environmentYaml(changes));
  return JSON.parse(await readFile(join(stackDirectory, 'cdk.tf.json'), 'utf8'));
}

/** The Terraform addresses of a stack's resources, sorted. */
export function addresses(stack: Json): string[] {
  return Object.entries<Json>(stack.resource)
    .flatMap(([type, named]) => Object.keys(named).map((name) => `${type}.${name}`))
    .sort();
}

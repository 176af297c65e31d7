import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { stringify } from 'yaml';

export const ROOT = join(import.meta.dirname, '..', '..');

const temporaryDirectories: string[] = [];

afterAll(() => Promise.all(temporaryDirectories.map((path) => rm(path, { recursive: true, force: true }))));

/** A directory of its own for each call, gone after the file's tests; jest's workers and reruns never meet in one. */
export async function temporaryDirectory(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'palier-test-'));
  temporaryDirectories.push(path);
  return path;
}

/** The smallest valid environment, with what a test changes. */
export function environmentYaml(changes: Record<string, unknown> = {}): string {
  return stringify({
    name: 'acme',
    tier: 'beta',
    aws: { account_id: '123456789012', region: 'us-east-1' },
    contacts: { emails: ['ops@acme.example'] },
    ...changes,
  });
}

export interface Synthesis {
  /** Holds the environment's file and `cdktf.out`. */
  readonly directory: string;
  readonly environmentFile: string;
  /** Holds `cdk.tf.json`: what Terraform runs in. */
  readonly stackDirectory: string;
}

/** Runs the real app, as cdktf does, on one environment in a temporary directory. */
export async function synthesize(yaml: string, directory?: string): Promise<Synthesis> {
  const where = directory ?? (await temporaryDirectory());
  const environmentFile = join(where, 'environment.yaml');
  await writeFile(environmentFile, yaml);
  const out = join(where, 'cdktf.out');
  await execa('node', [join(ROOT, 'tools', 'app.mjs')], {
    env: { PALIER_ENVIRONMENTS: environmentFile, CDKTF_OUTDIR: out },
  });
  const name = /^name: (.*)$/m.exec(yaml)?.[1] as string;
  return { directory: where, environmentFile, stackDirectory: join(out, 'stacks', name) };
}

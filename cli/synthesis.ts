import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { displayName } from '../config/sources';
import type { Tier } from '../config/tiers';
import { withSetting } from '../config/with-setting';
import { packageRoot } from '../modules/common/package-root';
import type { FileSource } from './environments';
import { Failure } from './failure';

const temporary: string[] = [];
process.once('exit', () => {
  for (const directory of temporary) rmSync(directory, { recursive: true, force: true });
});
// Or they end the process without an exit.
process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));

/**
 * The Terraform JSON of an environment, as `npm run synth` would write it: by the app itself, in a process and a directory of its own.
 * @param tier in a copy of the file, instead of the one that it has
 * @throws Failure with what the app says of the file
 */
export async function synthesize({ path, file }: FileSource, tier?: Tier): Promise<unknown> {
  const directory = mkdtempSync(join(tmpdir(), 'palier-'));
  temporary.push(directory);
  const copy = join(directory, 'environment.yaml');
  const text = readFileSync(path, 'utf8');
  const isOther = tier !== undefined && tier !== file.data.tier;
  writeFileSync(copy, isOther ? withSetting(text, ['tier'], tier) : text, { mode: 0o600 });
  const out = join(directory, 'cdktf.out');
  const said = await app({ ...process.env, PALIER_ENVIRONMENTS: copy, CDKTF_OUTDIR: out });
  if (said !== undefined) {
    const name = displayName(path);
    throw new Failure(said.replaceAll(copy, isOther ? `${name} (with tier: ${tier})` : name));
  }
  const stacks = join(out, 'stacks');
  const [stack] = readdirSync(stacks);
  return JSON.parse(readFileSync(join(stacks, stack as string, 'cdk.tf.json'), 'utf8'));
}

/** @returns what the app complains of, if it does */
function app(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const script = join(packageRoot(), 'tools', 'app.mjs');
  return new Promise((resolve) => {
    execFile(process.execPath, [script], { cwd: packageRoot(), env }, (error, _stdout, stderr) => {
      resolve(error === null ? undefined : stderr.trim() || error.message);
    });
  });
}

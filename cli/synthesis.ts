import { type ChildProcess, execFile } from 'node:child_process';
import { once } from 'node:events';
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
const children = new Set<ChildProcess>();
let isStopping = false;

/** They would end the process without an exit. Each with the exit code that shells give it. */
const SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

process.once('exit', () => {
  for (const directory of temporary) rmSync(directory, { recursive: true, force: true });
});
for (const signal of Object.keys(SIGNALS)) process.on(signal, stop);

/** A child that still ran would write into the directory again: it goes first. */
function stop(signal: NodeJS.Signals): void {
  isStopping = true;
  const exit = () => process.exit(SIGNALS[signal as keyof typeof SIGNALS]);
  const exits = [...children].map((child) => {
    child.kill('SIGKILL');
    return once(child, 'exit');
  });
  Promise.all(exits).then(exit, exit);
}

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
  // What the app writes for a time goes there, too, and with it when the app is interrupted.
  const temporaries = { TMPDIR: directory, TEMP: directory, TMP: directory };
  const said = await app({ ...process.env, ...temporaries, PALIER_ENVIRONMENTS: copy, CDKTF_OUTDIR: out });
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
    const child = execFile(process.execPath, [script], { cwd: packageRoot(), env }, (error, _stdout, stderr) => {
      // A signal to both: this process goes, too, and has nothing to say of it.
      if (error?.signal && error.signal in SIGNALS) stop(error.signal);
      else if (!isStopping) resolve(error === null ? undefined : stderr.trim() || error.message);
    });
    children.add(child);
    child.once('exit', () => children.delete(child));
  });
}

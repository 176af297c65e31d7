import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseDocument } from 'yaml';

import { packageRoot } from '../modules/common/package-root';
import type { ApplyProgress } from './apply-progress';
import type { Commands } from './commands';
import type { Plan } from './plan-summary';
import type { Terminal } from './terminal';

export interface StateResource {
  readonly address: string;
  readonly type: string;
  readonly values: Readonly<Record<string, unknown>>;
}

export interface DetailedPlan extends Plan {
  /** What the state held, refreshed. */
  readonly prior_state?: { readonly values?: { readonly root_module?: { readonly resources?: StateResource[] } } };
}

export interface StackOptions {
  /** The environment's file. */
  readonly environmentFile: string;
  /** Where everything is written: the synthesized stack and its state. */
  readonly directory: string;
  readonly commands: Commands;
  readonly terminal: Terminal;
}

type Variables = Readonly<Record<string, string>>;

/** One environment as a Terraform stack: planned by Terraform itself, deployed and destroyed by cdktf. */
export class Stack {
  private plans = 0;
  private readonly output: string;
  private constructor(
    private readonly options: StackOptions,
    readonly name: string,
    /** Where `cdk.tf.json` is. */
    readonly directory: string,
  ) {
    this.output = outputOf(options);
  }

  /** Runs the app, as cdktf does, into a directory of the demo's own. */
  static async synthesize(options: StackOptions, env: Variables): Promise<Stack> {
    const output = outputOf(options);
    await options.commands.run('node', ['tools/app.mjs'], {
      cwd: packageRoot(),
      env: { ...env, CDKTF_OUTDIR: output, PALIER_ENVIRONMENTS: options.environmentFile },
    });
    const manifest = JSON.parse(await readFile(join(output, 'manifest.json'), 'utf8')) as Manifest;
    const [stack] = Object.values(manifest.stacks);
    if (!stack) throw new Error(`${options.environmentFile} gave no stack.`);
    return new Stack(options, stack.name, join(output, stack.workingDirectory));
  }

  async init(env: Variables): Promise<void> {
    await this.terraform(env, 'init', '-input=false', '-no-color');
  }

  /** The plan for machines, and as Terraform prints it. */
  async plan(env: Variables): Promise<{ plan: DetailedPlan; text: string; isEmpty: boolean }> {
    this.plans += 1;
    const file = join(this.options.directory, `plan-${this.plans}`);
    const command = ['plan', '-input=false', '-no-color', '-detailed-exitcode', `-out=${file}`];
    const { exitCode, stdout: text } = await this.terraform(env, ...command);
    const { stdout: json } = await this.terraform(env, 'show', '-json', file);
    await writeFile(`${file}.json`, json, { mode: 0o600 });
    return { plan: JSON.parse(json) as DetailedPlan, text, isEmpty: exitCode === 0 };
  }

  async outputs(env: Variables): Promise<Record<string, { readonly value: unknown }>> {
    return JSON.parse((await this.terraform(env, 'output', '-json')).stdout);
  }

  async stateAddresses(env: Variables): Promise<string[]> {
    return (await this.terraform(env, 'state', 'list')).stdout.split('\n').filter(Boolean);
  }

  deploy(env: Variables, progress: ApplyProgress): Promise<void> {
    return this.cdktf(env, 'deploy', progress);
  }

  /** With the deletion protection off: or Terraform refuses. */
  async destroy(env: Variables, progress: ApplyProgress): Promise<void> {
    const environment = parseDocument(await readFile(this.options.environmentFile, 'utf8'));
    environment.setIn(['database', 'deletion_protection'], false);
    const environmentFile = join(this.options.directory, 'unprotected.yaml');
    await writeFile(environmentFile, String(environment));
    await this.cdktf(env, 'destroy', progress, environmentFile);
  }

  /** As a person would type it, for this stack. */
  cdktfArguments(command: string): string[] {
    // `terraform providers lock`, which cdktf runs otherwise, takes nothing from a provider mirror.
    return [command, this.name, '--skip-provider-lock', '--output', this.output];
  }

  private async cdktf(
    env: Variables,
    command: string,
    progress: ApplyProgress,
    environmentFile = this.options.environmentFile,
  ): Promise<void> {
    const { commands, terminal } = this.options;
    const cdktf = join(packageRoot(), 'node_modules', '.bin', 'cdktf');
    const work = commands.run(cdktf, [...this.cdktfArguments(command), '--auto-approve', '--no-color'], {
      cwd: packageRoot(),
      env: { ...env, PALIER_ENVIRONMENTS: environmentFile },
      onLine: (line) => {
        const why = progress.read(line);
        if (why) terminal.note(`   ${why}`);
      },
    });
    const text = () => `cdktf ${command}: ${progress.text() || 'runs the app, then Terraform’s init and plan'}`;
    const { all } = await terminal.during(text, work);
    await writeFile(join(this.options.directory, `cdktf-${command}.log`), all, { mode: 0o600 });
  }

  private terraform(env: Variables, ...args: string[]) {
    const accept = args.includes('-detailed-exitcode') ? [0, 2] : [0];
    return this.options.commands.run('terraform', args, { cwd: this.directory, env, accept });
  }
}

interface Manifest {
  readonly stacks: Readonly<Record<string, { readonly name: string; readonly workingDirectory: string }>>;
}

function outputOf({ directory }: StackOptions): string {
  return join(directory, 'cdktf.out');
}

import { existsSync } from 'node:fs';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

import { withSetting } from '../config/with-setting';
import { packageRoot } from '../modules/common/package-root';
import type { ApplyProgress } from './apply-progress';
import type { CommandOptions, Commands } from './commands';
import { lineDiff } from './line-diff';
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
  /** What is synthesized goes there, below `directory`. The state is the same for all of them. @default cdktf.out */
  readonly output?: string;
  readonly commands: Commands;
  readonly terminal: Terminal;
}

export interface Planned {
  /** The plan for machines. */
  readonly plan: DetailedPlan;
  /** As Terraform prints it. */
  readonly text: string;
  readonly isEmpty: boolean;
  /** What `terraform apply` takes. */
  readonly file: string;
}

type Variables = Readonly<Record<string, string>>;

/** One environment as a Terraform stack: planned by Terraform itself, deployed and destroyed by cdktf. */
export class Stack {
  private constructor(
    private readonly options: StackOptions,
    readonly name: string,
    /** Where `cdk.tf.json` is. */
    readonly directory: string,
    /** What the app said beside: its findings. */
    readonly findings: string,
  ) {}

  /** Runs the app, as cdktf does, into a directory of the demo's own. */
  static async synthesize(options: StackOptions, env: Variables): Promise<Stack> {
    const output = outputOf(options);
    const { all } = await options.commands.run('node', ['tools/app.mjs'], {
      cwd: packageRoot(),
      env: { ...env, CDKTF_OUTDIR: output, PALIER_ENVIRONMENTS: options.environmentFile },
    });
    const manifest = JSON.parse(await readFile(join(output, 'manifest.json'), 'utf8')) as Manifest;
    const [stack] = Object.values(manifest.stacks);
    if (!stack) throw new Error(`${options.environmentFile} gave no stack.`);
    return new Stack(options, stack.name, join(output, stack.workingDirectory), all.trim());
  }

  get environmentFile(): string {
    return this.options.environmentFile;
  }

  /** With a setting changed in a copy of the environment's file, synthesized to where this one is. */
  async with(env: Variables, path: readonly [string, ...string[]], value: string) {
    const before = await readFile(this.environmentFile, 'utf8');
    const after = withSetting(before, path, value);
    const environmentFile = join(this.options.directory, basename(this.environmentFile));
    await writeFile(environmentFile, after);
    const stack = await Stack.synthesize({ ...this.options, environmentFile }, env);
    return { stack, diff: lineDiff(before, after) };
  }

  /** From another file, synthesized beside this one, with the same state: to plan only. */
  beside(env: Variables, output: string, environmentFile: string): Promise<Stack> {
    return Stack.synthesize({ ...this.options, environmentFile, output }, env);
  }

  async plan(env: Variables): Promise<Planned> {
    if (!existsSync(join(this.directory, '.terraform'))) await this.terraform(env, 'init', '-input=false', '-no-color');
    const file = await this.newFile('plan');
    const command = ['plan', '-input=false', '-no-color', '-detailed-exitcode', `-out=${file}`];
    const { exitCode, stdout: text } = await this.terraform(env, ...command);
    const { stdout: json } = await this.terraform(env, 'show', '-json', file);
    await writeFile(`${file}.json`, json, { mode: 0o600 });
    return { plan: JSON.parse(json) as DetailedPlan, text, isEmpty: exitCode === 0, file };
  }

  async outputs(env: Variables): Promise<Record<string, { readonly value: unknown }>> {
    return JSON.parse((await this.terraform(env, 'output', '-json')).stdout);
  }

  async stateAddresses(env: Variables): Promise<string[]> {
    return (await this.terraform(env, 'state', 'list')).stdout.split('\n').filter(Boolean);
  }

  /** Terraform lets go of them, and deletes nothing. */
  async removeFromState(env: Variables, addresses: readonly string[]): Promise<void> {
    await this.terraform(env, 'state', 'rm', ...addresses);
  }

  /** What was planned before, and nothing else. By Terraform itself: cdktf takes no plan. */
  async apply(env: Variables, { file }: Planned, progress: ApplyProgress): Promise<void> {
    const args = ['apply', '-input=false', '-no-color', file];
    await this.follow('terraform', args, { cwd: this.directory, env }, 'terraform apply', progress);
  }

  deploy(env: Variables, progress: ApplyProgress): Promise<void> {
    return this.cdktf(env, 'deploy', progress);
  }

  /** With the deletion protection off: or Terraform refuses. */
  async destroy(env: Variables, progress: ApplyProgress): Promise<void> {
    const environment = await readFile(this.environmentFile, 'utf8');
    const environmentFile = join(this.options.directory, 'unprotected.yaml');
    await writeFile(environmentFile, withSetting(environment, ['database', 'deletion_protection'], false));
    await this.cdktf(env, 'destroy', progress, environmentFile);
  }

  /** As a person would type it, for this stack. */
  cdktfArguments(command: string): string[] {
    // `terraform providers lock`, which cdktf runs otherwise, takes nothing from a provider mirror.
    return [command, this.name, '--skip-provider-lock', '--output', outputOf(this.options)];
  }

  private async cdktf(
    env: Variables,
    command: string,
    progress: ApplyProgress,
    environmentFile = this.environmentFile,
  ): Promise<void> {
    const cdktf = join(packageRoot(), 'node_modules', '.bin', 'cdktf');
    const args = [...this.cdktfArguments(command), '--auto-approve', '--no-color'];
    const options = { cwd: packageRoot(), env: { ...env, PALIER_ENVIRONMENTS: environmentFile } };
    await this.follow(cdktf, args, options, `cdktf ${command}`, progress);
  }

  /** Shows how far it is, and keeps what it printed. */
  private async follow(
    file: string,
    args: readonly string[],
    options: CommandOptions,
    name: string,
    progress: ApplyProgress,
  ): Promise<void> {
    const { commands, terminal } = this.options;
    const work = commands.run(file, args, {
      ...options,
      onLine: (line) => {
        const why = progress.read(line);
        if (why) terminal.note(`   ${why}`);
      },
    });
    const beginning = name.startsWith('cdktf') ? 'runs the app, then Terraform’s init and plan' : 'loads the providers';
    const { all } = await terminal.during(() => `${name}: ${progress.text() || beginning}`, work);
    await writeFile(await this.newFile('log'), all, { mode: 0o600 });
  }

  private async newFile(name: string): Promise<string> {
    return join(await mkdtemp(join(this.options.directory, `${name}-`)), name);
  }

  private terraform(env: Variables, ...args: string[]) {
    const accept = args.includes('-detailed-exitcode') ? [0, 2] : [0];
    return this.options.commands.run('terraform', args, { cwd: this.directory, env, accept });
  }
}

interface Manifest {
  readonly stacks: Readonly<Record<string, { readonly name: string; readonly workingDirectory: string }>>;
}

function outputOf({ directory, output = 'cdktf.out' }: StackOptions): string {
  return join(directory, output);
}

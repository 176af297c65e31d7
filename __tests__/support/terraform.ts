import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa, type Options, type ResultPromise } from 'execa';

export interface ResourceChange {
  readonly address: string;
  readonly type: string;
  readonly mode: 'managed' | 'data';
  readonly change: {
    readonly actions: readonly string[];
    readonly before: Record<string, unknown> | null;
    readonly after: Record<string, unknown> | null;
    readonly importing?: { readonly id: string };
  };
}

export interface Plan {
  readonly resource_changes?: readonly ResourceChange[];
  readonly output_changes?: Record<string, unknown>;
}

/** What was reviewed is what is applied: {@link Terraform.applyPlan}. */
export interface SavedPlan extends Plan {
  readonly file: string;
}

/** Terraform, the real one, in one directory. A failed command throws with everything that it printed. */
export class Terraform {
  constructor(
    readonly directory: string,
    private readonly environment: Readonly<Record<string, string | undefined>>,
  ) {}

  /** For a test that watches or interrupts it. */
  start(args: readonly string[], options: Options = {}): ResultPromise {
    return execa('terraform', args, {
      cwd: this.directory,
      env: this.environment,
      extendEnv: false,
      all: true,
      ...options,
    });
  }

  async run(...args: string[]): Promise<string> {
    return String((await this.start(args)).all);
  }

  init(...args: string[]): Promise<string> {
    return this.run('init', '-input=false', '-no-color', ...args);
  }

  async plan(...args: string[]): Promise<SavedPlan> {
    const file = join(this.directory, `${process.hrtime.bigint()}.tfplan`);
    const options = ['-input=false', '-no-color', '-detailed-exitcode', `-out=${file}`];
    const planned = await this.start(['plan', ...options, ...args], { reject: false });
    // Terraform has found nothing to do. To show all that stays as it is takes it two seconds.
    if (planned.exitCode === 0) return { file };
    if (planned.exitCode !== 2) throw new Error(String(planned.all));
    const shown = await this.start(['show', '-json', file]);
    return { ...(JSON.parse(String(shown.stdout)) as Plan), file };
  }

  applyPlan({ file }: SavedPlan): Promise<string> {
    return this.run('apply', '-input=false', '-no-color', file);
  }

  apply(...args: string[]): Promise<string> {
    return this.run('apply', '-input=false', '-no-color', '-auto-approve', ...args);
  }

  destroy(...args: string[]): Promise<string> {
    return this.run('destroy', '-input=false', '-no-color', '-auto-approve', ...args);
  }

  async outputs(): Promise<Record<string, { readonly value: unknown }>> {
    return JSON.parse(String((await this.start(['output', '-json'])).stdout));
  }

  /** The addresses in the state. */
  async addresses(): Promise<string[]> {
    return (await this.run('state', 'list')).split('\n').filter(Boolean);
  }

  stateFile(path: string): Promise<string> {
    return readFile(join(this.directory, path), 'utf8');
  }
}

/** What a plan would do, as `address: actions`; empty when it would do nothing. */
export function changes(plan: Plan): string[] {
  return (plan.resource_changes ?? [])
    .filter(({ mode, change }) => mode === 'managed' && change.actions.join() !== 'no-op')
    .map(({ address, change }) => `${address}: ${change.actions.join('+')}`);
}

/** The addresses to which a plan does that alone: `create`, `update`, `delete`, `forget`. */
export function addressesBy(plan: Plan, action: string): string[] {
  const end = `: ${action}`;
  return changes(plan)
    .filter((change) => change.endsWith(end))
    .map((change) => change.slice(0, -end.length));
}

/** The names of the arguments that a plan changes in place, per address. */
export function updates(plan: Plan): Record<string, string[]> {
  const updated = (plan.resource_changes ?? []).filter(({ change }) => change.actions.join() === 'update');
  return Object.fromEntries(
    updated.map(({ address, change: { before, after } }) => [
      address,
      Object.keys({ ...before, ...after })
        .filter((key) => JSON.stringify(before?.[key]) !== JSON.stringify(after?.[key]))
        .sort(),
    ]),
  );
}

/** As a reviewer counts: replacements apart from what is only created or only destroyed. */
export function counts(plan: Plan): string {
  const count = (action: string) => addressesBy(plan, action).length;
  const replaced = changes(plan).filter((change) => /: (delete\+create|create\+delete)$/.test(change)).length;
  return `${count('create')} to add, ${count('update')} to change, ${replaced} to replace, ${count('forget')} to forget, ${count('delete')} to destroy`;
}

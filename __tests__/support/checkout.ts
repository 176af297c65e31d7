import { cp, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { execa } from 'execa';
import { ROOT, temporaryDirectory } from './synthesize';
import { Terraform } from './terraform';

/** The project as a reader of a sample has it, in a directory of its own: what they run writes there, not here. */
export class Checkout {
  private constructor(
    readonly directory: string,
    private readonly environment: Readonly<Record<string, string>>,
  ) {}

  /** @param environment of every command, Terraform's too */
  static async of(environment: Readonly<Record<string, string>>): Promise<Checkout> {
    const directory = await temporaryDirectory();
    const config = JSON.parse(await readFile(join(ROOT, 'cdktf.json'), 'utf8'));
    const app = `node ${join(ROOT, 'tools', 'app.mjs')}`;
    await writeFile(join(directory, 'cdktf.json'), JSON.stringify({ ...config, app }));
    await symlink(join(ROOT, 'node_modules'), join(directory, 'node_modules'));
    await cp(join(ROOT, 'examples'), join(directory, 'examples'), { recursive: true });
    return new Checkout(directory, environment);
  }

  terraform(stack: string): Terraform {
    return new Terraform(join(this.directory, 'cdktf.out', 'stacks', stack), this.environment);
  }

  /** Changes a file, as the reader is told to. */
  async edit(file: string, change: (text: string) => string): Promise<void> {
    const path = join(this.directory, file);
    await writeFile(path, change(await readFile(path, 'utf8')));
  }

  /**
   * Runs shell commands as a reader does, and answers "yes" where Terraform asks. A failed one throws with everything
   * that was printed.
   * @returns what they printed
   */
  async run(commands: string, environment: Readonly<Record<string, string>> = {}): Promise<string> {
    const { all } = await execa('bash', ['-euo', 'pipefail', '-c', commands], {
      cwd: this.directory,
      env: { ...this.environment, ...environment },
      extendEnv: false,
      input: 'yes\n',
      all: true,
    });
    return stripVTControlCharacters(all);
  }
}

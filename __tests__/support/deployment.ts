import { existsSync } from 'node:fs';
import { readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { execa, type ResultPromise } from 'execa';
import { type Emulator, startEmulator } from '../../emulator';
import { Aws } from './aws';
import { CallGate } from './call-gate';
import { guideSection } from './guide';
import { ROOT, type Synthesis, synthesize } from './synthesize';
import { Terraform } from './terraform';
import { killGroup } from './watch';

type Replacements = Readonly<Record<string, string>>;

/** One environment on an emulator of its own, behind a gate at which a test cuts Terraform and the runbooks. */
export class Deployment {
  private readonly started: ResultPromise[] = [];

  private constructor(
    readonly emulator: Emulator,
    readonly gate: CallGate,
    readonly synthesis: Synthesis,
  ) {}

  /** @param yaml the environment's file */
  static async with(yaml: string, use: (deployment: Deployment) => Promise<void>): Promise<void> {
    const emulator = await startEmulator();
    try {
      const gate = await CallGate.start(emulator.endpoint);
      try {
        const deployment = new Deployment(emulator, gate, await synthesize(yaml));
        try {
          await use(deployment);
        } finally {
          await Promise.all(deployment.started.map(killGroup));
        }
      } finally {
        await gate.stop();
      }
    } finally {
      await emulator.stop();
    }
  }

  /** Of Terraform, and of the runbooks that it starts: through the gate. */
  get environment(): Record<string, string> {
    return {
      ...this.emulator.environment,
      AWS_ENDPOINT_URL: this.gate.endpoint,
      // A Terraform that is killed leaves the sockets of its providers: here they go with the test.
      TMPDIR: this.synthesis.directory,
    };
  }

  get terraform(): Terraform {
    return new Terraform(this.synthesis.stackDirectory, this.environment);
  }

  /** Past the gate: a test that looks must not be held. */
  get aws(): Aws {
    return new Aws(this.emulator.environment);
  }

  /** A Terraform to interrupt: a process group of its own, and a failure that is not thrown. */
  start(...args: string[]): ResultPromise<{ reject: false; all: true }> {
    const process = this.terraform.start(args, { detached: true, stdin: 'ignore', reject: false });
    this.started.push(process);
    return process as ResultPromise<{ reject: false; all: true }>;
  }

  /** Writes the environment's file anew, and the stack from it, where they were. */
  async rewrite(yaml: string): Promise<void> {
    await synthesize(yaml, this.synthesis.directory);
  }

  /**
   * Runs the commands of a section of a guide, as a reader does, in order, and answers "yes" where Terraform asks.
   * @param replace what the reader replaces, such as the id of a lock
   * @param from begins with the command of that index, for a reader who did something else in between
   * @param first stops after so many commands
   * @returns what each has printed
   */
  async follow(
    guide: string,
    heading: string,
    {
      replace = {},
      environment = {},
      from = 0,
      first = Number.POSITIVE_INFINITY,
    }: { replace?: Replacements; environment?: Record<string, string>; from?: number; first?: number } = {},
  ): Promise<string[]> {
    await this.makeProject();
    const outputs: string[] = [];
    for (const command of guideSection(guide, heading).commands.slice(from, from + first)) {
      const { all } = await execa('bash', ['-euo', 'pipefail', '-c', replaceAll(command, replace)], {
        cwd: this.synthesis.directory,
        env: { ...this.environment, PALIER_ENVIRONMENTS: this.synthesis.environmentFile, ...environment },
        extendEnv: false,
        input: 'yes\n',
        all: true,
      });
      outputs.push(stripVTControlCharacters(all));
    }
    return outputs;
  }

  /** What the reader's directory has and this one lacks: cdktf, npm's scripts and the runbooks work in it. The project's own is not ours to write to. */
  private async makeProject(): Promise<void> {
    const { directory } = this.synthesis;
    if (existsSync(join(directory, 'cdktf.json'))) return;
    const config = JSON.parse(await readFile(join(ROOT, 'cdktf.json'), 'utf8'));
    const app = `node ${join(ROOT, 'tools', 'app.mjs')}`;
    await writeFile(join(directory, 'cdktf.json'), JSON.stringify({ ...config, app }));
    for (const path of ['modules', 'node_modules', 'package.json', 'review', 'tools']) {
      await symlink(join(ROOT, path), join(directory, path));
    }
  }
}

function replaceAll(text: string, replacements: Replacements): string {
  return Object.entries(replacements).reduce((current, [from, to]) => current.replaceAll(from, to), text);
}

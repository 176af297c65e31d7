import { rm } from 'node:fs/promises';
import { stripVTControlCharacters } from 'node:util';
import { execa, type ResultPromise } from 'execa';
import { type Emulator, startEmulator } from '../../emulator';
import { Aws } from './aws';
import { CallGate } from './call-gate';
import { guideSection } from './guide';
import { type Synthesis, synthesize } from './synthesize';
import { Terraform } from './terraform';
import { killGroup } from './watch';

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
    const gate = await CallGate.start(emulator.endpoint);
    let deployment: Deployment | undefined;
    try {
      deployment = new Deployment(emulator, gate, await synthesize(yaml));
      await use(deployment);
      // Where the test failed it stays, to be looked at.
      await rm(deployment.synthesis.directory, { recursive: true });
    } finally {
      await Promise.all(deployment?.started.map(killGroup) ?? []);
      await gate.stop();
      await emulator.stop();
    }
  }

  /** Of Terraform, and of the runbooks that it starts: through the gate. */
  get environment(): Record<string, string> {
    return { ...this.emulator.environment, AWS_ENDPOINT_URL: this.gate.endpoint };
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
   * @returns what each has printed
   */
  async follow(
    guide: string,
    heading: string,
    { replace = {}, environment = {} }: { replace?: Record<string, string>; environment?: Record<string, string> } = {},
  ): Promise<string[]> {
    const outputs: string[] = [];
    for (const command of guideSection(guide, heading).commands) {
      const words = replaceAll(command, replace).split(' ');
      // The project's own directory is not ours to write to: a test calls `rewrite` for this one.
      if (command === 'npx cdktf synth') continue;
      const { all } = await execa(words[0] as string, words.slice(1), {
        cwd: this.synthesis.directory,
        env: { ...this.environment, ...environment },
        extendEnv: false,
        input: 'yes\n',
        all: true,
      });
      outputs.push(stripVTControlCharacters(all));
    }
    return outputs;
  }
}

function replaceAll(text: string, replacements: Record<string, string>): string {
  return Object.entries(replacements).reduce((current, [from, to]) => current.replaceAll(from, to), text);
}

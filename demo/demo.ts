import { join } from 'node:path';

import { checkPrerequisites, type Emulator, startEmulator } from '../emulator';
import { packageRoot } from '../modules/common/package-root';
import { Aws } from './aws';
import type { Commands } from './commands';
import { destroy, nothingLeft } from './destroy';
import { keepRunning } from './keep';
import type { DemoOptions } from './options';
import { Stack } from './stack';
import type { Deployed, Stage } from './stage';
import { deploy, planAgain, searchSecret, showOutputs, showPlan } from './steps';
import type { Terminal } from './terminal';

export interface Demo {
  readonly options: DemoOptions;
  readonly terminal: Terminal;
  readonly commands: Commands;
  /** Temporary, and of this run alone. */
  readonly directory: string;
  /** Aborted when the demo is to end. */
  readonly signal: AbortSignal;
}

const ENVIRONMENT_FILE = 'environments/huntaze.yaml';

/** What happens once the emulator answers and the stack is synthesized. */
export type Story = (stage: Stage, signal: AbortSignal) => Promise<void>;

/** From the plan to the destroy; the emulator is stopped however it ends. */
export async function runDemo(demo: Demo, story: Story = tell): Promise<void> {
  const { terminal, signal } = demo;
  terminal.say(`${ENVIRONMENT_FILE}, tier beta: deployed for real to an AWS emulator on this machine.`);
  terminal.say('No AWS account, no credentials, no cost.');
  let emulator: Emulator | undefined;
  try {
    const stage = await terminal.step('Start the emulator, bundle and run the app', async () => {
      await checkPrerequisites();
      signal.throwIfAborted();
      const env = environmentOf(demo);
      const synthesis = synthesize(demo, env);
      // Looked at only when the emulator is there, and can be stopped.
      synthesis.catch(() => {});
      const start = startEmulator({
        directory: demo.directory,
        port: demo.options.port,
        signal,
        env,
        onProgress: (line) => signal.aborted || terminal.note(`   ${line}`),
      });
      emulator = await terminal.during(() => 'preparing the emulator and Terraform’s providers', start);
      terminal.say(`   The emulator answers at ${emulator.endpoint}.`);
      return stageOf(demo, emulator, await synthesis);
    });
    await story(stage, signal);
  } finally {
    await emulator?.stop();
  }
}

async function tell(stage: Stage, signal: AbortSignal): Promise<void> {
  const { terminal } = stage;
  const planned = await terminal.step('Plan: what the tier beta adds', () => showPlan(stage));
  await terminal.step('Deploy', () => deploy(stage, planned));
  const deployed = await terminal.step('Plan again: nothing may be left to do', () => planAgain(stage));
  await terminal.step('Outputs', () => showOutputs(stage));
  await terminal.step('No secret in the state, the JSON or a plan', () => searchSecret(stage, deployed));
  await end(stage, signal, deployed, planned.length);
}

/** @param total resources to destroy */
export async function end(stage: Stage, signal: AbortSignal, deployed: Deployed, total: number): Promise<void> {
  const { terminal } = stage;
  if (stage.options.keep) return keepRunning(stage, signal);
  await terminal.step('Destroy', () => destroy(stage, deployed, total));
  await terminal.step('Nothing is left', () => nothingLeft(stage, deployed));
}

/** What the tools leave in their temporary directory when they are interrupted, pip and Go for instance, goes with ours. */
function environmentOf({ directory }: Demo): Record<string, string> {
  return { ...(process.env as Record<string, string>), TMPDIR: directory };
}

function synthesize({ directory, commands, terminal }: Demo, env: Record<string, string>): Promise<Stack> {
  const environmentFile = join(packageRoot(), ENVIRONMENT_FILE);
  return Stack.synthesize({ environmentFile, directory, commands, terminal }, env);
}

function stageOf({ options, terminal, commands, directory }: Demo, emulator: Emulator, stack: Stack): Stage {
  const aws = new Aws(commands, directory, emulator.environment, emulator.endpoint);
  return { options, terminal, emulator, stack, aws, directory };
}

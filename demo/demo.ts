import { join } from 'node:path';

import { TIERS, type Tier } from '../config/tiers';
import { checkPrerequisites, type Emulator, startEmulator } from '../emulator';
import { packageRoot } from '../modules/common/package-root';
import { Aws } from './aws';
import type { Commands } from './commands';
import { DatabasePassword } from './database-password';
import { destroy, nothingLeft } from './destroy';
import { newFindings, sayFindings } from './findings';
import { keepRunning } from './keep';
import type { DemoOptions } from './options';
import { rotate } from './rotation';
import { Stack } from './stack';
import { type Deployed, deployed, ENVIRONMENT_FILE, type Stage } from './stage';
import { deploy, planAgain, searchPasswords, showCreated, showFirstPlan, showOutputs } from './steps';
import type { Terminal } from './terminal';
import { changeTier, deployUpgrade, planUpgrade } from './upgrade';
import { planWayBack } from './way-back';

export interface Demo {
  readonly options: DemoOptions;
  readonly terminal: Terminal;
  readonly commands: Commands;
  /** Temporary, and of this run alone. */
  readonly directory: string;
  /** Aborted when the demo is to end. */
  readonly signal: AbortSignal;
}

/** What happens once the emulator answers and the stack is synthesized. */
export type Story = (stage: Stage, signal: AbortSignal) => Promise<void>;

/** From the plan to the destroy; the emulator is stopped however it ends. */
export async function runDemo(demo: Demo, story: Story = tell): Promise<void> {
  const { terminal, signal, options } = demo;
  const [first, ...then] = tiersTo(options.to);
  const tiers = [`tier ${first}`, ...then].join(', then ');
  terminal.say(`${ENVIRONMENT_FILE}, ${tiers}: deployed for real to an AWS emulator on this machine.`);
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
      const stage = stageOf(demo, emulator, await synthesis);
      sayFindings(terminal, newFindings(stage.stack.findings, ''));
      return stage;
    });
    await story(stage, signal);
  } finally {
    await emulator?.stop();
  }
}

async function tell(stage: Stage, signal: AbortSignal): Promise<void> {
  const { terminal, options } = stage;
  const planned = await terminal.step('Plan: what the tier beta adds', () => showFirstPlan(stage));
  await terminal.step('Deploy', () => deploy(stage, planned));
  const beta = await terminal.step('Plan again: nothing may be left to do', async () => {
    const again = await planAgain(stage);
    showCreated(stage, again);
    return deployed(again.plan);
  });
  await terminal.step('Outputs', () => showOutputs(stage));
  const password = new DatabasePassword(stage.aws, stage.emulator.endpoint, beta);
  const noSecret = (now: Stage) => searchPasswords(now, password, beta.secretArn);
  await terminal.step('No secret in the state, the JSON or a plan', () => noSecret(stage));
  if (options.to === 'beta') return end(stage, signal, beta);

  let top = stage;
  let was = beta;
  for (const tier of tiersTo(options.to).slice(1)) {
    top = await climb(top, tier, password);
    was = await nothingLeftToDo(top);
    if (tier === 'early-ga') top = await rotateTwice(top, password);
  }
  await terminal.step('Back to beta, on paper', () => planWayBack(top));
  await terminal.step('No secret in the state, the JSON or a plan', () => noSecret(top));
  await end(top, signal, was);
}

function tiersTo(last: Tier): readonly Tier[] {
  return TIERS.slice(0, TIERS.indexOf(last) + 1);
}

async function climb(stage: Stage, tier: Tier, password: DatabasePassword): Promise<Stage> {
  const { terminal } = stage;
  const below = TIERS[TIERS.indexOf(tier) - 1];
  const raised = await terminal.step(`Change one word: ${below} becomes ${tier}`, () => changeTier(stage, tier));
  const upgrade = await terminal.step(`Plan: what the tier ${tier} adds`, () => planUpgrade(raised));
  await terminal.step('Deploy', () => deployUpgrade(raised, upgrade, password));
  return raised;
}

function nothingLeftToDo(stage: Stage): Promise<Deployed> {
  return stage.terminal.step('Plan again: nothing may be left to do', async () =>
    deployed((await planAgain(stage)).plan),
  );
}

async function rotateTwice(stage: Stage, password: DatabasePassword): Promise<Stage> {
  const { terminal } = stage;
  const once = await terminal.step('Rotate the secret: give the runbook a revision', () =>
    rotate(stage, '1', 'create', password),
  );
  return terminal.step('Rotate it again: the next revision', () => rotate(once, '2', 'replace', password));
}

export async function end(stage: Stage, signal: AbortSignal, was: Deployed): Promise<void> {
  const { terminal } = stage;
  if (stage.options.keep) return keepRunning(stage, signal);
  await terminal.step('Destroy', () => destroy(stage, was));
  await terminal.step('Nothing is left', () => nothingLeft(stage, was));
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

import type { Tier } from '../config/tiers';
import { changeEnvironment } from './change-environment';
import type { DatabasePassword } from './database-password';
import { newFindings, sayFindings } from './findings';
import { lossesGoingUp } from './losses';
import { describe } from './plan-summary';
import { expect, type Stage } from './stage';
import { deploy, type ShownPlan, showPlan } from './steps';

/** @returns the stage of the raised environment: the same state, and the same directory */
export async function changeTier(stage: Stage, tier: Tier): Promise<Stage> {
  const raised = await changeEnvironment(stage, ['tier'], tier);
  sayFindings(stage.terminal, newFindings(raised.stack.findings, stage.stack.findings));
  return raised;
}

/** @throws UnexpectedResult where something would be lost */
export async function planUpgrade(stage: Stage): Promise<ShownPlan> {
  const planned = await showPlan(stage);
  const lost = lossesGoingUp(planned.changes);
  expect(lost.length === 0, `Going up would not only add and change:\n${lost.map(describe).join('\n')}`);
  const { terminal } = stage;
  terminal.say(`   ${terminal.paint('bold', 'Nothing is replaced, and nothing is destroyed.')}`);
  terminal.say('   What changes (~) keeps the line of the tier that owns it; after it the attributes that change.');
  return planned;
}

export async function deployUpgrade(stage: Stage, planned: ShownPlan, password: DatabasePassword): Promise<void> {
  const before = await password.look();
  await deploy(stage, planned);
  const after = await password.look();
  expect(after.password === before.password, 'Going up changed the database’s password.');
  expect(after.versionId === before.versionId, `Going up made the secret’s version ${after.versionId}.`);
  stage.terminal.say('   Nobody is locked out: the database’s password is the one it had, and the secret’s version');
  stage.terminal.say(`   still ${after.versionId}. Both were read before and after, and compared.`);
}

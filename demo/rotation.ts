import { ApplyProgress, operations } from './apply-progress';
import { changeEnvironment } from './change-environment';
import type { DatabasePassword } from './database-password';
import { describe } from './plan-summary';
import { expect, type Stage } from './stage';
import { showPlan } from './steps';

const RUNBOOK = 'null_resource.rotate_secret';
const SLOW = {
  [RUNBOOK]:
    'The runbook starts the rotation, and looks whether the new version is the current one: every second here, every 5 s on AWS.',
};

/**
 * Gives the runbook another revision, and applies: one `null_resource` is created, or replaced, and nothing else.
 *
 * @returns the stage with that revision
 * @throws UnexpectedResult where the plan says anything else, or the password is not a new one
 */
export async function rotate(
  stage: Stage,
  revision: string,
  expected: 'create' | 'replace',
  password: DatabasePassword,
): Promise<Stage> {
  const { terminal, emulator } = stage;
  const rotating = await changeEnvironment(stage, ['runbooks', 'rotate_secret', 'revision'], revision);
  const planned = await showPlan(rotating);
  const [only, ...others] = planned.changes;
  const isIt = only?.address === RUNBOOK && only.action === expected && others.length === 0;
  expect(isIt, `Only ${expected} ${RUNBOOK} was expected:\n${planned.changes.map(describe).join('\n')}`);

  const before = await password.look();
  terminal.say(`   terraform -chdir=${rotating.stack.directory} apply ${planned.file}`);
  const progress = new ApplyProgress(operations(planned.changes), SLOW);
  await rotating.stack.apply(emulator.environment, planned, progress);
  const after = await password.look();
  expect(after.versionId !== before.versionId, `The secret still has the version ${after.versionId}.`);
  expect(after.password !== before.password, 'The rotation left the database’s password as it was.');
  terminal.say(`   The secret’s current version before: ${before.versionId}`);
  terminal.say(`                                   now: ${after.versionId}`);
  terminal.say('   The database has another password than before, and it is the one in the secret.');
  return rotating;
}

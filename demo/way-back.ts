import { join } from 'node:path';

import addresses from '../modules/addresses.json';
import { packageRoot } from '../modules/common/package-root';
import { logRetentionLowered } from '../review/log-retention-lowered';
import { lossesGoingDown } from './losses';
import { describe } from './plan-summary';
import { ENVIRONMENT_FILE, expect, type Stage } from './stage';
import { showPlan } from './steps';

/**
 * Plans the environment's file as it was, which still says beta, and applies nothing.
 *
 * @throws UnexpectedResult where it would lose data
 */
export async function planWayBack(stage: Stage): Promise<void> {
  const { terminal, emulator } = stage;
  terminal.say(`   ${ENVIRONMENT_FILE} itself still says beta, and has no revision. Its plan, by the same state:`);
  const file = join(packageRoot(), ENVIRONMENT_FILE);
  const stack = await stage.stack.beside(emulator.environment, 'way-back', file);
  const { changes, plan } = await showPlan({ ...stage, stack });

  const lost = lossesGoingDown(changes, addresses);
  expect(lost.length === 0, `Going down would lose:\n${lost.map(describe).join('\n')}`);
  const keys = changes.filter(({ action, address }) => action === 'forget' && address.startsWith('aws_kms_key.'));
  expect(keys.length > 0, 'Going down would not forget the keys.');
  terminal.say(`   ${terminal.paint('bold', 'Nothing that holds data is destroyed.')}`);
  terminal.say('   What is forgotten (.) stays, the keys above all; only Terraform no longer manages it.');
  const lowered = logRetentionLowered(plan.resource_changes ?? []);
  expect(lowered.length > 0, 'Going down would lower the retention of the logs, and nothing says so.');
  for (const { severity, id, where, why } of lowered) terminal.say(`   ${severity}: ${id}: ${where}: ${why}`);
  terminal.say('   logs.retention_days in the file keeps them: docs/guides/going-down.md.');
  terminal.say('   Nothing of this plan was applied.');
}

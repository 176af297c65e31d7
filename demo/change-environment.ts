import { displayName } from '../config/sources';
import type { Stage } from './stage';

/** Changes one setting in a copy of the environment's file, shows the difference, and synthesizes from it. */
export async function changeEnvironment(
  stage: Stage,
  path: readonly [string, ...string[]],
  value: string,
): Promise<Stage> {
  const { terminal, emulator } = stage;
  const before = stage.stack.environmentFile;
  const { stack, diff } = await stage.stack.with(emulator.environment, path, value);
  const after = stack.environmentFile;
  terminal.say(`   ${after === before ? `In ${after}:` : `In a copy of ${displayName(before)}, ${after}:`}`);
  for (const line of diff) terminal.say(`     ${terminal.paint(line.startsWith('-') ? 'red' : 'green', line)}`);
  return { ...stage, stack };
}

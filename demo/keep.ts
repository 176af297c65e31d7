import { join } from 'node:path';

import { displayName } from '../config/sources';
import { emulatorVariables, shellLines } from '../emulator';
import { packageRoot } from '../modules/common/package-root';
import { ENVIRONMENT_FILE, expect, type Stage } from './stage';

/** Says how to talk to what was deployed, and waits until the demo is ended. */
export async function keepRunning({ terminal, emulator, stack }: Stage, signal: AbortSignal): Promise<void> {
  const { environmentFile } = stack;
  const isCopy = environmentFile !== join(packageRoot(), ENVIRONMENT_FILE);
  const variables = {
    ...emulatorVariables({ endpoint: emulator.endpoint, cliConfigFile: emulator.cliConfigFile }),
    // The project's own file still says what the demo began with.
    ...(isCopy ? { PALIER_ENVIRONMENTS: environmentFile } : {}),
  };
  terminal.say(`
${terminal.paint('bold', 'All of it runs on.')} In another terminal, in this directory:

${shellLines(variables)
  .map((line) => `   ${line}`)
  .join('\n')}

   npx cdktf ${stack.cdktfArguments('diff').join(' ')}
   terraform -chdir=${stack.directory} state list
   aws --endpoint-url "$AWS_ENDPOINT_URL" rds describe-db-instances

Change a word in ${displayName(environmentFile)}, and plan again. The emulator’s log: ${emulator.log}
Ctrl-C here ends the emulator and removes all of it.`);
  const ended = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  await Promise.race([ended, emulator.ended]);
  expect(signal.aborted, 'The emulator ended by itself.');
}

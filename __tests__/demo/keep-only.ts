import { end } from '../../demo/demo';
import { readOptions } from '../../demo/options';
import { run } from '../../demo/run';
import { showPlan } from '../../demo/steps';

/** The demo with its plan and its end, but without the deploy between them, which takes minutes. */
const options = readOptions(process.argv.slice(2));
if (options === 'help') throw new Error('The demo itself has the help.');
const nothing = { databaseIdentifier: 'none', finalSnapshot: 'none', secretArn: 'none', logGroups: [] };
process.exitCode = await run(options, async (stage, signal) => {
  const planned = await showPlan(stage);
  await end(stage, signal, nothing, planned.length);
});

import { end } from '../../demo/demo';
import { readOptions } from '../../demo/options';
import { run } from '../../demo/run';
import { showFirstPlan } from '../../demo/steps';
import { changeTier } from '../../demo/upgrade';

/** The demo with a change of the tier, a plan and the end, but without a deploy, which takes minutes. */
const options = readOptions(process.argv.slice(2));
if (options === 'help') throw new Error('The demo itself has the help.');
const nothing = { databaseIdentifier: 'none', finalSnapshot: 'none', secretArn: 'none', logGroups: [], keys: [] };
process.exitCode = await run(options, async (stage, signal) => {
  const raised = await changeTier(stage, 'early-ga');
  await showFirstPlan(raised);
  await end(raised, signal, nothing);
});

import { type Command, Option } from 'commander';
import { TIERS } from '../config/tiers';
import { EXIT } from './exit-codes';
import { addExamples } from './help';
import { METRIC_FLAGS } from './metric-flags';

/** The arguments, options and help of `palier assess`. */
export function defineAssess(command: Command): Command {
  command
    .summary('GO, WAIT or SKIP: whether to move up to the next tier, with the rule behind each word')
    .description(
      'Whether to move up to the next tier: GO, WAIT or SKIP, with each rule of the plan, what it looked at, what is missing, ' +
        'and what would change the answer.',
    )
    .argument('[environment]', 'name or file of an environment: its tier, and what it has under metrics:')
    .addOption(new Option('--tier <tier>', 'the present tier (default: the one of the environment)').choices(TIERS))
    .option('--metrics <file>', 'a YAML file with the metrics, instead of those of the environment')
    .option('--usage <file>', 'for the bill: a YAML file with requests, log volume, transfer, ...')
    .option('--no-bill', 'without the bill, now and one tier up, that an environment has')
    .optionsGroup('Metrics, instead of what a file says of them:');
  for (const { flag, value, what } of METRIC_FLAGS) command.option(`--${flag} <${value}>`, what);
  command
    .optionsGroup('Output:')
    .addOption(new Option('--lang <language>', 'language of what is written').choices(['en', 'fr']).default('en'))
    .option('--write <directory>', 'write the decision document into this directory, to be signed and committed')
    .option('--decider <name>', 'who decides, for the document (default: a line to sign on)')
    .option('--force', 'overwrite the document of the same day, environment and tier')
    .option('--json', 'for programs: one JSON object, "version": 1');
  addExamples(
    command,
    [
      'palier assess huntaze',
      "palier assess --tier beta --users 150 --mrr '3K$' --churn 4",
      'palier assess --tier beta --metrics metrics.yaml --lang fr',
      "palier assess huntaze --write docs/decisions --decider 'Ada Lovelace'",
      'palier assess huntaze --json | jq -r .verdict',
    ],
    `${EXIT.ok} GO, ${EXIT.wait} WAIT, ${EXIT.skip} SKIP, ${EXIT.usage} wrong usage, ${EXIT.error} error`,
  );
  return command;
}

import { type Command, Option } from 'commander';
import { TIERS } from '../config/tiers';
import { EXIT } from './exit-codes';
import { addExamples } from './help';

/** The arguments, options and help of `palier cost`. */
export function defineCost(command: Command): Command {
  command
    .summary('what an environment costs a month, line by line: low, expected, high')
    .description(
      'What an environment costs a month in US dollars, before tax and discounts: low, expected and high. Prices what will be ' +
        'deployed, options included. AWS is asked nothing, and nothing is written into your directories.',
    )
    .argument(
      '[environment...]',
      'names or files of environments; or what is synthesized, a cdk.tf.json or its directory (default: every environment)',
    )
    .option(
      '--tier <tiers>',
      `as if the environment were at this tier; several with commas, or all (${TIERS.join(', ')})`,
    )
    .option(
      '--usage <file>',
      'a YAML file with requests, log volume, transfer, ... (default: what is usual at the tier)',
    )
    .option('--mrr <amount>', 'monthly recurring revenue, to say what share the bill is (default: metrics.mrr)')
    .option(
      '--prices <file>',
      'an export of AWS’s price list (JSON), whose prices count instead; repeat it for several',
      collect,
    )
    .optionsGroup('Output:')
    .addOption(
      new Option('--by <part>', 'how far it is broken down').choices(['tier', 'line', 'resource']).default('line'),
    )
    .option(
      '--compare',
      'beside the figures of the plan, each difference explained; all tiers, unless --tier says less',
    )
    .option('--svg <file>', 'write a picture: the tiers as a staircase, with the band of the plan; all tiers likewise')
    .option('--force', 'overwrite the picture')
    .option('--json', 'for programs: one JSON object, "version": 1');
  addExamples(
    command,
    [
      'palier cost huntaze',
      'palier cost huntaze --tier early-ga --by resource',
      'palier cost huntaze --compare',
      "palier cost huntaze --tier all --mrr '18K$' --svg staircase.svg",
      'palier cost cdktf.out/stacks/huntaze --usage usage.yaml --json',
    ],
    `${EXIT.ok} done, ${EXIT.usage} wrong usage, ${EXIT.error} error`,
  );
  return command;
}

function collect(file: string, files: readonly string[] = []): string[] {
  return [...files, file];
}

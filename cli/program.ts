import { Command } from 'commander';
import { version } from '../package.json';
import type { AssessOptions } from './assess';
import { defineAssess } from './assess-definition';
import { addCompletion } from './completion';
import type { CostOptions } from './cost';
import { defineCost } from './cost-definition';
import { addExamples } from './help';

/** What the subcommands do: loaded when one runs, for the help and completion need none of it. */
export interface Actions {
  assess(environment: string | undefined, options: AssessOptions): Promise<void>;
  cost(environments: readonly string[], options: CostOptions): Promise<void>;
}

/** The `palier` command: its subcommands with their arguments, options and help. */
export function program(actions: Actions): Command {
  const palier = new Command('palier')
    .description(
      'AWS infrastructure that grows with a company, one tier at a time: when to move up, and what it costs.',
    )
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .exitOverride();
  addExamples(palier, ['palier cost huntaze', 'palier assess huntaze', 'palier assess --help']);
  defineAssess(palier.command('assess')).action((environment, options) => actions.assess(environment, options));
  defineCost(palier.command('cost')).action((environments, options) => actions.cost(environments, options));
  addCompletion(palier);
  return palier;
}

import { readdirSync, readFileSync } from 'node:fs';
import completions from '@bomb.sh/tab/commander';
import type { Command } from 'commander';
import { findEnvironmentFiles } from '../config/sources';
import { addExamples } from './help';

const FILE_OPTIONS: Readonly<Record<string, RegExp>> = {
  metrics: /\.ya?ml$/,
  usage: /\.ya?ml$/,
  prices: /\.json$/,
};

const EXAMPLES = [
  'eval "$(palier completion bash)"',
  'palier completion zsh > ~/.zfunc/_palier',
  'palier completion fish > ~/.config/fish/completions/palier.fish',
];

/** `palier completion bash|zsh|fish|powershell`, and what the script that it prints asks for at each Tab. */
export function addCompletion(palier: Command): void {
  const { commands } = completions(palier, { completionCommandName: 'completion' });
  for (const command of palier.commands) {
    if (command.name() === 'completion') describe(command);
    const completed = commands.get(command.name());
    if (completed) completed.description = command.summary();
  }
  for (const { arguments: positional, options } of commands.values()) {
    const environment = positional.get('environment');
    if (environment) {
      environment.handler = (complete) => {
        for (const name of environmentNames()) complete(name, '');
      };
    }
    for (const [name, pattern] of Object.entries(FILE_OPTIONS)) {
      const option = options.get(name);
      if (option) {
        option.handler = (complete) => {
          for (const file of filesHere(pattern)) complete(file, '');
        };
      }
    }
  }
}

function describe(command: Command): void {
  command
    .summary('print the completion script of a shell')
    .description(
      'Prints the script that completes `palier` in a shell: subcommands, options, environments. The shell must find `palier` on ' +
        'its PATH (`npm link` puts it there); bash also needs the package bash-completion.',
    );
  addExamples(command, EXAMPLES);
}

/** Quick rather than right: a file with a mistake in it is not completed. */
function environmentNames(): string[] {
  return findEnvironmentFiles({}).files.flatMap((file) => {
    try {
      return /^name: *["']?([\w-]+)/m.exec(readFileSync(file, 'utf8'))?.[1] ?? [];
    } catch {
      return [];
    }
  });
}

function filesHere(pattern: RegExp): string[] {
  try {
    return readdirSync('.').filter((file) => pattern.test(file));
  } catch {
    return [];
  }
}

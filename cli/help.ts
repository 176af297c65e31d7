import type { Command } from 'commander';

/** Ends a command's help with examples, and what it exits with. */
export function addExamples(command: Command, examples: readonly string[], exitCodes?: string): void {
  const name = command.parent === null ? command.name() : `${command.parent.name()} ${command.name()}`;
  command.showHelpAfterError(`See ${name} --help`);
  const lines = ['', 'Examples:', ...examples.map((example) => `  ${example}`)];
  command.addHelpText(
    'after',
    [...lines, ...(exitCodes === undefined ? [] : ['', `Exit codes: ${exitCodes}.`])].join('\n'),
  );
}

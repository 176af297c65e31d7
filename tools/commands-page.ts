import { program } from '../cli/program';

const HEADER = `# The palier command

In the directory of Palier, \`npx palier\` runs it. Every subcommand prints what it found on standard output, and everything else on
standard error; \`--json\` is one object with a \`version\`, whose shape is in [cli/schemas/](../cli/schemas/). Tables fit 80
columns, \`NO_COLOR\` is respected, and nothing is asked of AWS.

[When to move up](guides/decide.md) and [what it costs](guides/cost.md) say how to go about it. This page is generated from the
commands' own help, by \`npm run docs\`.

| exit code | means |
|---|---|
| 0 | done; of \`palier assess\`: GO |
| 10 | \`palier assess\`: WAIT |
| 11 | \`palier assess\`: SKIP |
| 2 | the command line is wrong |
| 1 | a file is wrong, or something failed |
`;

/** `docs/commands.md` */
export function commandsPage(): string {
  const nothing = async () => {};
  const { commands } = program({ assess: nothing, cost: nothing });
  const chapters = commands
    .filter((command) => ['assess', 'cost', 'completion'].includes(command.name()))
    .map((command) => {
      let help = '';
      command.configureOutput({ writeOut: (text) => (help += text), getOutHelpWidth: () => 80 });
      command.outputHelp();
      return `## palier ${command.name()}\n\n\`\`\`text\n${help.trim()}\n\`\`\`\n`;
    });
  return [HEADER, ...chapters].join('\n');
}

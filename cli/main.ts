import { CommanderError } from 'commander';
import { EXIT } from './exit-codes';
import { exitCodeOf } from './failure';
import { program } from './program';
import { note } from './terminal';

// Whoever reads has seen enough, as `palier cost | head -1` does: what is still to be written goes nowhere.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

program({
  assess: async (...args) => (await import('./assess')).assessCommand(...args),
  cost: async (...args) => (await import('./cost')).costCommand(...args),
})
  .parseAsync()
  .catch((error: Error) => {
    // Commander has said already what is wrong, or shown the help that was asked for.
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.usage;
      return;
    }
    const exitCode = exitCodeOf(error);
    // A defect of Palier: its stack trace belongs into the report.
    if (exitCode === undefined) throw error;
    process.exitCode = exitCode;
    note(error.message);
  });

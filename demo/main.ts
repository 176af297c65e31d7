import { HELP, readOptions, UsageError } from './options';
import { run } from './run';

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options === 'help') {
    process.stdout.write(HELP);
    return 0;
  }
  return run(options);
}

main().then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error) => {
    if (error instanceof UsageError) {
      process.stderr.write(`${error.message}\nSee npm run demo -- --help\n`);
      process.exitCode = 2;
      return;
    }
    throw error;
  },
);

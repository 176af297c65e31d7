import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { type Emulator, emulatorVariables, isExpected, shellLines, startEmulator } from './index';

const HELP = `Starts an AWS emulator on this machine (moto, with corrections), and runs it until Ctrl-C.

Usage: npm run emulator -- [--port N]

  --port N    listen on 127.0.0.1:N (default: a free port)
  --help      this text

The variables that point Terraform and the AWS CLI at it are printed as shell commands on standard output, everything
else on standard error. It keeps nothing: what was deployed to it is gone when it ends.

Examples:
  npm run emulator                       copy the printed lines into another terminal, or:
  npm run -s emulator > emulator.sh      in one terminal, and in another, once it answers:
  . ./emulator.sh && : "\${AWS_ENDPOINT_URL:?the emulator is not ready}" && terraform apply

Exit codes: 0 this text was asked for, 1 cannot start or broke down, 2 wrong usage, 130 ended by Ctrl-C, 143 by SIGTERM.
`;

const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
/** One Ctrl-C can arrive twice: from the terminal, and handed on by npm. */
const SAME_SIGNAL_MS = 200;

async function main(): Promise<number> {
  const options = readArguments();
  if (typeof options === 'number') return options;

  const interruption = new AbortController();
  let emulator: Emulator | undefined;
  let exitCode = 1;
  let askedAt = 0;
  for (const [signal, code] of Object.entries(SIGNALS)) {
    process.on(signal, () => {
      if (interruption.signal.aborted) {
        // Asked twice: at once. The emulator notices by itself that we are gone.
        if (performance.now() - askedAt > SAME_SIGNAL_MS) process.exit(exitCode);
        return;
      }
      askedAt = performance.now();
      exitCode = code;
      interruption.abort();
      void emulator?.stop();
    });
  }

  try {
    const directory = await mkdtemp(join(tmpdir(), 'palier-emulator-'));
    process.on('exit', () => rmSync(directory, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 }));
    emulator = await startEmulator({ ...options, directory, signal: interruption.signal, onProgress: say });
    if (interruption.signal.aborted) await emulator.stop();
    else announce(emulator);
    await emulator.ended;
    if (!interruption.signal.aborted) say('The emulator ended by itself.');
    return exitCode;
  } catch (error) {
    if (interruption.signal.aborted) return exitCode;
    if (!isExpected(error)) throw error;
    say(error.message);
    return 1;
  }
}

function readArguments(): { port?: number } | number {
  try {
    const { values } = parseArgs({ options: { port: { type: 'string' }, help: { type: 'boolean', short: 'h' } } });
    if (values.help) {
      process.stdout.write(HELP);
      return 0;
    }
    const port = values.port === undefined ? undefined : Number(values.port);
    if (port === undefined || (Number.isInteger(port) && port >= 0 && port <= 65535)) return { port };
    say(`--port: a number from 0 to 65535 is wanted, not '${values.port}'.`);
  } catch (error) {
    say(`${(error as Error).message}\nSee npm run emulator -- --help`);
  }
  return 2;
}

function announce(emulator: Emulator): void {
  const variables = emulatorVariables({ endpoint: emulator.endpoint, cliConfigFile: emulator.cliConfigFile });
  process.stdout.write(`${shellLines(variables).join('\n')}\n`);
  say(`The emulator answers at ${emulator.endpoint}. Its log: ${emulator.log}\nCtrl-C ends it.`);
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

process.exitCode = await main();

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';

import { packageRoot } from '../modules/common/package-root';
import { blankEnvironment, type Environment } from './blank-environment';
import { EmulatorError } from './errors';
import { findProviders } from './provider-mirror';
import { lastLines, type PreparationOptions, pythonEnvironment, pythonVariables } from './python-environment';
import { userCache } from './user-cache';

export { type Environment, emulatorVariables, shellLines } from './blank-environment';
export { EmulatorError, isExpected } from './errors';
export { checkPrerequisites, MissingPrerequisites } from './prerequisites';

/** From the command that starts it to its first answer takes 2 s; a loaded machine takes longer. */
const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 5_000;
const EXIT_PORT_TAKEN = 3;

export interface EmulatorOptions extends PreparationOptions {
  /** On 127.0.0.1. @default a free one */
  readonly port?: number;
  /**
   * Where its log and Terraform's CLI configuration are written.
   * @default a temporary directory, removed when the emulator stops
   */
  readonly directory?: string;
  /** Whether Terraform will be run against it, so that its providers are looked for. @default true */
  readonly terraform?: boolean;
}

export interface Emulator {
  /** `http://127.0.0.1:PORT`; it answers for every AWS service. */
  readonly endpoint: string;
  /** For every process that is run against it: blanked of AWS credentials, see `blankEnvironment`. */
  readonly environment: Environment;
  /** Terraform's CLI configuration, where a provider mirror is used. */
  readonly cliConfigFile: string | undefined;
  readonly log: string;
  /** Forgets everything. Not while requests are under way. */
  reset(): Promise<void>;
  /** Ends it, and waits until it has ended. May be called again. */
  stop(): Promise<void>;
  /** Settles once it has ended, whether stopped or not. */
  readonly ended: Promise<void>;
}

/**
 * Starts an AWS emulator. It ends with this process, however that ends.
 *
 * @throws EmulatorError saying what is missing, that the port is taken, or the end of its log
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const { port = 0, terraform = true, signal, env = process.env } = options;
  const directory = options.directory ?? (await mkdtemp(join(tmpdir(), 'palier-emulator-')));
  const removeDirectory = async () => {
    if (options.directory === undefined) await rm(directory, { recursive: true, force: true });
  };
  try {
    const [python, cliConfigFile] = await together(options, (both) => [
      pythonEnvironment(both),
      terraform ? findProviders({ ...both, directory }) : Promise.resolve(undefined),
    ]);
    const log = join(directory, 'emulator.log');
    const server = await startServer({ python, port, log, env, signal });
    const ended = server.ended.then(removeDirectory);
    return {
      endpoint: server.endpoint,
      environment: blankEnvironment({ endpoint: server.endpoint, cliConfigFile }, env),
      cliConfigFile,
      log,
      reset: () => reset(server.endpoint),
      stop: () => server.stop().then(() => ended),
      ended,
    };
  } catch (error) {
    await removeDirectory();
    throw error;
  }
}

/** Runs both at once; where one fails the other is ended and waited for, so that nothing goes on in the background. */
async function together<A, B>(
  options: EmulatorOptions,
  start: (options: EmulatorOptions) => [Promise<A>, Promise<B>],
): Promise<[A, B]> {
  const failure = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, failure.signal]) : failure.signal;
  const both = start({ ...options, signal });
  try {
    return await Promise.all(both);
  } catch (error) {
    failure.abort();
    await Promise.allSettled(both);
    throw error;
  }
}

interface ServerOptions {
  readonly python: string;
  readonly port: number;
  readonly log: string;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal | undefined;
}

async function startServer({ python, port, log, env, signal }: ServerOptions) {
  signal?.throwIfAborted();
  const server = execa(
    python,
    [join(packageRoot(), 'emulator', 'server'), '--port', String(port), '--log', log, '--exit-with-parent'],
    {
      env: serverEnvironment(env),
      extendEnv: false,
      reject: false,
      // Its standard input ends with this process: that is how the server learns of our death.
      stdin: 'pipe',
      // A group of its own: Ctrl-C in a terminal goes to us, and we may still need it to destroy what was deployed.
      detached: true,
    },
  );
  const ended = server.then(() => undefined);
  const stop = async () => {
    server.kill('SIGTERM', new EmulatorError('The emulator was stopped.'));
    const force = setTimeout(() => server.kill('SIGKILL'), STOP_TIMEOUT_MS);
    await ended.finally(() => clearTimeout(force));
  };

  const ready = new Promise<string>((resolve) => server.stdout.once('data', (line) => resolve(String(line))));
  const abort = new Promise<'aborted'>((resolve) =>
    signal?.addEventListener('abort', () => resolve('aborted'), { once: true }),
  );
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), START_TIMEOUT_MS);
  });
  const first = await Promise.race([ready, server, abort, late]).finally(() => clearTimeout(timer));
  if (typeof first === 'string' && first.startsWith('{')) {
    return { endpoint: (JSON.parse(first) as { endpoint: string }).endpoint, ended, stop };
  }
  await stop();
  signal?.throwIfAborted();
  if (typeof first !== 'string' && first.exitCode === EXIT_PORT_TAKEN) {
    throw new EmulatorError(
      `The emulator ${first.stderr.trim()}. Choose another port, or none: then it takes a free one.`,
    );
  }
  const what = first === 'late' ? `did not answer within ${START_TIMEOUT_MS / 1000} s` : 'did not start';
  // Where there is no process, there is no output, but a reason.
  const output = typeof first === 'string' ? '' : first.stderr || first.originalMessage;
  const logged = await readFile(log, 'utf8').catch(() => '');
  throw new EmulatorError(`The emulator ${what}. The end of its log:\n${lastLines(`${logged}\n${output}`)}`);
}

/** Blanked too, for moto makes AWS clients of its own, and without an endpoint: it must not call itself for them. */
function serverEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { AWS_ENDPOINT_URL: _, ...rest } = blankEnvironment({ endpoint: '' }, env);
  // What Python compiles is kept for the next start, and not beside our sources.
  return { ...pythonVariables(rest), PYTHONPYCACHEPREFIX: join(userCache(env), 'pycache') };
}

async function reset(endpoint: string): Promise<void> {
  const answer = await fetch(`${endpoint}/moto-api/reset`, { method: 'POST' });
  if (!answer.ok) throw new EmulatorError(`The emulator refused to reset: ${answer.status} ${await answer.text()}`);
}

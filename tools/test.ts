/**
 * What `npm test` runs: every check and every test. The last line says how many tests ran. `--unit` leaves out what deploys
 * (it needs Terraform, Python and the AWS CLI, and takes minutes).
 */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { execa } from 'execa';
import { checkPrerequisites, isExpected, startEmulator } from '../emulator';

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Tests that start Terraform against an emulator. */
const DEPLOY_TESTS = '__tests__/((plan|deploy|demo|emulator)/|examples/deploy)';
/** The longest by far. It and the tests of the runbooks, one after the other, decide when all is done: the rest makes way. */
const LONGEST = '__tests__/deploy/staircase';
/** Tests that deploy wait for the provider more than they work, and the quick ones fill the gaps. */
const WORKERS = 4;
const MAKING_WAY = ['nice', '-n', '10'];

/** npm makes no link for it: its package names a directory of programs, and the lock file knows none. */
const BATS = join('node_modules', 'bats', 'bin', 'bats');

const RUNBOOK_TESTS = join('__tests__', 'modules', 'runbooks');

const CHECKS = ['typecheck', 'lint', 'docs:check'] as const;

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { unit: { type: 'boolean', default: false } } });
  process.env.PATH = `${await directoryOfPython()}:${process.env.PATH}`;
  if (!values.unit) await checkPrerequisites();
  const temporary = await mkdtemp(join(tmpdir(), 'palier-tests-'));
  try {
    let failedChecks = 0;
    for (const check of CHECKS) failedChecks += (await run(['npm', 'run', '--silent', check])).succeeded ? 0 : 1;
    const report = (name: string) => join(temporary, `${name}.json`);

    const counts: Counts[] = [];
    if (values.unit) {
      counts.push(await jest(report('unit'), ['--testPathIgnorePatterns', DEPLOY_TESTS]));
      counts.push(await bats(await runbookTests((file) => !file.endsWith('.emulator.bats'))));
    } else {
      const runbooks = await runbookTests(() => true);
      counts.push(
        ...(await Promise.all([
          jest(report('longest'), [LONGEST], runInOnePiece),
          jest(
            report('others'),
            [
              ...['--testPathIgnorePatterns', LONGEST, `--maxWorkers=${WORKERS}`],
              '--testSequencer=./tools/slowest-first.js',
            ],
            (command) => run([...MAKING_WAY, ...command]),
          ),
          withEmulator((endpoint) => bats(runbooks, { PALIER_EMULATOR_ENDPOINT: endpoint })),
        ])),
      );
    }
    const total = counts.reduce((a, b) => ({
      passed: a.passed + b.passed,
      failed: a.failed + b.failed,
      skipped: a.skipped + b.skipped,
    }));
    if (failedChecks > 0) console.log(`${failedChecks} of the checks (${CHECKS.join(', ')}) failed: see above.`);
    // On a laptop a part may be missing; what CI skips, nobody runs.
    const isWhole = total.skipped === 0 || !process.env.CI;
    if (!isWhole) console.log('Tests were skipped, and CI runs them all.');
    console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
    return total.failed === 0 && failedChecks === 0 && total.passed > 0 && isWhole ? 0 : 1;
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/**
 * Where python3 really is, and the AWS CLI often too. In front of them may be pyenv's shims, which take longer than a runbook's
 * small programs do: the tests start thousands.
 */
async function directoryOfPython(): Promise<string> {
  const { stdout } = await execa('python3', ['-c', 'import os, sys; print(os.path.dirname(sys.executable))']);
  return stdout;
}

interface Ended {
  readonly succeeded: boolean;
  readonly stdout: string;
}

type Run = (command: readonly string[], env?: Record<string, string>) => Promise<Ended>;

const run: Run = async (command, env = {}) => {
  console.log(`\n> ${command.join(' ')}`);
  const [file = '', ...args] = command;
  const { exitCode } = await execa(file, args, { env, stdio: 'inherit', reject: false });
  return { succeeded: exitCode === 0, stdout: '' };
};

/** What it prints comes at its end: something else is printing meanwhile. */
const runInOnePiece: Run = async (command, env = {}) => {
  const [file = '', ...args] = command;
  const { exitCode, stdout, all } = await execa(file, args, { env, reject: false, all: true });
  console.log(`\n> ${command.join(' ')}\n${all}`);
  return { succeeded: exitCode === 0, stdout };
};

async function jest(report: string, args: readonly string[], start: Run = run): Promise<Counts> {
  const { succeeded } = await start(['npx', 'jest', '--ci', '--json', `--outputFile=${report}`, ...args]);
  const result = JSON.parse(await readFile(report, 'utf8').catch(() => '{}'));
  return {
    passed: result.numPassedTests ?? 0,
    // A file that does not load, or jest itself, counts as one.
    failed: Math.max((result.numFailedTests ?? 0) + (result.numRuntimeErrorTestSuites ?? 0), succeeded ? 0 : 1),
    skipped: (result.numPendingTests ?? 0) + (result.numTodoTests ?? 0),
  };
}

async function runbookTests(wanted: (file: string) => boolean): Promise<string[]> {
  const files = await readdir(RUNBOOK_TESTS);
  return files.filter((file) => file.endsWith('.bats') && wanted(file)).map((file) => join(RUNBOOK_TESTS, file));
}

async function bats(files: readonly string[], env: Record<string, string> = {}): Promise<Counts> {
  const command = ['bash', BATS, '--formatter', 'tap', ...files];
  const { stdout, succeeded } = await runInOnePiece(command, env);
  const count = (pattern: RegExp) => stdout.split('\n').filter((line) => pattern.test(line)).length;
  const skipped = count(/^ok .*# skip/);
  return {
    passed: count(/^ok /) - skipped,
    failed: Math.max(count(/^not ok /), succeeded ? 0 : 1),
    skipped,
  };
}

async function withEmulator<T>(use: (endpoint: string) => Promise<T>): Promise<T> {
  const emulator = await startEmulator({ terraform: false });
  try {
    return await use(emulator.endpoint);
  } finally {
    await emulator.stop();
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!isExpected(error)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

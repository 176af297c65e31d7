import { execFileSync } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Bill } from '../../decision/cost';
import { environmentYaml, ROOT, synthesize, temporaryDirectory } from '../support/synthesize';
import { costJson } from './cost-json';
import { expectFits, expectMistake, PALIER, palier } from './support';

/** In cents: `1,234.50` is 123450. */
function cents(figure: string | undefined): number {
  return Math.round(Number(figure?.replaceAll(',', '')) * 100);
}

/** The figures of the rows that stand at a depth. */
function figuresAt(depth: number, table: string): number[][] {
  const rows = table.split('\n').filter((line) => new RegExp(`^ {${depth * 2}}[a-z].* -?[\\d,]+\\.\\d\\d$`).test(line));
  return rows.map((row) => [...row.matchAll(/ (-?[\d,]+\.\d\d)(?= |$)/g)].map(([, figure]) => cents(figure)));
}

function sums(rows: readonly number[][]): number[] {
  return (rows[0] ?? []).map((_, column) => rows.reduce((total, row) => total + (row[column] ?? 0), 0));
}

/** A stack that is synthesized already, for what needs no more: at production-ga. */
let stack: string;

beforeAll(async () => {
  const logs = { application_log_groups: ['/aws/lambda/api'] };
  stack = (await synthesize(environmentYaml({ name: 'ready', tier: 'production-ga', logs }))).stackDirectory;
});

describe('the bill of an environment', () => {
  it('has rows that add up to the total, to the cent, at each depth', async () => {
    const { exitCode, stdout } = await palier(['cost', stack]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^ready, us-east-1, at production-ga: US dollars a month\n/);
    const total = /^total +([\d.,]+) +([\d.,]+) +([\d.,]+)$/m.exec(stdout)?.slice(1).map(cents);
    const body = stdout.slice(0, stdout.indexOf('\ntotal'));
    expect(sums(figuresAt(0, body))).toEqual(total);
    expect(sums(figuresAt(1, body))).toEqual(total);
    expect(figuresAt(1, body).length).toBeGreaterThan(10);
  });

  it('goes as far down as --by says', async () => {
    const tier = await palier(['cost', stack, '--by', 'tier']);
    const resource = await palier(['cost', stack, '--by', 'resource']);
    expect(tier.stdout).not.toContain('firewall');
    expect(resource.stdout).toMatch(/^ {4}aws_db_instance\.database: /m);
    expectFits(resource.stdout);
  });

  it('is the one that Terraform will deploy, options included', async () => {
    const directory = await temporaryDirectory();
    const [plain, larger] = ['db.t4g.micro', 'db.t4g.large'].map((instance_class) =>
      environmentYaml({ name: instance_class.replaceAll('.', '-'), database: { instance_class } }),
    );
    await writeFile(join(directory, 'plain.yaml'), plain as string);
    await writeFile(join(directory, 'larger.yaml'), larger as string);
    const { environments } = await costJson(join(directory, 'plain.yaml'), join(directory, 'larger.yaml'));
    const [small, large] = environments.map(({ bills }: { bills: Bill[] }) => bills[0]?.total.expected);
    expect(large).toBeGreaterThan(small + 50);
  });

  it('leaves the user’s tree as it was', async () => {
    const directory = await temporaryDirectory();
    await writeFile(join(directory, 'acme.yaml'), environmentYaml());
    await palier(['cost', 'acme.yaml', '--tier', 'all'], { cwd: directory });
    await palier(['cost', './acme.yaml', '--tier', 'early-ga'], { cwd: directory });
    expect(await readdir(directory)).toEqual(['acme.yaml']);
    expect(await readFile(join(directory, 'acme.yaml'), 'utf8')).toBe(environmentYaml());
  });

  it('says the mistakes of the file as a synthesis does, with the file’s own name', async () => {
    const directory = await temporaryDirectory();
    const file = join(directory, 'acme.yaml');
    await writeFile(file, environmentYaml({ database: { instance_clas: 'db.t4g.micro' } }));
    expectMistake(
      await palier(['cost', file]),
      1,
      /acme\.yaml:10:3: database\.instance_clas: .*Did you mean "instance_class"/,
    );
  });

  it('of every environment is the default', async () => {
    const directory = await temporaryDirectory();
    await writeFile(join(directory, 'a.yaml'), environmentYaml({ name: 'one' }));
    await writeFile(join(directory, 'b.yaml'), environmentYaml({ name: 'two', tier: 'early-ga' }));
    const { stdout } = await palier(['cost'], { env: { PALIER_ENVIRONMENTS: directory } });
    expect(stdout).toMatch(/^one, us-east-1, at beta/m);
    expect(stdout).toMatch(/^two, us-east-1, at early-ga/m);
  });
});

describe('the usage file', () => {
  async function withUsage(content: string) {
    const file = join(await temporaryDirectory(), 'usage.yaml');
    await writeFile(file, content);
    return file;
  }

  it('moves the figures', async () => {
    const quiet = await costJson(stack, '--usage', await withUsage('application_log_gb: 1\n'));
    const loud = await costJson(stack, '--usage', await withUsage('application_log_gb: 101\n'));
    const total = ({ environments }: { environments: { bills: Bill[] }[] }) =>
      environments[0]?.bills[0]?.total.expected ?? 0;
    expect(total(loud)).toBeGreaterThan(total(quiet) + 49);
  });

  it.each([
    [
      'aplication_log_gb: 1\n',
      /usage\.yaml: usage: aplication_log_gb is not a key\..*Did you mean "application_log_gb"\?/,
    ],
    ['requests: -1\n', /usage\.yaml: usage: requests must be a number of 0 or more \(got -1\)/],
    ['requests: .nan\n', /usage\.yaml:1:11: requests: this number can be read in two ways/],
    ['requests: [\n', /usage\.yaml:\d+:\d+: /],
  ])('%j is refused', async (content, message) => {
    expectMistake(await palier(['cost', 'huntaze', '--usage', await withUsage(content)]), 1, message);
  });

  it('with a key that nothing depends on is told so', async () => {
    const { exitCode, stderr } = await palier(['cost', stack, '--usage', await withUsage('data_events: 5\n')]);
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/usage\.yaml: nothing here depends on data_events/);
  });

  it('that is not there is an error', async () => {
    expectMistake(await palier(['cost', 'huntaze', '--usage', 'none.yaml']), 1, /none\.yaml: does not exist/);
  });
});

test('an MRR in the environment is what the bill is a share of', async () => {
  const file = join(await temporaryDirectory(), 'acme.yaml');
  await writeFile(file, environmentYaml({ metrics: { mrr: '$100K' } }));
  const { stdout } = await palier(['cost', file]);
  expect(stdout).toMatch(/^beta: 0\.0\d % of the MRR \(.*\); less than 1 %, as the plan wants it: yes$/m);
  expectMistake(await palier(['cost', file, '--mrr', '5X$']), 2, /^--mrr: .*5X\$/);
});

describe('colours', () => {
  const onTerminal = (env: Record<string, string>) =>
    execFileSync('python3', ['-c', 'import pty, sys; pty.spawn(sys.argv[1:])', 'node', PALIER, 'cost', stack], {
      cwd: ROOT,
      env: { ...process.env, NO_COLOR: '', TERM: 'xterm', ...env },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });

  it('are on a terminal only, and not with NO_COLOR', async () => {
    expect(onTerminal({})).toContain('\u001b[1mready');
    expect(onTerminal({ NO_COLOR: '1' })).not.toContain('\u001b[1m');
    expect((await palier(['cost', stack])).stdout).not.toContain('\u001b');
  });
});

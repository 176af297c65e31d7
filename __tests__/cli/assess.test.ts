import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import schema from '../../cli/schemas/assess.v1.schema.json';
import { environmentYaml, temporaryDirectory } from '../support/synthesize';
import { strictly } from './strict-schema';
import { expectFits, expectMistake, palier } from './support';

const validate = strictly(schema);

/** When the tests began. The command's own day may be another by then: its files have that one. */
const TODAY = new Date().toISOString().slice(0, 10);

/** Enough for early-ga, with no signal against it. */
const READY = {
  'measured-on': TODAY,
  users: 300,
  mrr: '6K$',
  'sla-asked': '99',
  churn: '3',
  'incidents-30d': 0,
  'uptime-30d': '99.7 %',
  'infrastructure-cost': 31.5,
  'mrr-history': history(3000, 3800, 4800, 6000),
};

function flags(metrics: Record<string, unknown>): string[] {
  return Object.entries(metrics).map(([flag, value]) => `--${flag}=${value}`);
}

/** The last months, this one the last of them. */
function history(...amounts: number[]): string {
  const [year = 0, month = 0] = TODAY.split('-').map(Number);
  return amounts
    .map((amount, index) => {
      const date = new Date(Date.UTC(year, month - amounts.length + index, 1));
      return `${date.toISOString().slice(0, 7)}=${amount}`;
    })
    .join(',');
}

describe('the exit code says the verdict', () => {
  it.each([
    ['GO', 0, READY],
    ['WAIT', 10, { ...READY, churn: 11 }],
    ['WAIT', 10, { users: 300 }],
    ['SKIP', 11, { users: 100, mrr: 1000, 'sla-asked': 'none' }],
  ])('%s is %i', async (verdict, exitCode, metrics) => {
    const run = await palier(['assess', '--tier', 'beta', ...flags(metrics)]);
    expect(run).toEqual({ exitCode, stdout: expect.stringMatching(new RegExp(`^${verdict}:`)), stderr: '' });
    expectFits(run.stdout);
  });

  it('also at the highest tier, where there is nothing to move to', async () => {
    const run = await palier(['assess', '--tier', 'enterprise', '--json']);
    expect(run.exitCode).toBe(11);
    expect(JSON.parse(run.stdout)).not.toHaveProperty('next');
    expect(validate(JSON.parse(run.stdout)) || validate.errors).toBe(true);
  });
});

describe('--json', () => {
  it('is of the documented shape, and nothing else is on standard output', async () => {
    const { stdout, exitCode } = await palier(['assess', 'huntaze', '--json', ...flags({ ...READY, churn: 11 })]);
    const json = JSON.parse(stdout);
    expect(validate(json) || validate.errors).toBe(true);
    expect({ exitCode, ...json }).toMatchObject({
      exitCode: 10,
      version: 1,
      command: 'assess',
      environment: 'huntaze',
      tier: 'beta',
      next: 'early-ga',
      verdict: 'WAIT',
      metrics: { users: 300, mrr: 6000, uptime_30d: 99.7, churn: 11 },
      bills: { now: { tier: 'beta' }, next: { tier: 'early-ga' } },
    });
  });

  it('has the same rules in French', async () => {
    const { stdout } = await palier(['assess', '--tier', 'beta', '--json', '--lang', 'fr', ...flags(READY)]);
    const json = JSON.parse(stdout);
    expect(validate(json) || validate.errors).toBe(true);
    expect(json.rules[0]).toMatchObject({ id: 'trigger-users', outcome: 'met', condition: 'utilisateurs > 200' });
  });
});

describe('the metrics', () => {
  it('are those of the file, and instead of one the flag', async () => {
    const directory = await temporaryDirectory();
    const file = join(directory, 'metrics.yaml');
    await writeFile(file, stringify({ users: 100, mrr: '4,200', churn: 4 }));
    const { stdout } = await palier(['assess', '--tier', 'beta', '--metrics', file, '--users', '250', '--json']);
    expect(JSON.parse(stdout).metrics).toMatchObject({ users: 250, mrr: 4200, churn: 4 });
  });

  it('are those of the environment, unless --metrics says others; its tier with them', async () => {
    const directory = await temporaryDirectory();
    const environment = join(directory, 'acme.yaml');
    const other = join(directory, 'other.yaml');
    await writeFile(environment, environmentYaml({ tier: 'early-ga', metrics: { users: 1200, churn: 4 } }));
    await writeFile(other, stringify({ metrics: { users: 1300 } }));
    const own = JSON.parse((await palier(['assess', environment, '--json', '--no-bill'])).stdout);
    expect(own).toMatchObject({ tier: 'early-ga', next: 'production-ga', metrics: { users: 1200, churn: 4 } });
    const others = JSON.parse(
      (await palier(['assess', environment, '--metrics', other, '--json', '--no-bill'])).stdout,
    );
    expect(others.metrics).toMatchObject({ users: 1300 });
    expect(others.metrics).not.toHaveProperty('churn');
  });

  it.each<[string, RegExp]>([
    ['--users=-1', /^--users: .*-1/],
    ['--users=many', /^--users: .*many/],
    ['--users=NaN', /^--users: /],
    ['--mrr=5', /^$/],
    ['--mrr=5X$', /^--mrr: .*5X\$/],
    ['--uptime-30d=101', /^--uptime-30d: /],
    ['--compliance=soc-3', /^--compliance\[0\]: .*soc-2/],
    ['--measured-on=2999-01-01', /^--measured-on: is in the future/],
    ['--mrr-history=2999-01=4', /^--mrr-history 2999-01: is in the future/],
    ['--mrr-history=2026-01', /^--mrr-history: "2026-01" is no month with its amount/],
    ['--mrr-history=2026-01=1,2026-01=2', /^--mrr-history: the month 2026-01 is given twice/],
  ])('%s is read as the flag that it is', async (flag, message) => {
    const run = await palier(['assess', '--tier', 'beta', flag]);
    if (message.source === '^$') expect(run).toMatchObject({ exitCode: 10, stderr: '' });
    else expectMistake(run, 2, message);
  });

  it('of another tier than the environment are assessed as such, and that is said', async () => {
    const directory = await temporaryDirectory();
    const environment = join(directory, 'acme.yaml');
    await writeFile(environment, environmentYaml({ tier: 'early-ga', metrics: { tier: 'beta', users: 300 } }));
    const { stdout, stderr } = await palier(['assess', environment, '--no-bill']);
    expect(stdout).toMatch(/^WAIT: stay on beta/);
    expect(stderr).toMatch(/is at early-ga; what is assessed is the step up from beta, as the metrics say\./);
  });

  it('that are given in part are shown, and what they lack', async () => {
    const { stdout } = await palier(['assess', '--tier', 'beta', '--mrr-history', '2025-01=3000']);
    expect(stdout).toContain('unknown  MRR > 5,000 (unknown: mrr_history ends in 2025-01)');
    expectFits(stdout);
  });

  it('of a file are told with its line', async () => {
    const directory = await temporaryDirectory();
    const file = join(directory, 'métriques à nous.yaml');
    await writeFile(file, 'users: 12\nmrr: 5X$\nchrn: 4\n');
    const run = await palier(['assess', '--tier', 'beta', '--metrics', file]);
    expectMistake(
      run,
      1,
      /métriques à nous\.yaml:2:6: mrr: .*\n.*métriques à nous\.yaml:3:1: chrn: .*Did you mean "churn"/,
    );
  });

  it('without a tier are a question', async () => {
    expectMistake(await palier(['assess', '--users', '3']), 2, /Which tier runs now\?.*--tier/);
  });
});

describe('the bill', () => {
  it('is that of both tiers, line by line', async () => {
    const { stdout } = await palier(['assess', 'huntaze', ...flags(READY)]);
    expect(stdout).toMatch(/^tier, line of its checklist +beta +early-ga$/m);
    expect(stdout).toMatch(/^ {2}bot-control +\d+\.\d\d$/m);
    expectFits(stdout);
  });

  it('that cannot be made yet is no reason not to answer', async () => {
    const directory = await temporaryDirectory();
    const environment = join(directory, 'acme.yaml');
    // enterprise needs aws.recovery_region.
    await writeFile(environment, environmentYaml({ tier: 'production-ga' }));
    const { exitCode, stdout, stderr } = await palier(['assess', environment]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 10, stdout: expect.stringMatching(/^WAIT:/) });
    expect(stderr).toMatch(
      /No bill of production-ga and enterprise:\n.*acme\.yaml \(with tier: enterprise\):.*recovery_region/,
    );
    // Nor the copy that was synthesized.
    expect(stderr).not.toContain('environment.yaml');
  });
});

describe('--write', () => {
  it('creates the directory and the document, with the bill and who decides', async () => {
    const directory = join(await temporaryDirectory(), 'docs', 'decisions');
    const args = [
      'assess',
      'huntaze',
      '--write',
      directory,
      '--decider',
      'Ada Lovelace',
      '--lang',
      'fr',
      ...flags(READY),
    ];
    const { exitCode, stderr } = await palier(args);
    const [name = '', ...others] = await readdir(directory);
    expect([name, others]).toEqual([expect.stringMatching(/^\d{4}-\d\d-\d\d-huntaze-early-ga\.md$/), []]);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 0,
      stderr: expect.stringContaining(`Wrote ${join(directory, name)}`),
    });
    const document = await readFile(join(directory, name), 'utf8');
    expect(document).toContain('Ada Lovelace');
    expect(document).toMatch(/Delta : \+\d+,\d\d USD/);
  });

  it('leaves a document that is there, until --force', async () => {
    const directory = await temporaryDirectory();
    const args = ['assess', '--tier', 'beta', '--users', '300', '--write', directory];
    await palier(args);
    const [name = ''] = await readdir(directory);
    expect(name).toMatch(/^\d{4}-\d\d-\d\d-early-ga\.md$/);
    const file = join(directory, name);
    await writeFile(file, 'signed');
    expectMistake(await palier(args), 1, /exists already, and is left as it is\. --force overwrites it\./);
    expect(await readFile(file, 'utf8')).toBe('signed');
    expect((await palier([...args, '--force'])).exitCode).toBe(10);
    expect(await readFile(file, 'utf8')).not.toBe('signed');
  });

  it('stays in the directory, whatever the environment is called', async () => {
    const directory = await temporaryDirectory();
    const environment = join(directory, 'odd.yaml');
    await writeFile(environment, environmentYaml({ name: '../../odd name' }));
    await palier(['assess', environment, '--no-bill', '--write', join(directory, 'out')]);
    expect(await readdir(join(directory, 'out'))).toEqual([
      expect.stringMatching(/^\d{4}-\d\d-\d\d-odd-name-early-ga\.md$/),
    ]);
  });

  it('says where it cannot write', async () => {
    const directory = await temporaryDirectory();
    await writeFile(join(directory, 'file'), '');
    const run = await palier(['assess', '--tier', 'beta', '--write', join(directory, 'file')]);
    expectMistake(run, 1, /cannot be written \(E\w+\)/);
  });
});

import { execFileSync } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Ajv from 'ajv';
import schema from '../../cli/schemas/cost.v1.schema.json';
import { TIERS } from '../../config/tiers';
import type { Bill } from '../../decision/cost';
import { environmentYaml, ROOT, synthesize, temporaryDirectory } from '../support/synthesize';
import { expectFits, expectMistake, PALIER, palier } from './support';

const validate = new Ajv({ strict: false, allErrors: true }).compile(schema);

async function costJson(...args: string[]) {
  const { stdout, exitCode } = await palier(['cost', '--json', ...args]);
  const json = JSON.parse(stdout);
  expect(validate(json) || validate.errors).toBe(true);
  expect(exitCode).toBe(0);
  return json;
}

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

describe('several tiers', () => {
  it('stand side by side, with the steps between them', async () => {
    const { stdout } = await palier(['cost', 'huntaze', '--tier', 'enterprise,beta,beta']);
    expect(stdout).toMatch(/^tier, line of its checklist +beta +enterprise$/m);
    expect(stdout).toMatch(/^step, expected +\+[\d.]+$/m);
  });

  it('and the plan: every difference has its reason, and the support plans are apart', async () => {
    const { stdout, exitCode } = await palier(['cost', 'huntaze', '--compare']);
    expect(exitCode).toBe(0);
    for (const [tier, plan] of [
      ['beta', '30'],
      ['early-ga', '38–43'],
      ['production-ga', '60–78'],
      ['enterprise', '170–298'],
    ]) {
      expect(stdout).toMatch(new RegExp(`^${tier} +${plan} +[\\d.]+ +[\\d.]+ +[\\d.]+ +[+-][\\d.]+$`, 'm'));
    }
    expect(stdout).toMatch(/- WAF Bot Control \(common\): It is on the plan's checklist, but not in its/);
    expect(stdout).toMatch(/^early-ga +Developer, 29\.00 +Business Support\+/m);
    expectFits(stdout);
  });

  it('beside the plan are those that the environment can have, and the others are told', async () => {
    const file = join(await temporaryDirectory(), 'acme.yaml');
    // enterprise needs aws.recovery_region.
    await writeFile(file, environmentYaml());
    const { exitCode, stdout, stderr } = await palier(['cost', file, '--compare', '--json']);
    expect(exitCode).toBe(0);
    const [{ comparisons }] = JSON.parse(stdout).environments;
    expect(comparisons.map(({ tier }: Bill) => tier)).toEqual(['beta', 'early-ga', 'production-ga']);
    expect(stderr).toMatch(/Not at enterprise:\n.*acme\.yaml \(with tier: enterprise\):.*recovery_region/);
    expectMistake(await palier(['cost', file, '--tier', 'beta,enterprise']), 1, /acme\.yaml \(with tier: enterprise\)/);
  });

  it('are not an organization’s', async () => {
    const organization = 'examples/tiers/organization.yaml';
    expect((await palier(['cost', organization])).stdout).toMatch(
      /^acme-organization, .*, at organization: US dollars/,
    );
    expectMistake(await palier(['cost', organization, '--tier', 'beta']), 2, /organization, which has no tier/);
    expectMistake(await palier(['cost', organization, '--compare']), 1, /of no tier \(got organization\)/);
    expectMistake(await palier(['assess', organization]), 1, /organization, which has no tier/);
    const both = { PALIER_ENVIRONMENTS: `${organization},environments` };
    expect((await palier(['cost', '--tier', 'beta,early-ga'], { env: both })).stdout).toMatch(/^huntaze, /);
  });

  it('are in --json, in the documented shape, with the lines that the totals are made of', async () => {
    const json = await costJson('huntaze', '--compare', '--mrr', '$18K');
    expect(json).toMatchObject({ version: 1, command: 'cost', currency: 'USD', per: 'month' });
    const [{ environment, mrr, bills, steps, comparisons }] = json.environments;
    expect({ environment, mrr, count: [bills.length, steps.length, comparisons.length] }).toEqual({
      environment: 'huntaze',
      mrr: 18_000,
      count: [4, 3, 4],
    });
    expect(bills.map(({ tier }: Bill) => tier)).toEqual(TIERS);
    for (const { lines, total } of bills as Bill[]) {
      for (const level of ['low', 'expected', 'high'] as const) {
        expect(lines.reduce((sum, line) => sum + Math.round(line[level] * 100), 0)).toBe(
          Math.round(total[level] * 100),
        );
      }
    }
  });
});

describe('what is synthesized already', () => {
  it('costs the same as its environment', async () => {
    const { stackDirectory, environmentFile } = await synthesize(environmentYaml({ tier: 'early-ga' }));
    const [file, directory, environment] = await Promise.all(
      [join(stackDirectory, 'cdk.tf.json'), stackDirectory, environmentFile].map((source) => costJson(source)),
    );
    expect(file).toEqual(environment);
    expect(directory).toEqual(environment);
  });

  it('has the tier that it has', async () => {
    const { stackDirectory } = await synthesize(environmentYaml());
    expectMistake(
      await palier(['cost', stackDirectory, '--tier', 'beta']),
      2,
      /synthesized already: name its environment/,
    );
  });

  it.each([
    ['{', /foreign\.json is not JSON$/],
    ['\u0007\u001b[31m', /foreign\.json is not JSON$/],
    ['[]', /foreign\.json: this is no Terraform JSON/],
    ['null', /foreign\.json: this is no Terraform JSON/],
    ['{"a": 1}', /foreign\.json: this is no Terraform JSON/],
  ])('is refused where it is %j', async (content, message) => {
    const file = join(await temporaryDirectory(), 'foreign.json');
    await writeFile(file, content);
    expectMistake(await palier(['cost', file]), 1, message);
  });

  it('and not Palier’s: what is known is priced, what is not is listed', async () => {
    const file = join(await temporaryDirectory(), 'foreign.json');
    const resource = { aws_instance: { web: {} }, aws_kms_key: { main: {} } };
    await writeFile(file, JSON.stringify({ provider: { aws: [{ region: 'us-east-1' }] }, resource }));
    const [{ bills }] = (await costJson(file)).environments;
    expect(bills[0]).toMatchObject({
      tier: 'none',
      unpriced: [expect.objectContaining({ address: 'aws_instance.web' })],
    });
    expect(bills[0].lines[0]).toMatchObject({ address: 'aws_kms_key.main', expected: 1 });
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

test('a price list of AWS’s that has none of the prices is refused, with its name', async () => {
  const file = join(await temporaryDirectory(), 'prices.json');
  await writeFile(file, '{"PriceList": []}');
  expectMistake(await palier(['cost', 'huntaze', '--prices', file]), 1, /prices\.json: price export: has no price/);
});

test('AWS’s own price lists count instead, one after the other', async () => {
  /** What `aws pricing get-products` writes of one instance class, at 1 or 2 USD an hour. */
  const priceList = (instanceType: string, usd: string) => {
    const attributes = {
      servicecode: 'AmazonRDS',
      regionCode: 'us-east-1',
      usagetype: `InstanceUsage:${instanceType}`,
      databaseEngine: 'PostgreSQL',
      deploymentOption: 'Single-AZ',
      instanceType,
    };
    const dimension = { unit: 'Hrs', beginRange: '0', endRange: 'Inf', pricePerUnit: { USD: usd } };
    const terms = { OnDemand: { offer: { priceDimensions: { one: dimension } } } };
    const product = {
      product: { sku: 'X', attributes },
      serviceCode: 'AmazonRDS',
      terms,
      publicationDate: '2026-11-20T10:00:00Z',
    };
    return JSON.stringify({ FormatVersion: 'aws_v1', PriceList: [JSON.stringify(product)] });
  };
  const directory = await temporaryDirectory();
  const database = (instance_class: string) => ({ instance_class, allocated_storage: 20, storage_type: 'gp3' });
  const resource = { aws_db_instance: { one: database('db.t4g.micro'), two: database('db.t4g.large') } };
  await writeFile(
    join(directory, 'stack.json'),
    JSON.stringify({ provider: { aws: [{ region: 'us-east-1' }] }, resource }),
  );
  await writeFile(join(directory, 'micro.json'), priceList('db.t4g.micro', '1.0'));
  await writeFile(join(directory, 'large.json'), priceList('db.t4g.large', '2.0'));
  const prices = ['--prices', join(directory, 'micro.json'), '--prices', join(directory, 'large.json')];
  const [{ bills }] = (await costJson(join(directory, 'stack.json'), ...prices)).environments;
  const instances = (bills as Bill[])[0]?.lines.filter(({ unit }) => unit === 'instance-hour');
  expect(instances?.map(({ address, expected }) => [address, expected])).toEqual([
    ['aws_db_instance.one', 730],
    ['aws_db_instance.two', 1460],
  ]);
});

describe('the picture', () => {
  it('is an SVG with the plan and the computed range of each tier; what is there is left', async () => {
    const file = join(await temporaryDirectory(), 'staircase.svg');
    const { exitCode, stderr } = await palier(['cost', 'huntaze', '--svg', file]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: expect.stringContaining(`Wrote ${file}`) });
    const svg = await readFile(file, 'utf8');
    for (const tier of TIERS) expect(svg).toContain(`>${tier}</text>`);
    expect(svg).toContain('>plan $38–$43</text>');
    expectMistake(await palier(['cost', 'huntaze', '--svg', file]), 1, /exists already.*--force/);
  });

  it('is of one environment', async () => {
    expectMistake(
      await palier(['cost', 'huntaze', 'huntaze', '--svg', 'x.svg']),
      2,
      /--svg: the picture is of one environment/,
    );
  });
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

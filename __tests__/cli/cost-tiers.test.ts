import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TIERS } from '../../config/tiers';
import type { Bill } from '../../decision/cost';
import { environmentYaml, temporaryDirectory } from '../support/synthesize';
import { costJson } from './cost-json';
import { expectFits, expectMistake, palier } from './support';

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

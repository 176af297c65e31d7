import { execa } from 'execa';

import addresses from '../../modules/addresses.json';
import { DemoRun, ROOT } from './demo-run';

const TITLES = [
  'Start the emulator, bundle and run the app',
  'Plan: what the tier beta adds',
  'Deploy',
  'Plan again: nothing may be left to do',
  'Outputs',
  'No secret in the state, the JSON or a plan',
  'Destroy',
  'Nothing is left',
];

/** Files in the clone that are not part of it, also those that git ignores, a state for instance; but not what is built there. */
async function strayFiles(): Promise<string[]> {
  const paths = ['.', ':!dist', ':!node_modules', ':!coverage'];
  const { stdout } = await execa('git', ['status', '--porcelain', '--ignored', '--', ...paths], { cwd: ROOT });
  return stdout.split('\n').filter((line) => /^(\?\?|!!)/.test(line));
}

describe('the demo', () => {
  let demo: DemoRun;
  afterEach(() => demo.clean());

  it('plans, deploys, finds nothing to change and no secret, destroys, and leaves nothing behind', async () => {
    const before = await strayFiles();
    demo = await DemoRun.start({ args: ['--full-plan'] });
    const exitCode = await demo.exitCode();
    const { output } = demo;

    expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
    expect([...output.matchAll(/^\d+\. (.*)$/gm)].map(([, title]) => title)).toEqual(TITLES);
    expect([...output.matchAll(/^ {3}done in .*, .* since the start$/gm)]).toHaveLength(TITLES.length);

    const planned = Number(/Plan: (\d+) to add, 0 to change, 0 to replace, 0 to destroy/.exec(output)?.[1]);
    expect(planned).toBeGreaterThan(0);
    expect(planned).toBeLessThanOrEqual(addresses.length + 10);
    expect([...output.matchAll(/^ {5}\+ \S+\.\S+$/gm)]).toHaveLength(planned);
    const created = [...output.matchAll(/^ +(\d+) {2}[a-z ]+$/gm)].map(([, number]) => Number(number));
    expect(created.reduce((sum, number) => sum + number, 0)).toBe(planned);

    // The summary, and Terraform's own text of the same plan.
    expect([...output.matchAll(/^ {2}# \S+\.\S+ will be created$/gm)]).toHaveLength(planned);
    expect(output).not.toContain('npm run demo -- --full-plan');

    expect(output).toMatch(/\bdatabase_endpoint +\S+:5432$/m);
    expect(output).toMatch(/Searched for it: [\d,]{6,} bytes in \d+ files .* Not found\.$/m);
    expect(output).toMatch(/waiting for aws_db_instance\.database \(\d+ s\)/);
    expect(output).toContain('The database takes about 80 s: the provider polls for it as it does on AWS.');
    expect(output).not.toContain('\u001b');

    expect(await demo.leftovers()).toEqual([]);
    expect(await strayFiles()).toEqual(before);
  });
});

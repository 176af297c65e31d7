import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';

import { DemoRun, ROOT } from './demo-run';

const TITLES = [
  'Start the emulator, bundle and run the app',
  'Plan: what the tier beta adds',
  'Deploy',
  'Plan again: nothing may be left to do',
  'Outputs',
  'No secret in the state, the JSON or a plan',
  'Change one word: beta becomes early-ga',
  'Plan: what the tier early-ga adds',
  'Deploy',
  'Plan again: nothing may be left to do',
  'Rotate the secret: give the runbook a revision',
  'Rotate it again: the next revision',
  'Back to beta, on paper',
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

  it(
    'deploys beta, raises it to early-ga, rotates twice, plans the way back, destroys, and leaves nothing behind',
    async () => {
      const before = await strayFiles();
      demo = await DemoRun.start({ args: ['--full-plan'] });
      const exitCode = await demo.exitCode();
      const { output } = demo;

      // A matcher would leave out what the demo said.
      if (exitCode !== 0) throw new Error(`The demo ended with exit code ${exitCode}:\n${output}`);
      expect([...output.matchAll(/^\d+\. (.*)$/gm)].map(([, title]) => title)).toEqual(TITLES);
      expect([...output.matchAll(/^ {3}done in .*, .* since the start$/gm)]).toHaveLength(TITLES.length);
      const step = (number: number) => output.split(/^(?=\d+\. )/m)[number] as string;

      const planned = checkPlan(step(2), /Plan: (\d+) to add, 0 to change, 0 to replace, 0 to destroy$/m);
      expect(planned).toBeGreaterThan(0);
      const created = [...step(4).matchAll(/^ +(\d+) {2}[a-z ]+$/gm)].map(([, number]) => Number(number));
      expect(created.reduce((sum, number) => sum + number, 0)).toBe(planned);
      expect(step(5)).toMatch(/\bdatabase_endpoint +\S+:5432$/m);
      expect(step(6)).toMatch(/Searched for it: [\d,]{6,} bytes in \d+ files .* Not found\.$/m);

      expect(step(7)).toMatch(/^ {5}-tier: beta\n {5}\+tier: early-ga\n/m);
      expect(output.match(/warning: database-key:/g)).toHaveLength(1);

      const added = checkPlan(step(8), /Plan: (\d+) to add, \d+ to change, 0 to replace, 0 to destroy$/m);
      expect(added).toBeGreaterThan(0);
      const readme = (await readFile(join(ROOT, 'README.md'), 'utf8')).replace(/\s+/g, ' ');
      expect(readme).toContain(/Plan: (.* to replace.*)/.exec(step(8))?.[1]);
      expect(step(8).match(/^ {5}~ \S+ {2}\S.*$/gm)).toHaveLength(Number(/(\d+) to change/.exec(step(8))?.[1]));
      expect(step(8)).toMatch(/^ {5}~ aws_db_instance\.database {2}.*\bperformance_insights_enabled\b/m);
      expect(step(8)).toMatch(/^ {5}~ aws_wafv2_web_acl\.firewall {2}rule \(1 added\)$/m);
      expect(step(8)).toContain('Nothing is replaced, and nothing is destroyed.');
      expect(step(9)).toContain('Nobody is locked out');
      expect(output.match(/No changes: what was deployed is what \S+huntaze\.yaml says\./g)).toHaveLength(2);

      checkPlan(step(11), /Plan: (1) to add, 0 to change, 0 to replace, 0 to destroy$/m);
      expect(step(12)).toMatch(/^ {5}- {4}revision: "1"\n {5}\+ {4}revision: "2"\n/m);
      expect(step(12)).toMatch(/^ {5}-\/\+ null_resource\.rotate_secret {2}triggers$/m);
      checkPlan(step(12), /Plan: (0) to add, 0 to change, 1 to replace, 0 to destroy$/m);
      const [first, second, third] = [step(6), step(11), step(12)].map((text) => versionsIn(text));
      expect([second?.[0], third?.[0]]).toEqual([first?.[0], second?.[1]]);
      expect(new Set([first?.[0], second?.[1], third?.[1]]).size).toBe(3);

      const back = /Plan: 0 to add, \d+ to change, 0 to replace, (\d+) to destroy, (\d+) to forget$/m.exec(step(13));
      expect(Number(back?.[1]) + Number(back?.[2])).toBe(added + 1); // The runbook, too.
      expect(step(13).match(/^ {5}\. aws_kms_key\.[a-z]+$/gm)).toHaveLength(4);
      expect(step(13)).toContain('Nothing that holds data is destroyed.');
      expect(step(13)).toContain('warning: log-retention-lowered: aws_cloudwatch_log_group.database_postgresql: ');
      expect(step(14)).toMatch(
        /Searched for each of the 3 passwords .*: [\d,]{6,} bytes in \d+ files .* Not found\.$/m,
      );
      expect(step(14)).toContain(`current version is ${third?.[1]}`);

      expect(step(15)).toMatch(/terraform -chdir=\S+ state rm .*\baws_kms_alias\.database .*aws_kms_key\.secrets$/m);
      expect(step(16)).toContain('the 4 customer managed keys, enabled');

      expect(output).toMatch(/waiting for aws_db_instance\.database \(\d+ s\)/);
      expect(output).toContain('The database takes about 80 s: the provider polls for it as it does on AWS.');
      expect(output).not.toContain('npm run demo -- --full-plan');
      expect(output).not.toContain('\u001b');

      expect(await demo.leftovers()).toEqual([]);
      expect(await strayFiles()).toEqual(before);
      // It takes six minutes where nothing else runs, and took eighteen on a machine with ten times more to do.
    },
    60 * 60_000,
  );
});

/** The summary says what the counts say, and Terraform's own text of the same plan too. Gives back how many are to add. */
function checkPlan(text: string, counts: RegExp): number {
  expect(text).toMatch(counts);
  const added = Number(counts.exec(text)?.[1]);
  expect(text.match(/^ {5}\+ \S+\.\S+$/gm) ?? []).toHaveLength(added);
  expect(text.match(/^ {2}# \S+\.\S+ will be created$/gm) ?? []).toHaveLength(added);
  return added;
}

/** The secret's current version, or that before and after a rotation. */
function versionsIn(text: string): string[] {
  return [...text.matchAll(/(?:current version is|before:|now:) ([0-9a-f-]{36})/g)].map(([, id]) => id as string);
}

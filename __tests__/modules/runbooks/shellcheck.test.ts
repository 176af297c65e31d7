import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { ROOT } from '../../support/synthesize';

/** Not on npm in a form that installs without a lifecycle script; CI installs it, a laptop may lack it. */
async function hasShellcheck(): Promise<boolean> {
  return (await execa('shellcheck', ['--version'], { reject: false })).exitCode === 0;
}

test('the runbooks are clean for shellcheck', async () => {
  if (!(await hasShellcheck()) && process.env.CI !== 'true') {
    console.warn('skipped: shellcheck is not installed; CI runs it');
    return;
  }
  const scripts = join('modules', 'runbooks', 'scripts');
  const files = (await readdir(join(ROOT, scripts), { recursive: true }))
    .filter((file) => file.endsWith('.sh'))
    .map((file) => join(scripts, file));
  for (const script of ['set-database-password.sh', 'rotate-secret.sh']) expect(files).toContain(join(scripts, script));
  await execa('shellcheck', ['--external-sources', ...files], { cwd: ROOT });
});

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { execa, execaSync } from 'execa';
import { ROOT } from '../../support/synthesize';

/** Not on npm in a form that installs without a lifecycle script; CI installs it, a laptop may lack it. */
const hasShellcheck = execaSync('shellcheck', ['--version'], { reject: false }).exitCode === 0;

(hasShellcheck ? test : test.skip)(
  'the runbooks are clean for shellcheck (skipped where it is not installed)',
  async () => {
    const scripts = join('modules', 'runbooks', 'scripts');
    const files = (await readdir(join(ROOT, scripts), { recursive: true }))
      .filter((file) => file.endsWith('.sh'))
      .map((file) => join(scripts, file));
    for (const script of [
      'copy-snapshot.sh',
      'set-database-password.sh',
      'rotate-secret.sh',
      'restore-database.sh',
      'restore-drill.sh',
      'reencrypt-database.sh',
    ])
      expect(files).toContain(join(scripts, script));
    await execa('shellcheck', ['--external-sources', ...files], { cwd: ROOT });
  },
);

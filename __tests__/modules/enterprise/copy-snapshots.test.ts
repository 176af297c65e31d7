import { join } from 'node:path';
import { execa } from 'execa';
import { ROOT } from '../../support/synthesize';

/** They are Python, as the function is, and need nothing but Python. */
test('the function that copies snapshots: all of test_copy_snapshots.py', async () => {
  const file = join(ROOT, '__tests__', 'modules', 'enterprise', 'test_copy_snapshots.py');
  const { stderr } = await execa('python3', [file]);
  expect(stderr).toMatch(/Ran [1-9]\d+ tests in .*\n\nOK$/);
});

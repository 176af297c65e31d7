import { App, TerraformStack } from 'cdktf';
import { FunctionArchive } from '../../../modules/enterprise/function-archive';

const CODE = 'modules/enterprise/snapshot-copies/copy_snapshots.py';

test('many environments, one listener for the end of the process', () => {
  const before = process.listenerCount('exit');
  const stack = new TerraformStack(new App(), 'acme');
  for (let index = 0; index < 12; index++) new FunctionArchive(stack, `function-${index}`, CODE);
  expect(process.listenerCount('exit')).toBeLessThanOrEqual(before + 1);
});

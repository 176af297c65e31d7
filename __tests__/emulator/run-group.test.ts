import { once } from 'node:events';
import { watch } from 'node:fs';
import { join } from 'node:path';

import { runGroup } from '../../emulator/run-group';
import { temporaryDirectory } from './support/temporary-directory';

const root = temporaryDirectory();
const env = { PATH: process.env.PATH };

test('interrupted, it ends what the command started too', async () => {
  const watcher = watch(root());
  const controller = new AbortController();
  // The background process keeps the output open: without its end this would not settle.
  const script = 'sleep 600 & touch started; wait';
  const running = runGroup('sh', ['-c', script], { cwd: root(), env, signal: controller.signal });
  const settled = expect(running).rejects.toThrow('interrupted');
  await once(watcher, 'change');
  watcher.close();
  controller.abort(new Error('interrupted'));
  await settled;
});

test('interrupted before it starts, it starts nothing', async () => {
  const signal = AbortSignal.abort(new Error('interrupted'));
  await expect(runGroup('missing-command', [], { env, signal })).rejects.toThrow('interrupted');
});

test('a command that fails brings its output along', async () => {
  const running = runGroup('sh', ['-c', 'echo to one; echo to the other >&2; exit 3'], { env });
  await expect(running).rejects.toMatchObject({ exitCode: 3, all: 'to one\nto the other' });
});

test('a command that is not there is told from one that fails', async () => {
  await expect(runGroup(join(root(), 'missing'), [], { env })).rejects.toMatchObject({ code: 'ENOENT' });
});

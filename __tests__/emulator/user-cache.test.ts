import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { builtOnce, userCache } from '../../emulator/user-cache';
import { temporaryDirectory } from './support/temporary-directory';

const root = temporaryDirectory();
const wanted = () => join(root(), 'cache', 'thing');
const write = (text: string) => async (directory: string) => writeFileSync(join(directory, 'file'), text);

test('follows XDG_CACHE_HOME, unless it is relative', () => {
  expect(userCache({ HOME: '/home/me', XDG_CACHE_HOME: '/caches' })).toBe('/caches/palier');
  expect(userCache({ HOME: '/home/me', XDG_CACHE_HOME: 'caches' })).toBe('/home/me/.cache/palier');
  expect(userCache({ HOME: '/home/me' })).toBe('/home/me/.cache/palier');
});

test('builds the first time only', async () => {
  await builtOnce(wanted(), write('first'));
  await builtOnce(wanted(), () => Promise.reject(new Error('built again')));
  expect(await readFile(join(wanted(), 'file'), 'utf8')).toBe('first');
});

test('of two builds at once one wins, whole, and the other leaves nothing', async () => {
  let bothRun = () => {};
  const meeting = new Promise<void>((resolve) => {
    bothRun = resolve;
  });
  let running = 0;
  const build = (text: string) => async (directory: string) => {
    await write(text)(directory);
    if (++running === 2) bothRun();
    await meeting;
  };
  await Promise.all([builtOnce(wanted(), build('one')), builtOnce(wanted(), build('two'))]);
  expect(['one', 'two']).toContain(await readFile(join(wanted(), 'file'), 'utf8'));
  expect(readdirSync(join(root(), 'cache'))).toEqual(['thing']);
});

test('a build that fails leaves nothing that would be taken for complete, and can be repeated', async () => {
  const half = async (directory: string) => {
    await write('half')(directory);
    throw new Error('cut');
  };
  await expect(builtOnce(wanted(), half)).rejects.toThrow('cut');
  expect(readdirSync(join(root(), 'cache'))).toEqual([]);
  await builtOnce(wanted(), write('whole'));
  expect(await readFile(join(wanted(), 'file'), 'utf8')).toBe('whole');
});

test('what a killed build left is removed after a day, not while it may still run', async () => {
  const [old, recent] = ['a.unfinished-1', 'b.unfinished-2'].map((name) => join(root(), 'cache', name)) as [
    string,
    string,
  ];
  for (const leftover of [old, recent]) mkdirSync(leftover, { recursive: true });
  const twoDaysAgo = new Date(Date.now() - 2 * 24 * 3600 * 1000);
  utimesSync(old, twoDaysAgo, twoDaysAgo);
  await builtOnce(wanted(), write('x'));
  expect(existsSync(old)).toBe(false);
  expect(existsSync(recent)).toBe(true);
});

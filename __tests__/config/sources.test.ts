import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { loadEnvironments } from '../../config';
import { directory, MINIMAL, thrownBy } from './support';

/** Each in an account of its own, so that they share nothing. */
const named = (name: string) => MINIMAL.replace('acme', name).replace('123456789012', accountOf(name));
const accountOf = (name: string) => String(100_000_000_000 + name.charCodeAt(0));
const names = (options: Parameters<typeof loadEnvironments>[0]) =>
  loadEnvironments(options).environments.map(({ settings }) => settings.stack.name);

describe('a directory', () => {
  test('gives its .yaml and .yml files by name, and nothing else', () => {
    const path = directory({
      'b.yml': named('b'),
      'a.yaml': named('a'),
      'notes.md': 'x',
      '.a.yaml.swp': 'x',
      '.hidden.yaml': 'x',
      'a.yaml.bak': 'x',
    });
    mkdirSync(join(path, 'archive'));
    writeFileSync(join(path, 'archive', 'old.yaml'), named('old'));
    expect(names({ directory: path, variable: undefined })).toEqual(['a', 'b']);
  });

  test('without an environment is an error', () => {
    const path = directory({ 'notes.md': 'x' });
    const { message } = thrownBy(() => loadEnvironments({ directory: path, variable: undefined }));
    expect(message).toBe(`${path}: has no environment: no file named *.yaml or *.yml`);
  });

  test('that is not there is an error', () => {
    const path = join(directory(), 'gone');
    const { message } = thrownBy(() => loadEnvironments({ directory: path, variable: undefined }));
    expect(message).toBe(`${path}: does not exist: make it, or name another in PALIER_ENVIRONMENTS`);
  });
});

describe('PALIER_ENVIRONMENTS', () => {
  const first = directory({ 'a.yaml': named('a'), 'b.yaml': named('b') });
  const second = directory({ 'c.yaml': named('c') });
  const file = join(second, 'c.yaml');
  const unused = join(first, 'gone');

  test.each([
    ['a directory', first, ['a', 'b']],
    ['a file', file, ['c']],
    ['both, as in PATH', [file, first].join(delimiter), ['c', 'a', 'b']],
    ['both, by a comma and a space', `${first}, ${file}`, ['a', 'b', 'c']],
    ['one twice', [first, join(first, 'a.yaml'), `${first}/`].join(delimiter), ['a', 'b']],
    ['a trailing separator', `${file}${delimiter}`, ['c']],
  ])('may name %s', (_title, variable, expected) => {
    expect(names({ directory: unused, variable })).toEqual(expected);
  });

  test('that is empty is not set', () => {
    expect(names({ directory: first, variable: '' })).toEqual(['a', 'b']);
  });

  test('is read where no option says otherwise', () => {
    const before = process.env.PALIER_ENVIRONMENTS;
    process.env.PALIER_ENVIRONMENTS = file;
    try {
      expect(names({ directory: unused })).toEqual(['c']);
    } finally {
      if (before === undefined) delete process.env.PALIER_ENVIRONMENTS;
      else process.env.PALIER_ENVIRONMENTS = before;
    }
  });

  test('with a name that is not there says who names it, and reads the others all the same', () => {
    const bad = join(directory({ 'x.yaml': named('X') }), 'x.yaml');
    const { problems } = thrownBy(() => loadEnvironments({ variable: [unused, bad].join(delimiter) }));
    expect(problems).toContainEqual({
      file: unused,
      path: '',
      message: 'does not exist (PALIER_ENVIRONMENTS names it)',
    });
    expect(problems).toContainEqual(expect.objectContaining({ file: bad, path: 'name' }));
  });
});

test('two files of which one is a link to the other are one environment', () => {
  const path = directory({ 'a.yaml': named('a') });
  symlinkSync(join(path, 'a.yaml'), join(path, 'z.yaml'));
  expect(names({ directory: path, variable: undefined })).toEqual(['a']);
});

test('a file below the working directory is named relative to it', () => {
  const { message } = thrownBy(() => loadEnvironments({ variable: 'config/fields.ts' }));
  expect(message).toMatch(/^config\/fields\.ts:\d+:\d+: /);
});

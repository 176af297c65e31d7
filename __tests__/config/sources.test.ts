import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { loadEnvironments } from '../../config';
import { directory, MINIMAL, problemsIn, thrownBy } from './support';

const named = (name: string) => MINIMAL.replace('acme', name);
const names = (options: Parameters<typeof loadEnvironments>[0]) =>
  loadEnvironments(options).map(({ settings }) => settings.stack.name);

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

describe('two environments', () => {
  test('with one name are an error that names both files', () => {
    expect(problemsIn({ 'a.yaml': MINIMAL, 'b.yaml': MINIMAL })).toEqual([
      {
        file: 'b.yaml',
        line: 1,
        column: 7,
        path: 'name',
        message: 'is the name of another environment (got "acme", also in a.yaml)',
      },
    ]);
  });

  test.each([
    ['local', 'state_backend: { type: local, path: shared.tfstate }\n', expect.stringContaining('shared.tfstate')],
    ['s3', 'state_backend: { type: s3, bucket: states, key: x }\n', expect.stringContaining('s3://states/x')],
  ])('with one state (%s) are an error', (_type, backend, place) => {
    const problems = problemsIn({ 'a.yaml': MINIMAL + backend, 'b.yaml': named('b') + backend });
    expect(problems).toEqual([
      { file: 'b.yaml', line: 8, column: 1, path: 'state_backend', message: expect.stringContaining('a.yaml') },
    ]);
    expect(problems[0]?.message).toEqual(place);
  });

  test('share a bucket without sharing a state', () => {
    const backend = 'state_backend: { type: s3, bucket: states }\n';
    const path = directory({ 'a.yaml': named('a') + backend, 'b.yaml': named('b') + backend });
    expect(names({ directory: path, variable: undefined })).toEqual(['a', 'b']);
  });

  test('of which one is a link to the other are one', () => {
    const path = directory({ 'a.yaml': named('a') });
    symlinkSync(join(path, 'a.yaml'), join(path, 'z.yaml'));
    expect(names({ directory: path, variable: undefined })).toEqual(['a']);
  });
});

test('a file below the working directory is named relative to it', () => {
  const { message } = thrownBy(() => loadEnvironments({ variable: 'config/fields.ts' }));
  expect(message).toMatch(/^config\/fields\.ts:\d+:\d+: /);
});

import fs, { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { loadEnvironments } from '../../config';
import { directory, lines, load, MINIMAL, problemsIn, problemsOf, thrownBy } from './support';

describe('a file that is no environment', () => {
  const nested = (depth: number) => `${MINIMAL}tags: ${'['.repeat(depth)}${']'.repeat(depth)}\n`;

  test.each<[string, string | Buffer, string]>([
    ['empty', '', 'is empty (required: name, tier, aws, contacts)'],
    ['with nothing but a comment', '# later\n', 'is empty (required: name, tier, aws, contacts)'],
    ['a list', '- name: acme\n', '1:1 : must be a map of keys and values'],
    ['one word', 'acme\n', '1:1 : must be a map of keys and values'],
    ['in UTF-16', Buffer.from(`\ufeff${MINIMAL}`, 'utf16le'), 'is not UTF-8 text: save it as UTF-8'],
    ['in Latin-1', Buffer.from('project: Gr\xf6\xdfe\n', 'latin1'), 'is not UTF-8 text: save it as UTF-8'],
    [
      'of ten megabytes',
      Buffer.alloc(10 * 1024 * 1024, '#'),
      'is too large to be an environment (got 10485760 bytes, allowed 262144)',
    ],
    ['indented by a tab', 'aws:\n\tregion: us-east-1\n', '2:1 : a tab indents this line: YAML wants spaces'],
    ['with an open quote', 'name: "acme\n', '2:1 : YAML syntax: Missing closing "quote'],
    [
      'with a second document',
      `${MINIMAL}---\nname: b\n`,
      '8:1 : a second YAML document begins here (`---`): one file holds one environment',
    ],
    ['with a key twice', `${MINIMAL}name: b\n`, '8:1 name: is given twice: keep one'],
    ['with a nested key twice', 'aws:\n  region: a\n  region: b\n', '3:3 aws.region: is given twice: keep one'],
    ['with an anchor', 'name: &n acme\n', '1:10 name: anchors (`&n`) are not supported: write the value out'],
    ['with an alias', 'a: [*n]\n', '1:5 a[0]: aliases (`*n`) are not supported: write the value out'],
    ['with a merge key', 'a: { <<: { b: 1 } }\n', '1:6 a: merge keys (`<<`) are not supported: write the keys out'],
    ['with a number for a key', '1: x\n', '1:1 : a key must be text: put it in quotes'],
    ['with a map for a key', '? { a: b }\n: x\n', '1:3 : a key must be text: put it in quotes'],
    ['with the key __proto__', 'tags: { __proto__: x }\n', '1:9 tags: a key cannot have this name'],
    ['with a tag of its own', 'name: !secret x\n', '1:7 : YAML syntax: Unresolved tag: !secret'],
    [
      'with an octal number',
      'a: 017\n',
      '1:4 a: this number can be read in two ways (got 017): put it in quotes, or write it plainly',
    ],
    [
      'with an exponent',
      'a: 1e3\n',
      '1:4 a: this number can be read in two ways (got 1e3): put it in quotes, or write it plainly',
    ],
    ['nested forty times', nested(40), '8:1 tags: must be a map of keys and values (got a list)'],
    ['nested a hundred times', nested(100), '8:56 : is nested too deeply (allowed 50 levels)'],
    [
      'nested a hundred times by indents',
      `- ${'- '.repeat(100)}x\n`,
      '1:101 : is nested too deeply (allowed 50 levels)',
    ],
  ])('%s', (_title, yaml, expected) => {
    expect(lines(yaml)[0]).toBe(expected);
  });

  test('nested until a parser would run out of stack', () => {
    expect(lines('['.repeat(200_000))).toEqual(['1:51 : is nested too deeply (allowed 50 levels)']);
  });

  test('that would unfold to gigabytes is refused at its anchors', () => {
    const levels = Array.from(
      { length: 12 },
      (_, level) => `l${level}: &l${level} [${`*l${level - 1},`.repeat(12)}]\n`,
    );
    const bomb = `l: &l-1 [x]\n${levels.join('')}`;
    expect(problemsOf(bomb)).toHaveLength(100);
    expect(lines(bomb)[0]).toBe('1:9 l: anchors (`&l-1`) are not supported: write the value out');
  });

  test('with thousands of unknown keys is refused in a message that one can read', () => {
    const yaml = Array.from({ length: 5_000 }, (_, index) => `key${index}: x\n`).join('');
    const path = directory({ 'a.yaml': yaml });
    const { message } = thrownBy(() => loadEnvironments({ directory: path, variable: undefined }));
    expect(message.split('\n')).toHaveLength(101);
    expect(message).toMatch(/\.\.\. and \d+ problems more$/);
  });
});

describe('a file with', () => {
  test('a byte order mark and Windows line ends is read', () => {
    const yaml = `\ufeff${MINIMAL.replaceAll('\n', '\r\n')}`;
    expect(load(yaml).settings).toEqual(load(MINIMAL).settings);
  });

  test('an explicit document start is read', () => {
    expect(load(`---\n${MINIMAL}...\n`).settings).toEqual(load(MINIMAL).settings);
  });
});

describe('what cannot be read', () => {
  test('a directory that is named like a file', () => {
    const path = directory({ 'a.yaml': MINIMAL });
    mkdirSync(join(path, 'b.yaml'));
    const { message } = thrownBy(() => loadEnvironments({ directory: path, variable: undefined }));
    expect(message).toBe(`${join(path, 'b.yaml')}: is not a file`);
  });

  test('a link to nowhere', () => {
    const path = directory();
    symlinkSync(join(path, 'gone'), join(path, 'a.yaml'));
    const { message } = thrownBy(() => loadEnvironments({ directory: path, variable: undefined }));
    expect(message).toBe(`${join(path, 'a.yaml')}: does not exist`);
  });

  test('a file without permission', () => {
    const path = directory({ 'a.yaml': MINIMAL });
    // The superuser may read everything, so the refusal is made up.
    jest.spyOn(fs, 'readFileSync').mockImplementationOnce(() => {
      throw Object.assign(new Error('EACCES'), { code: 'EACCES' });
    });
    const { message } = thrownBy(() => loadEnvironments({ directory: path, variable: undefined }));
    expect(message).toBe(`${join(path, 'a.yaml')}: cannot be read: permission denied`);
  });

  test('a link to itself', () => {
    const path = directory();
    symlinkSync('a.yaml', join(path, 'a.yaml'));
    const { message } = thrownBy(() => loadEnvironments({ directory: path, variable: undefined }));
    expect(message).toBe(`${join(path, 'a.yaml')}: cannot be read (ELOOP)`);
  });
});

test('the problems of all files come at once, sorted by file and position', () => {
  const bad = MINIMAL.replace('acme', 'Acme').replace('us-east-1', 'nowhere');
  const problems = problemsIn({ 'b.yaml': bad, 'a.yaml': '', 'c.yaml': MINIMAL });
  expect(problems.map(({ file, line, path }) => [file, line, path])).toEqual([
    ['a.yaml', undefined, ''],
    ['b.yaml', 1, 'name'],
    ['b.yaml', 5, 'aws.region'],
  ]);
});

import { testMistakes } from '../support';

testMistakes([
  ['tags: { a: 1 }', '8:12 tags.a: must be text (got 1): put it in quotes'],
  ['tags: { "aws:x": y }', '8:9 tags["aws:x"]: begins with aws:, which AWS keeps for itself'],
  ...['Project', 'environment', 'MANAGEDBY'].map(
    (key) =>
      [
        `tags: { ${key}: x }`,
        `8:9 tags.${key}: is a tag that Palier sets itself, from project and name: choose another key`,
      ] as const,
  ),
  [
    'tags: { Team: a, team: b }',
    '8:18 tags.team: differs from another key only in case, which IAM takes for the same key',
  ],
  [
    'tags: { a: "b;c" }',
    '8:12 tags.a: has a character that AWS refuses (got "b;c", allowed letters, digits, spaces and _.:/=+-@)',
  ],
  [
    'tags: { "a;b": c }',
    '8:9 tags["a;b"]: has a character that AWS refuses (allowed letters, digits, spaces and _.:/=+-@)',
  ],
  [`tags: { a: ${'x'.repeat(257)} }`, '8:12 tags.a: is longer than 256 characters'],
  [
    `tags: { ${'x'.repeat(129)}: a }`,
    `8:9 tags["${'x'.repeat(129)}"]: is not a tag key (got 129 characters, allowed 1 to 128)`,
  ],
  [
    `tags: { ${Array.from({ length: 41 }, (_, index) => `k${index}: v`).join(', ')} }`,
    '8:1 tags: has too many tags (got 41, allowed 40)',
  ],
]);

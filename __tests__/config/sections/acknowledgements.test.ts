import { parse } from 'yaml';
import { acknowledgements } from '../../../config/sections/acknowledgements';
import { changed, lines, load, testMistakes } from '../support';

const KEY = 'finding: database-key';
const REASON = 'reason: created at early-ga';

testMistakes([
  ['acknowledgements: yes', '8:19 acknowledgements: must be a list (got "yes")'],
  ['acknowledgements: { finding: a }', '8:1 acknowledgements: must be a list (got a map)'],
  [
    'acknowledgements: [database-key]',
    '8:20 acknowledgements[0]: must be a map of keys and values (got "database-key")',
  ],
  ['acknowledgements: [null]', '8:20 acknowledgements[0]: has no value: give it one, or remove the key'],
  [`acknowledgements: [{ ${KEY} }]`, '8:20 acknowledgements[0].reason: is required'],
  [`acknowledgements: [{ ${REASON} }]`, '8:20 acknowledgements[0].finding: is required'],
  [
    `acknowledgements: [{ ${KEY}, ${REASON}, expiry: 2027-06-30 }]`,
    '8:74 acknowledgements[0].expiry: is not a key of acknowledgements[0]. Did you mean "expires"?',
  ],
  [
    `acknowledgements: [{ ${KEY}, ${REASON}, owner: ops }]`,
    '8:74 acknowledgements[0].owner: is not a key of acknowledgements[0] (allowed finding, where, reason, expires)',
  ],
  ...['Database-Key', 'database_key', 'database--key', 'database-key-', '2fa', 'a b', ''].map(
    (id) =>
      [
        `acknowledgements: [{ finding: "${id}", ${REASON} }]`,
        `8:31 acknowledgements[0].finding: is not a finding's id (got "${id}", allowed lower-case words joined by hyphens, such as database-key)`,
      ] as const,
  ),
  ...['', ' ', ' aws_x.y'].map(
    (where) =>
      [
        `acknowledgements: [{ ${KEY}, where: "${where}", ${REASON} }]`,
        `8:52 acknowledgements[0].where: is not a place (got "${where}", allowed what the finding says, such as aws_db_instance.database)`,
      ] as const,
  ),
  ...['', '   ', '-----------', 'ok', 'TODO', 'n / a', 'none'].map(
    (reason) =>
      [
        `acknowledgements: [{ ${KEY}, reason: "${reason}" }]`,
        `8:53 acknowledgements[0].reason: is not a reason (got "${reason}", allowed a sentence that tells the next reader why)`,
      ] as const,
  ),
  [
    `acknowledgements: [{ ${KEY}, reason: 12345 }]`,
    '8:53 acknowledgements[0].reason: must be text (got 12345): put it in quotes',
  ],
  ...['2027', '20270630', '2027-6-30', '"30.06.2027"', '"2027-06-30T00:00:00Z"', '" 2027-06-30"', 'never'].map(
    (date) =>
      [
        `acknowledgements: [{ ${KEY}, ${REASON}, expires: ${date} }]`,
        `8:83 acknowledgements[0].expires: is not a date (got ${/^\d+$/.test(date) ? date : `"${date.replaceAll('"', '')}"`}, allowed YYYY-MM-DD, such as 2027-06-30)`,
      ] as const,
  ),
  ...['2027-02-30', '2027-02-29', '2027-13-01', '2027-06-31', '2027-00-10', '2027-01-00'].map(
    (date) =>
      [
        `acknowledgements: [{ ${KEY}, ${REASON}, expires: ${date} }]`,
        `8:83 acknowledgements[0].expires: is not in the calendar (got "${date}")`,
      ] as const,
  ),
  [
    `acknowledgements: [{ ${KEY}, ${REASON} }, { ${KEY}, reason: another one }]`,
    '8:76 acknowledgements[1]: accepts what acknowledgements[0] does: keep one',
  ],
  [
    `acknowledgements: [{ ${KEY}, where: aws_x.y, ${REASON} }, { ${KEY}, where: aws_x.y, reason: another one }]`,
    '8:92 acknowledgements[1]: accepts what acknowledgements[0] does: keep one',
  ],
]);

test('every mistake of every entry at once', () => {
  const yaml = `acknowledgements:
  - { finding: A, reason: '', expires: soon }
  - { where: '' }`;
  expect(lines(changed(yaml)).map((line) => line.split(': ', 1)[0])).toEqual([
    '9:16 acknowledgements[0].finding',
    '9:27 acknowledgements[0].reason',
    '9:40 acknowledgements[0].expires',
    '10:5 acknowledgements[1].finding',
    '10:5 acknowledgements[1].reason',
    '10:14 acknowledgements[1].where',
  ]);
});

function acknowledgementsOf(yaml: string) {
  return acknowledgements.parse(parse(yaml).acknowledgements);
}

test('none, where the key has no value', () => {
  expect(acknowledgementsOf('acknowledgements:')).toEqual([]);
  expect(acknowledgementsOf('acknowledgements: []')).toEqual([]);
});

test.each(['2027-06-30', '"2027-06-30"', "'2027-06-30'"])('the date %s is text, in quotes or not', (date) => {
  expect(acknowledgementsOf(`acknowledgements: [{ ${KEY}, ${REASON}, expires: ${date} }]`)).toEqual([
    { finding: 'database-key', reason: 'created at early-ga', expires: '2027-06-30' },
  ]);
});

test.each(['2028-02-29', '2000-02-29', '2027-12-31'])('%s is in the calendar', (date) => {
  expect(acknowledgementsOf(`acknowledgements: [{ ${KEY}, ${REASON}, expires: ${date} }]`)).toHaveLength(1);
});

test('one finding may be accepted here and there, and two findings in one place', () => {
  const yaml = `acknowledgements:
  - { ${KEY}, where: 'aws_x.y["a b"]', ${REASON} }
  - { ${KEY}, where: 'aws_x.y["c"]', ${REASON} }
  - { ${KEY}, ${REASON} }
  - { finding: no-config, where: 'aws_x.y["c"]', ${REASON} }`;
  expect(acknowledgementsOf(yaml).map(({ finding, where }) => [finding, where])).toEqual([
    ['database-key', 'aws_x.y["a b"]'],
    ['database-key', 'aws_x.y["c"]'],
    ['database-key', undefined],
    ['no-config', 'aws_x.y["c"]'],
  ]);
});

test.each(['OPS-42', 'コスト削減', "'it costs 7 $ a month: too much'", '|\n      two\n      lines'])(
  'the reason %j will do',
  (reason) => {
    expect(acknowledgementsOf(`acknowledgements:\n  - ${KEY}\n    reason: ${reason}`)).toHaveLength(1);
  },
);

test('an access key in a reason is refused, and not repeated', () => {
  const id = `AKIA${'IOSFODNN7EXAMPLE'.slice(0, 16)}`;
  const found = lines(changed(`acknowledgements: [{ ${KEY}, reason: the key ${id} }]`));
  expect(found).toEqual([expect.stringMatching(/^8:53 acknowledgements\[0\]\.reason: secrets do not belong/)]);
  expect(found.join()).not.toContain(id);
});

test('the environment has them, and knows where each stands', () => {
  const none = load(changed(''));
  expect(none.acknowledgements).toEqual([]);
  expect(none.position('acknowledgements[0]')).toBeUndefined();

  const some = load(changed(`acknowledgements:\n  - { ${KEY}, ${REASON} }\n  - finding: no-config\n    ${REASON}`));
  expect(some.acknowledgements.map(({ finding }) => finding)).toEqual(['database-key', 'no-config']);
  expect(some.position('acknowledgements[0]')).toMatchObject({ line: 9, column: 5 });
  expect(some.position('acknowledgements[1]')).toMatchObject({ line: 10, column: 5 });
  expect(some.position('aws_db_instance.database')).toBeUndefined();
});

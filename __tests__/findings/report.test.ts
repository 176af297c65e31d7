import { type FileFindings, report } from '../../findings/report';
import { finding } from './support';

const HOW_TO_ACKNOWLEDGE =
  "To acknowledge a finding, say why in the environment's file: acknowledgements: [{ finding: <id>, reason: <text> }]";

function inFile(file: string, ...findings: FileFindings['findings']): FileFindings {
  return { file, findings, position: () => undefined };
}

const lines = (...files: FileFindings[]) => report(files).split('\n');

test('nothing, where nothing was found', () => {
  expect(report([])).toBe('');
  expect(report([inFile('environments/acme.yaml'), inFile('environments/other.yaml')])).toBe('');
});

test('a paragraph a finding, and once at the end how to acknowledge one', () => {
  const text = report([
    inFile('environments/acme.yaml', finding(), finding({ id: 'no-config', severity: 'error', why: 'Why.' })),
  ]);
  expect(text).toBe(
    [
      'environments/acme.yaml: error: no-config: aws_db_instance.database: Why. Run the runbook that encrypts it anew.',
      'environments/acme.yaml: warning: database-key: aws_db_instance.database: The database is encrypted with the key that AWS',
      '  manages. Run the runbook that encrypts it anew.',
      HOW_TO_ACKNOWLEDGE,
    ].join('\n'),
  );
});

test('errors first, then by file, id and place, whatever the order was', () => {
  const short = { why: 'W.', whatToDo: 'D.' };
  const b = inFile(
    'b.yaml',
    finding({ ...short, id: 'z', where: 'acknowledgements[10]' }),
    finding({ ...short, id: 'z', where: 'acknowledgements[2]' }),
    finding({ ...short, id: 'a', where: 'y' }),
    finding({ ...short, id: 'z', where: 'x', severity: 'error' }),
  );
  const a = inFile('a.yaml', finding({ ...short, id: 'z', where: 'x' }));
  const expected = [
    'b.yaml: error: z: x: W. D.',
    'a.yaml: warning: z: x: W. D.',
    'b.yaml: warning: a: y: W. D.',
    'b.yaml: warning: z: acknowledgements[2]: W. D.',
    'b.yaml: warning: z: acknowledgements[10]: W. D.',
    HOW_TO_ACKNOWLEDGE,
  ];
  expect(lines(b, a)).toEqual(expected);
  expect(lines(a, { ...b, findings: b.findings.toReversed() })).toEqual(expected);
});

test('names the line of a place in the file, and none for an address', () => {
  const file: FileFindings = {
    file: 'a.yaml',
    findings: [finding(), finding({ id: 'acknowledgement-unused', where: 'acknowledgements[0]' })],
    position: (where) => (where === 'acknowledgements[0]' ? { line: 12, column: 5 } : undefined),
  };
  expect(lines(file).filter((line) => line.startsWith('a.yaml'))).toEqual([
    expect.stringMatching(/^a\.yaml:12:5: warning: acknowledgement-unused: acknowledgements\[0\]: /),
    expect.stringMatching(/^a\.yaml: warning: database-key: aws_db_instance\.database: /),
  ]);
});

test.each(['acknowledgement-unused', 'acknowledgement-expired'])('how to acknowledge is not said of %s alone', (id) => {
  expect(report([inFile('a.yaml', finding({ id }))])).not.toContain(HOW_TO_ACKNOWLEDGE);
  expect(lines(inFile('a.yaml', finding({ id })), inFile('b.yaml', finding())).at(-1)).toBe(HOW_TO_ACKNOWLEDGE);
});

describe('width', () => {
  const ENOUGH = 'word '.repeat(200);

  test('no line is wider than 120 columns, the last one included', () => {
    const text = report([inFile('environments/acme.yaml', finding({ why: ENOUGH }))]);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(120);
  });

  test('a line is as full as it can be', () => {
    const head = 'a.yaml: warning: i: w:';
    const fits = 'x'.repeat(120 - head.length - ' '.length - ' D.'.length);
    expect(lines(inFile('a.yaml', finding({ id: 'i', where: 'w', why: fits, whatToDo: 'D.' })))[0]).toHaveLength(120);
    expect(lines(inFile('a.yaml', finding({ id: 'i', where: 'w', why: `${fits}x`, whatToDo: 'D.' })))[1]).toBe('  D.');
  });

  test('what cannot be broken stays whole: an ARN, and all that a person would search for', () => {
    const arn = `arn:aws:kms:us-east-1:123456789012:key/${'0'.repeat(120)}`;
    const where = `aws_x.y["${'a key '.repeat(30)}"]`;
    const text = lines(inFile('a.yaml', finding({ where, why: `See ${arn} first.` })));
    expect(text[0]).toBe(`a.yaml: warning: database-key: ${where}:`);
    expect(text).toContain(`  ${arn}`);
  });
});

test('a command in backticks stays in one line, to be copied; a lone backtick breaks nothing', () => {
  const command = `aws rds describe-db-instances ${'--query DBInstances '.repeat(6)}--output text`;
  const text = lines(inFile('a.yaml', finding({ why: 'Why.', whatToDo: `Run (\`${command}\`), then go on.` })));
  expect(text).toContain(`  (\`${command}\`),`);
  const lone = lines(inFile('a.yaml', finding({ why: `A \` ${'word '.repeat(40)}`, whatToDo: 'D.' })));
  expect(Math.max(...lone.map((line) => line.length))).toBeLessThanOrEqual(120);
});

test('line breaks and control characters of what was found do not reach the terminal', () => {
  const odd = finding({
    id: 'odd\u001b[2Jid',
    where: 'aws_x.y["a\nb"]',
    why: 'A\n\n  B\u0007C\tD.',
    whatToDo: 'E.\r\n',
  });
  expect(lines(inFile('a.yaml', odd))).toEqual([
    'a.yaml: warning: odd [2Jid: aws_x.y["a b"]: A B C D. E.',
    HOW_TO_ACKNOWLEDGE,
  ]);
});

import { table } from '../../cli/table';
import { wrap } from '../../cli/wrap';

describe('a table', () => {
  const columns = [{ title: 'resource' }, { title: 'USD', align: 'right' as const }];

  it('has texts on the left, figures on the right, and no line ends in a space', () => {
    expect(table(columns, [['a', '1.00'], [], ['bcd', '1,234.50']])).toBe(
      ['resource       USD', 'a             1.00', '', 'bcd       1,234.50'].join('\n'),
    );
  });

  it('fits 80 columns: a text goes on in the next line, a figure stays whole', () => {
    const address = `aws_cloudwatch_log_group.application["/aws/lambda/${'long-'.repeat(30)}"]`;
    const lines = table(columns, [[`    ${address}: storage`, '1,234,567.89']]).split('\n');
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(lines[1]).toMatch(/ 1,234,567\.89$/);
    const [, ...texts] = lines.map((line) => line.replace(/ +1,234,567\.89$/, ''));
    expect(texts.every((text) => text.startsWith('    '))).toBe(true);
    expect(texts.map((text) => text.trim()).join('')).toBe(`${address}: storage`);
  });
});

describe('a text', () => {
  it.each([
    ['one two three', 7, ['one two', 'three']],
    ['  one two', 6, ['  one', '  two']],
    ['', 5, ['']],
    ['aws_kms_key.main', 8, ['aws_kms_', 'key.main']],
    ['abcdefghij', 4, ['abc', 'def', 'ghij']],
    ['il manque : tout', 9, ['il', 'manque :', 'tout']],
    ['5 % du MRR', 6, ['5 % du', 'MRR']],
  ])('%j in %i columns is %j', (text, width, lines) => {
    expect(wrap(text, width)).toEqual(lines);
  });
});

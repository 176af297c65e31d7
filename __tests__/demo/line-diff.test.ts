import { lineDiff } from '../../demo/line-diff';

describe('the difference between two texts', () => {
  it('is the lines between those that they share at both ends', () => {
    expect(lineDiff('a\nb\nc', 'a\nx\ny\nc')).toEqual(['-b', '+x', '+y']);
    expect(lineDiff('a\nb', 'a')).toEqual(['-b']);
    expect(lineDiff('a\na', 'a\na\na')).toEqual(['+a']);
  });

  it('is none where they are the same', () => {
    expect(lineDiff('a\nb\n', 'a\nb\n')).toEqual([]);
  });
});

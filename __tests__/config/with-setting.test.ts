import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

import { withSetting } from '../../config/with-setting';
import { lineDiff } from '../../demo/line-diff';
import { ROOT } from '../support/synthesize';

const HUNTAZE = readFileSync(join(ROOT, 'environments/huntaze.yaml'), 'utf8');

describe('a setting in an environment’s file', () => {
  it('is changed where it stands: one line differs, and it is the tier’s', () => {
    expect(lineDiff(HUNTAZE, withSetting(HUNTAZE, ['tier'], 'early-ga'))).toEqual(['-tier: beta', '+tier: early-ga']);
  });

  it('keeps the comment beside it, and what follows', () => {
    expect(withSetting('a: 1 # one\nb: [x,  y]\n', ['a'], 'two words')).toBe('a: two words # one\nb: [x,  y]\n');
  });

  it('is found below others of its name', () => {
    expect(withSetting('x:\n  tier: a\ntier: b\n', ['x', 'tier'], 'c')).toBe('x:\n  tier: c\ntier: b\n');
  });

  it('stays text where it looks like a number', () => {
    expect(withSetting('revision: "1"\n', ['revision'], '2')).toBe('revision: "2"\n');
    expect(withSetting('revision: 1\n', ['revision'], '2')).toBe('revision: "2"\n');
  });

  it('is added at the end, as a section, where there is no such section', () => {
    const rotating = withSetting(HUNTAZE, ['runbooks', 'rotate_secret', 'revision'], '1');
    const added = ['+runbooks:', '+  rotate_secret:', '+    revision: "1"'];
    expect(lineDiff(HUNTAZE, rotating)).toEqual(added);
    expect(lineDiff('a: 1', withSetting('a: 1', ['b'], '1'))).toEqual(['+b: "1"', '+']);
    const again = withSetting(rotating, ['runbooks', 'rotate_secret', 'revision'], '2');
    expect(lineDiff(rotating, again)).toEqual(['-    revision: "1"', '+    revision: "2"']);
  });

  it('is added to a section that is there, with all else that the file says', () => {
    const unprotected = withSetting(HUNTAZE, ['database', 'deletion_protection'], false);
    const before = parse(HUNTAZE);
    expect(parse(unprotected)).toEqual({ ...before, database: { ...before.database, deletion_protection: false } });
    expect(unprotected).toContain('# days that point-in-time recovery reaches back');
  });
});

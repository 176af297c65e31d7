import { changedAttributes } from '../../demo/changed-attributes';

describe('the attributes that a plan changes', () => {
  it('are those that differ, in the order of their names', () => {
    const before = { name: 'a', retention: 30, enabled: false, tags: { x: '1' } };
    const after = { name: 'a', retention: 90, enabled: true, tags: { x: '1' } };
    expect(changedAttributes({ before, after, after_unknown: {} })).toEqual(['enabled', 'retention']);
  });

  it('are also those that are known only after the apply, whole or in part', () => {
    const before = { kms_key_id: null, policy: [{ a: 1 }], arn: 'x' };
    const after = { policy: [{}], arn: 'x' };
    const after_unknown = { kms_key_id: true, policy: [{ a: true }], arn: false, rules: [{}], tags: {} };
    expect(changedAttributes({ before, after, after_unknown })).toEqual(['kms_key_id', 'policy']);
  });

  it('do not tell null from nothing', () => {
    expect(changedAttributes({ before: { a: null, b: 1 }, after: { b: 1, c: null } })).toEqual([]);
    expect(changedAttributes({ before: { a: null }, after: { a: 0 } })).toEqual(['a']);
  });

  it('say how many elements a list gains and loses', () => {
    const rules = (...names: string[]) => ({ rule: names.map((name) => ({ name, statement: [{ limit: 1 }] })) });
    const change = (before: object, after: object) =>
      changedAttributes({ before: before as Record<string, unknown>, after: after as Record<string, unknown> });
    expect(change(rules('a', 'b'), rules('b', 'c', 'd'))).toEqual(['rule (2 added, 1 removed)']);
    expect(change(rules('a'), rules('b', 'a'))).toEqual(['rule (1 added)']);
    expect(change(rules('a', 'b'), rules('a'))).toEqual(['rule (1 removed)']);
    expect(change(rules('a', 'b'), rules('b', 'a'))).toEqual(['rule']);
  });

  it('do not count an element as another one because an empty text in it became none, deep within', () => {
    const before = { rule: [{ name: 'a', statement: [{ version: '' }] }] };
    const after = {
      rule: [
        { name: 'a', statement: [{ version: null }] },
        { name: 'b', statement: [{ version: '' }] },
      ],
    };
    expect(changedAttributes({ before, after })).toEqual(['rule (1 added)']);
  });

  it('never hold a value', () => {
    const before = { password: 'first', users: ['alice'], nested: [{ token: 'one' }] };
    const after = { password: 'second', users: ['bob'], nested: [{ token: 'two' }] };
    const text = changedAttributes({ before, after }).join();
    expect(text).toBe('nested (1 added, 1 removed),password,users (1 added, 1 removed)');
  });

  it('are, of a replacement, those that force it, once each', () => {
    const change = {
      before: { id: '1', triggers: { revision: '1', secret: 'a' } },
      after: { triggers: { revision: '2', secret: 'b' } },
      after_unknown: { id: true },
      replace_paths: [['triggers', 'revision'], ['triggers', 'secret'], ['ami']],
    };
    expect(changedAttributes(change)).toEqual(['ami', 'triggers']);
  });

  it('are none of what comes into being or goes', () => {
    expect(changedAttributes({ before: null, after: { a: 1 } })).toEqual([]);
    expect(changedAttributes({ before: { a: 1 }, after: null })).toEqual([]);
    expect(changedAttributes({})).toEqual([]);
  });
});

import { type Acknowledgement, acknowledge } from '../../findings/acknowledge';
import type { Finding } from '../../findings/finding';
import { finding } from './support';

const TODAY = '2026-11-22';

function acknowledgement(overrides: Partial<Acknowledgement> = {}): Acknowledgement {
  return { finding: 'database-key', reason: 'the database was created at early-ga', ...overrides };
}

/** `severity id where`, one a finding. */
function left(findings: readonly Finding[], acknowledgements: readonly Acknowledgement[], today = TODAY): string[] {
  return acknowledge(findings, acknowledgements, today).map(({ severity, id, where }) => `${severity} ${id} ${where}`);
}

const UNUSED = 'warning acknowledgement-unused acknowledgements[0]';
const EXPIRED = 'warning acknowledgement-expired acknowledgements[0]';

describe('what is covered', () => {
  test('nothing, without acknowledgements: the findings come back as they are', () => {
    const findings = [finding(), finding({ id: 'no-config', severity: 'error' })];
    expect(acknowledge(findings, [], TODAY)).toEqual(findings);
  });

  test('the finding of that id, and no other', () => {
    expect(left([finding(), finding({ id: 'database-key-rotation' })], [acknowledgement()])).toEqual([
      'warning database-key-rotation aws_db_instance.database',
    ]);
  });

  test('the finding in every place', () => {
    const findings = [finding(), finding({ where: 'aws_db_instance.replica' })];
    expect(left(findings, [acknowledgement()])).toEqual([]);
  });

  test('with where, the finding in that place only', () => {
    const findings = [finding(), finding({ where: 'aws_db_instance.replica' })];
    expect(left(findings, [acknowledgement({ where: 'aws_db_instance.replica' })])).toEqual([
      'warning database-key aws_db_instance.database',
    ]);
  });

  test('one finding in two places, by an entry for each', () => {
    const findings = [finding(), finding({ where: 'aws_db_instance.replica' })];
    const places = findings.map(({ where }) => acknowledgement({ where }));
    expect(left(findings, places)).toEqual([]);
  });

  test('all instances of a resource, or one of them', () => {
    const findings = ['a', 'b'].map((key) => finding({ where: `aws_x.y["${key}"]` }));
    expect(left(findings, [acknowledgement({ where: 'aws_x.y' })])).toEqual([]);
    expect(left(findings, [acknowledgement({ where: 'aws_x.y["b"]' })])).toEqual(['warning database-key aws_x.y["a"]']);
  });

  test.each([
    ['a longer name', 'aws_x.y', 'aws_x.yz'],
    ['another instance', 'aws_x.y["a"]', 'aws_x.y["ab"]'],
    ['the resource of an instance', 'aws_x.y["a"]', 'aws_x.y'],
    ['what a prefix begins', 'aws_x', 'aws_x.y'],
    ['a name in other case', 'aws_x.Y', 'aws_x.y'],
  ])('not %s', (_title, where, found) => {
    expect(left([finding({ where: found })], [acknowledgement({ where })])).toEqual([
      `warning database-key ${found}`,
      UNUSED,
    ]);
  });

  test('an error too: it is gone, and stops nothing', () => {
    const error = finding({ severity: 'error' });
    expect(left([error], [])).toEqual(['error database-key aws_db_instance.database']);
    expect(left([error], [acknowledgement()])).toEqual([]);
  });

  test.each(['__proto__', 'constructor', 'a.*', 'a[0]'])('the odd id %s by itself only', (id) => {
    expect(left([finding({ id })], [acknowledgement({ finding: id })])).toEqual([]);
    expect(left([finding()], [acknowledgement({ finding: id })])).toEqual([
      'warning database-key aws_db_instance.database',
      UNUSED,
    ]);
  });

  test('neither argument changes', () => {
    const findings = Object.freeze([Object.freeze(finding())]);
    const acknowledgements = Object.freeze([Object.freeze(acknowledgement({ expires: TODAY }))]);
    expect(left(findings, acknowledgements)).toEqual(left(findings, acknowledgements));
  });
});

describe('an acknowledgement that expires', () => {
  const expiring = acknowledgement({ expires: '2026-11-22' });

  test.each(['2025-12-31', '2026-11-21', '2026-11-22'])('counts on %s, through its last day', (today) => {
    expect(left([finding()], [expiring], today)).toEqual([]);
  });

  test.each(['2026-11-23', '2026-12-01', '2027-01-01'])('has expired on %s', (today) => {
    expect(left([finding()], [expiring], today)).toEqual(['warning database-key aws_db_instance.database', EXPIRED]);
  });

  test('shows the error again, which then stops again', () => {
    expect(left([finding({ severity: 'error' })], [expiring], '2026-11-23')).toEqual([
      'error database-key aws_db_instance.database',
      EXPIRED,
    ]);
  });

  test('says when it ended and what to do', () => {
    expect(acknowledge([finding()], [expiring], '2026-11-23').at(-1)).toEqual({
      id: 'acknowledgement-expired',
      severity: 'warning',
      where: 'acknowledgements[0]',
      why: 'The acknowledgement of database-key was good until 2026-11-22.',
      whatToDo: 'Do what database-key asks for; or, if the reason still holds, give the entry a later date.',
    });
  });

  test('is unused, not expired, when there is nothing left to accept', () => {
    expect(left([], [expiring], '2026-11-23')).toEqual([UNUSED]);
  });

  test('is expired beside another that still covers the finding', () => {
    const other = acknowledgement({ where: 'aws_db_instance.database' });
    expect(left([finding()], [expiring, other], '2026-11-23')).toEqual([EXPIRED]);
  });
});

describe('an acknowledgement that nothing was found for', () => {
  function why(findings: readonly Finding[], entry: Acknowledgement, knownIds?: readonly string[]): string | undefined {
    return acknowledge(findings, [entry], TODAY, knownIds).find(({ id }) => id === 'acknowledgement-unused')?.why;
  }

  test('is a warning that names the entry', () => {
    expect(acknowledge([], [acknowledgement()], TODAY)).toEqual([
      {
        id: 'acknowledgement-unused',
        severity: 'warning',
        where: 'acknowledgements[0]',
        why: 'database-key is not found.',
        whatToDo: 'Correct this entry, or remove it: kept, it would hide such a finding when there is one again.',
      },
    ]);
  });

  test('is counted in the order of the file', () => {
    const entries = [acknowledgement(), acknowledgement({ finding: 'a' }), acknowledgement({ finding: 'b' })];
    expect(left([finding()], entries)).toEqual([
      'warning acknowledgement-unused acknowledgements[1]',
      'warning acknowledgement-unused acknowledgements[2]',
    ]);
  });

  test('suggests an id that was found', () => {
    const entry = acknowledgement({ finding: 'databse-key' });
    expect(why([finding()], entry)).toBe('databse-key is not found. Did you mean "database-key"?');
    expect(why([finding({ id: 'no-config' })], entry)).toBe('databse-key is not found.');
  });

  test('suggests an id that the caller knows, though it was not found', () => {
    const entry = acknowledgement({ finding: 'databse-key' });
    expect(why([], entry, ['database-key', 'no-config'])).toBe(
      'databse-key is not found. Did you mean "database-key"?',
    );
  });

  test('suggests nothing for an id that is right', () => {
    expect(why([], acknowledgement(), ['database-key', 'database-keys'])).toBe('database-key is not found.');
    expect(why([finding({ id: 'database-keys' })], acknowledgement(), ['database-key'])).toBe(
      'database-key is not found.',
    );
  });

  test('names the place where the finding is instead', () => {
    const entry = acknowledgement({ where: 'aws_db_instance.databse' });
    expect(why([finding()], entry)).toBe(
      'database-key is not found at aws_db_instance.databse, only at aws_db_instance.database. ' +
        'Did you mean "aws_db_instance.database"?',
    );
    const far = acknowledgement({ where: 'aws_wafv2_web_acl.firewall' });
    expect(why([finding(), finding(), finding({ where: 'aws_db_instance.replica' })], far)).toBe(
      'database-key is not found at aws_wafv2_web_acl.firewall, only at aws_db_instance.database and in 1 more.',
    );
  });

  test('names the place that it asked for, when the finding is nowhere', () => {
    expect(why([], acknowledgement({ where: 'aws_x.y' }))).toBe('database-key is not found at aws_x.y.');
  });
});

describe('acknowledgements of acknowledgements', () => {
  test.each(['acknowledgement-unused', 'acknowledgement-expired'])('%s: unused, and says why', (id) => {
    const entries = [acknowledgement({ finding: id }), acknowledgement({ finding: 'nothing' })];
    const findings = acknowledge([], entries, TODAY);
    expect(findings.map(({ where }) => where)).toEqual(['acknowledgements[0]', 'acknowledgements[1]']);
    expect(findings[0]).toMatchObject({
      id: 'acknowledgement-unused',
      why: `${id} is about an acknowledgement, and cannot be acknowledged.`,
      whatToDo: 'Remove this entry, and do what the finding asks for.',
    });
  });

  test('cover nothing even where such a finding is handed in', () => {
    const unused = finding({ id: 'acknowledgement-unused', where: 'acknowledgements[7]' });
    expect(left([unused], [acknowledgement({ finding: 'acknowledgement-unused' })])).toEqual([
      'warning acknowledgement-unused acknowledgements[7]',
      UNUSED,
    ]);
  });
});

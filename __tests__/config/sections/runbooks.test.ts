import { testMistakes } from '../support';

testMistakes([
  [
    'runbooks: { set_database_password: { revision: 1.10 } }',
    '8:48 runbooks.set_database_password.revision: must be text (got 1.1): put it in quotes',
  ],
  [
    'runbooks: { set_database_password: { revision: a b } }',
    '8:48 runbooks.set_database_password.revision: is not a revision (got "a b", allowed 1 to 64 letters, digits and ._-, in quotes)',
  ],
  [
    'runbooks: { restore_database: { revision: "1" } }',
    '8:43 runbooks.restore_database.revision: needs one thing to restore (got "1"): either to_time or snapshot',
  ],
  [
    'runbooks: { restore_database: { revision: "1", snapshot: a, to_time: "2026-11-22T14:15:00Z" } }',
    '8:43 runbooks.restore_database.revision: needs one thing to restore (got "1"): either to_time or snapshot',
  ],
  [
    'runbooks: { restore_database: { snapshot: a } }',
    '8:43 runbooks.restore_database.snapshot: is used only with a revision',
  ],
  [
    'runbooks: { restore_database: { revision: "1", to_time: yesterday } }',
    '8:57 runbooks.restore_database.to_time: is not a time (got "yesterday", allowed UTC such as "2026-11-22T14:15:00Z", in quotes)',
  ],
  [
    'runbooks: { restore_database: { revision: "1", snapshot: a_b } }',
    '8:58 runbooks.restore_database.snapshot: is not a DB snapshot (got "a_b", allowed letters, digits and hyphens, rds: before them for an automated one)',
  ],
]);

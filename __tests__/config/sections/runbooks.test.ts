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
]);

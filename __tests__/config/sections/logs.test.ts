import { testMistakes } from '../support';

testMistakes([
  [
    'logs: { application_log_groups: [a b] }',
    '8:34 logs.application_log_groups[0]: is not a name of a log group (got "a b", allowed 1 to 512 letters, digits and ._-/#)',
  ],
  [
    'logs: { application_log_groups: [aws/lambda/a] }',
    '8:34 logs.application_log_groups[0]: begins with aws/ (got "aws/lambda/a"), which AWS keeps. Did you mean a "/" first?',
  ],
  ['logs: { application_log_groups: [a, a] }', '8:37 logs.application_log_groups[1]: is in the list already (got "a")'],
  [
    'logs: { application_log_groups: [/aws/rds/instance/acme-postgres/postgresql] }',
    `8:34 logs.application_log_groups[0]: is the log group of this environment's database, firewall, audit trail or one of its functions (got "/aws/rds/instance/acme-postgres/postgresql"), which Palier governs already`,
  ],
  [
    'logs: { application_log_groups: [/aws/lambda/acme-database-rotation] }',
    `8:34 logs.application_log_groups[0]: is the log group of this environment's database, firewall, audit trail or one of its functions (got "/aws/lambda/acme-database-rotation"), which Palier governs already`,
  ],
]);

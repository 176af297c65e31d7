import { testMistakes } from '../support';

testMistakes([
  ['credentials: { mode: rds }', '8:22 credentials.mode: is not allowed (got "rds", allowed secret, rds-managed).'],
  [
    'credentials: { secret_name: a b }',
    '8:29 credentials.secret_name: is not a name of a secret (got "a b", allowed 1 to 512 letters, digits and /_+=.@-)',
  ],
  [
    'credentials: { secret_name: huntaze-abc123 }',
    `8:29 credentials.secret_name: ends with a hyphen and six characters (got "huntaze-abc123"), as Secrets Manager's own suffix does: choose another name`,
  ],
  [
    'credentials: { mode: rds-managed, secret_name: a }',
    '8:48 credentials.secret_name: belongs to mode secret: in mode rds-managed RDS names the secret. Remove it',
  ],
  [
    'credentials: { recovery_window_in_days: 3 }',
    '8:41 credentials.recovery_window_in_days: is not a recovery window (got 3, allowed 7 to 30 days, or 0 for none)',
  ],
]);

import { about, choice, compare, section, text, wholeNumber } from '../fields';

/** @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html (2026-11-22) */
const secretName = text(
  /^[A-Za-z0-9/_+=.@-]{1,512}$/,
  'is not a name of a secret (got {got}, allowed 1 to 512 letters, digits and /_+=.@-)',
  (value) =>
    /-[A-Za-z0-9]{6}$/.test(value)
      ? "ends with a hyphen and six characters (got {got}), as Secrets Manager's own suffix does: choose another name"
      : undefined,
);

const window = 'is not a recovery window (got {got}, allowed 7 to 30 days, or 0 for none)';

export const credentials = section(
  {
    mode: about(choice('secret', 'rds-managed').default('secret'), {
      what: '`secret`: a secret of your own that a runbook fills. `rds-managed`: RDS owns the secret and its password. There is no way back from `rds-managed` by this key.',
      why: 'rds-managed rules out read replicas and blue/green deployments, and so the way to Aurora.',
    }),
    secret_name: about(secretName.optional(), {
      what: 'The name of the secret in mode `secret`.',
      derived: '<name>/database',
      why: 'it says whose it is, and sorts by environment.',
      samples: ['huntaze/database'],
    }),
    recovery_window_in_days: about(
      wholeNumber(0, 30, 'days')
        .refine((days) => days === 0 || days >= 7, window)
        .default(30),
      {
        what: 'Days in which a deleted secret can be had back: 7 to 30, or 0 for none.',
        why: 'the longest; it costs nothing.',
      },
    ),
  },
  compare(['mode', 'secret_name'], (value, report) => {
    if (value.mode === 'rds-managed' && value.secret_name !== undefined) {
      report(['secret_name'], 'belongs to mode secret: in mode rds-managed RDS names the secret. Remove it');
    }
  }),
);

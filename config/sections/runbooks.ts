import { about, orNumber, section, text } from '../fields';

const revision = orNumber(
  text(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
    'is not a revision (got {got}, allowed 1 to 64 letters, digits and ._-, in quotes)',
  ),
);

export const runbooks = section({
  set_database_password: about(
    section({
      revision: about(revision.prefault('1'), {
        what: 'Another value runs the runbook again at the next apply.',
        why: 'the first run.',
      }),
    }).prefault({}),
    { what: "The runbook that makes the database's master password what the secret says." },
  ),
  rotate_secret: about(
    section({
      revision: about(revision.optional(), {
        what: 'A value, and later another one, rotates the secret at the next apply. From early-ga.',
        derived: 'none',
        why: 'the schedule rotates; this is for when somebody has seen the password.',
        samples: ['1'],
      }),
    }).prefault({}),
    { what: "The runbook that rotates the database's secret now." },
  ),
});

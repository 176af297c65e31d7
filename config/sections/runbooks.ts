import * as z from 'zod';
import { about, orNumber, section, text } from '../fields';

const revision = orNumber(
  text(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
    'is not a revision (got {got}, allowed 1 to 64 letters, digits and ._-, in quotes)',
  ),
);

export const runbooks = section({
  copy_snapshot: about(
    section({
      revision: about(revision.optional(), {
        what: 'A value, and later another one, copies the latest automated snapshot to aws.recovery_region at the next apply, which waits for it, two hours at most. At enterprise.',
        derived: 'none',
        why: 'the schedule copies; this is for when nobody wants to wait for it.',
        samples: ['1'],
      }),
    }).prefault({}),
    { what: "The runbook that copies the database's snapshot to another region now." },
  ),
  set_database_password: about(
    section({
      revision: about(revision.prefault('1'), {
        what: 'Another value runs the runbook again at the next apply.',
        why: 'the first run.',
      }),
    }).prefault({}),
    { what: "The runbook that makes the database's master password what the secret says." },
  ),
  reencrypt_database: about(
    section({
      revision: about(revision.optional(), {
        what: 'A value, and later another one, makes a copy of the database under the customer key beside the running one, at the next apply: a rehearsal, see docs/guides/reencrypt.md. From early-ga.',
        derived: 'none',
        why: 'only a database that was born at beta has another key.',
        samples: ['1'],
      }),
    }).prefault({}),
    { what: 'The runbook that encrypts the database under the customer key.' },
  ),
  restore_database: about(
    section({
      revision: about(revision.optional(), {
        what: 'A value, and later another one, restores the database beside the running one at the next apply. It never cuts over: see docs/guides/restore.md.',
        derived: 'none',
        why: 'a restore is for when data was lost.',
        samples: ['1'],
      }),
      to_time: about(
        text(
          /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
          'is not a time (got {got}, allowed UTC such as "2026-11-22T14:15:00Z", in quotes)',
        ).optional(),
        {
          what: 'The time to restore to, in UTC. This or `snapshot`.',
          derived: 'none',
          why: 'there is no time that is right for the next restore.',
          samples: ['2026-11-22T14:15:00Z'],
        },
      ),
      snapshot: about(
        text(
          /^((rds|awsbackup):)?[A-Za-z][A-Za-z0-9-]*$/,
          'is not a DB snapshot (got {got}, allowed letters, digits and hyphens, rds: before them for an automated one)',
        ).optional(),
        {
          what: 'Identifier of the DB snapshot to restore. This or `to_time`.',
          derived: 'none',
          why: 'there is no snapshot that is right for the next restore.',
          samples: ['before-migration'],
        },
      ),
    }).prefault({}),
    { what: 'The runbook that restores the database beside the running one, to a time or from a snapshot.' },
  ),
  restore_drill: about(
    section({
      revision: about(revision.optional(), {
        what: 'A value, and later another one, restores the latest copy in aws.recovery_region at the next apply, sees it answer, removes it, and reports the time. At enterprise.',
        derived: 'none',
        why: 'a drill costs an instance for its time: somebody decides when.',
        samples: ['1'],
      }),
      connect: about(z.boolean().default(true), {
        what: 'Whether PostgreSQL must answer. That takes a machine that reaches the database of the recovery region; `false` is content with what RDS says.',
        why: 'a drill that proves less must be asked for.',
      }),
    }).prefault({}),
    { what: 'The runbook that proves that the database can be recovered, and measures how long it takes.' },
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

import * as z from 'zod';
import { about, custom, date, keysOf, orNothing, text } from '../fields';

const findingId = text(
  /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
  "is not a finding's id (got {got}, allowed lower-case words joined by hyphens, such as database-key)",
);

const where = text(
  /^\S(.*\S)?$/,
  'is not a place (got {got}, allowed what the finding says, such as aws_db_instance.database)',
);

/** `none`, `TODO` or `n/a` would pass for a reason with fewer; `OPS-42` should. */
const reason = text(
  /(?:[\p{L}\p{N}][^\p{L}\p{N}]*){5}/u,
  'is not a reason (got {got}, allowed a sentence that tells the next reader why)',
);

const acknowledgement = keysOf({
  finding: about(findingId, {
    what: 'The id of the finding that is accepted.',
    why: 'each is accepted by its name, never all at once.',
    samples: ['database-key'],
  }),
  where: about(where.optional(), {
    what: 'Only there: the Terraform address that the finding names. A resource stands for all its instances.',
    derived: 'everywhere',
    why: 'most findings are in one place.',
    samples: ['aws_db_instance.database'],
  }),
  reason: about(reason, {
    what: 'Why it is accepted.',
    why: 'the next reader must be able to judge whether it still holds.',
  }),
  expires: about(date.optional(), {
    what: 'The last day on which it counts, YYYY-MM-DD in UTC. From the next day on, the finding shows again.',
    derived: 'none',
    why: 'what is accepted for good should not come back.',
    samples: ['2027-06-30'],
  }),
});

/** What is accepted, by whoever may merge a change of the file. */
export const acknowledgements = orNothing(
  [],
  z.array(acknowledgement).check((context) => {
    const seen = new Map<string, number>();
    for (const [index, { finding, where: place }] of context.value.entries()) {
      const key = JSON.stringify([finding, place]);
      const first = seen.get(key);
      if (first === undefined) seen.set(key, index);
      else context.issues.push(custom(finding, [index], `accepts what acknowledgements[${first}] does: keep one`));
    }
  }),
);

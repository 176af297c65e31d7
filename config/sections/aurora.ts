import { about, choice, compare, section, text } from '../fields';

/** In the order in which an environment takes them. */
export const AURORA_STAGES = ['replica', 'promoted', 'global'] as const;
export type AuroraStage = (typeof AURORA_STAGES)[number];

/** The default. Not of the schema: what is given without a stage is refused. */
export const AURORA_INSTANCE_CLASS = 'db.r6g.large';

/**
 * A global database takes memory-optimised classes only, db.r5 or newer.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database.configuration.requirements.html (2026-11-23)
 */
const instanceClass = text(
  /^db\.(r[5-9][a-z]*|x2[a-z]*)\.\d*x?large$/,
  'is not a class that an Aurora global database takes (got {got}, allowed the memory-optimised ones from db.r5 on, such as db.r6g.large, db.r7g.xlarge)',
);

/** Text only: unquoted, 17.10 would be the number 17.1. */
const engineVersion = text(
  /^\d{2}\.\d{1,2}$/,
  'is not a minor version of PostgreSQL (got {got}, allowed such as "17.6", in quotes)',
);

export const aurora = section(
  {
    stage: about(choice(...AURORA_STAGES).optional(), {
      what: 'How far the move to an Aurora global database has come: `replica`, an Aurora cluster that follows the RDS instance; `promoted`, to be set after somebody has promoted it; `global`, a second cluster in aws.recovery_region. One after the other: docs/guides/aurora-global.md. The RDS instance is kept in all of them.',
      derived: 'none: no Aurora',
      why: "it costs several times what the plan counts, and every stage is somebody's decision.",
      samples: ['replica'],
    }),
    instance_class: about(instanceClass.optional(), {
      what: "The class of every Aurora instance: memory-optimised, and with no less memory than database.instance_class, or the replica cannot take over the instance's connections.",
      derived: AURORA_INSTANCE_CLASS,
      why: 'the smallest of the cheapest family that a global database takes: about 190 USD a month for each instance.',
      samples: ['db.r6g.large', 'db.r7g.xlarge'],
    }),
    engine_version: about(engineVersion.optional(), {
      what: 'The minor version with which the Aurora cluster is created. It counts at its creation only.',
      derived: 'the one that the RDS instance runs',
      why: 'AWS asks for the same minor version or a higher one of the same major version; Aurora gets them later than RDS.',
      samples: ['17.6'],
    }),
  },
  compare(['stage'], (value, report) => {
    if (value.stage !== undefined) return;
    for (const key of ['instance_class', 'engine_version'] as const) {
      if (value[key] === undefined) continue;
      const stages = AURORA_STAGES.join(', ');
      report([key], `is given without aurora.stage (stages ${stages}): begin with stage replica, or remove it`);
    }
  }),
);

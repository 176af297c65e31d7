import * as z from 'zod';
import { about, list, section, text } from '../fields';

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html (2026-11-22) */
const logGroupName = text(
  /^[.\-_/#A-Za-z0-9]{1,512}$/,
  'is not a name of a log group (got {got}, allowed 1 to 512 letters, digits and ._-/#)',
  (value) =>
    value.startsWith('aws/') ? 'begins with aws/ (got {got}), which AWS keeps. Did you mean a "/" first?' : undefined,
);

/** Days. @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html (2026-11-22) */
const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

const retentionDays = z.literal(RETENTION_DAYS, {
  error: ({ input }) =>
    input === undefined
      ? undefined
      : `is not a retention that CloudWatch Logs has (got {got}, allowed ${RETENTION_DAYS.join(', ')} days)`,
});

export const logs = section({
  application_log_groups: about(list(logGroupName).prefault([]), {
    what: 'Log groups of the application whose retention Palier governs. One that exists already needs an entry in `imports`.',
    why: "Palier knows no application's groups.",
    samples: [['/aws/lambda/huntaze-mock-read']],
  }),
  retention_days: about(retentionDays.optional(), {
    what: `Days that events are kept, in every log group: ${RETENTION_DAYS.join(', ')}. A lower value deletes what is older.`,
    derived: '30 at beta, 90 at early-ga, 180 from production-ga',
    why: "an incident is looked into within days; from early-ga the plan's figures.",
    samples: [90],
  }),
});

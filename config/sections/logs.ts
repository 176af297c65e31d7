import { about, list, section, text } from '../fields';

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html (2026-11-22) */
const logGroupName = text(
  /^[.\-_/#A-Za-z0-9]{1,512}$/,
  'is not a name of a log group (got {got}, allowed 1 to 512 letters, digits and ._-/#)',
  (value) =>
    value.startsWith('aws/') ? 'begins with aws/ (got {got}), which AWS keeps. Did you mean a "/" first?' : undefined,
);

export const logs = section({
  application_log_groups: about(list(logGroupName).prefault([]), {
    what: 'Log groups of the application whose retention Palier governs. One that exists already needs an entry in `imports`.',
    why: "Palier knows no application's groups.",
    samples: [['/aws/lambda/huntaze-mock-read']],
  }),
});

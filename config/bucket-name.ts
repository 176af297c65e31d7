import { text } from './fields';

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html (2026-11-22) */
export const bucketName = text(
  /^(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
  'is not a name of a bucket (got {got}, allowed 3 to 63 lower-case letters, digits, dots and hyphens)',
  (value) => (/^(\d+\.){3}\d+$/.test(value) ? 'is an IP address, not a name of a bucket (got {got})' : undefined),
);

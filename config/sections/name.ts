import { text } from '../fields';

/**
 * The longest derived name is a bucket's: 63 characters, of which account and region take 28 with their hyphens; 20
 * leave 15 for what the bucket is for.
 */
const NAME = /^(?=.{1,20}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** Of an environment or an organization: the name of its stack, and the beginning of AWS names. */
export const name = text(
  NAME,
  'is not a name (got {got}, allowed 1 to 20 lower-case letters, digits and single hyphens, a letter first, no hyphen last)',
  (value) =>
    /^(aws|ssm|sg-)/.test(value)
      ? 'begins with aws, ssm or sg-, which AWS keeps for its own names (got {got}): choose another'
      : undefined,
);

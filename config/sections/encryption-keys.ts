import { about, choice, section, text } from '../fields';

/** 256 characters, of which `alias/` and `-notifications` take 20. @see https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html (2026-11-22) */
const aliasPrefix = text(
  /^[A-Za-z0-9/_-]{1,236}$/,
  'is not the beginning of an alias (got {got}, allowed 1 to 236 letters, digits and /_-, without alias/)',
  (value) => {
    if (value.startsWith('alias/')) return 'begins with alias/ (got {got}), which is put before it: leave it out';
    return value.startsWith('aws/') ? 'begins with aws/ (got {got}), which AWS keeps for its own keys' : undefined;
  },
);

export const encryptionKeys = section({
  access: about(choice('account', 'iam').default('account'), {
    what: 'Who may use the keys of database, secrets and alerts, through their service only. `account`: every principal of the account that may use the service. `iam`: only who is allowed to by a policy of their own, too. Then readers of the secret need kms:Decrypt; who publishes alerts kms:GenerateDataKey and kms:Decrypt; who deploys both of these on the key of the secrets, and kms:CreateGrant and kms:DescribeKey on that of the database; with backup.cross_region aws-backup on both of the database kms:Decrypt and kms:GenerateDataKey, too.',
    why: 'it is what the AWS-managed keys of beta allow: nobody is locked out when the tier goes up.',
  }),
  alias_prefix: about(aliasPrefix.optional(), {
    what: 'The beginning of the aliases: alias/huntaze gives alias/huntaze-database, -logs, -notifications and -secrets, from production-ga also -audit-trail. For an account in which one of these is taken.',
    derived: '<name>',
    why: 'it says whose they are.',
    samples: ['huntaze'],
  }),
});

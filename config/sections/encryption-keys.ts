import { about, choice, section } from '../fields';

export const encryptionKeys = section({
  access: about(choice('account', 'iam').default('account'), {
    what: 'Who may use the keys of database, secrets and alerts, through their service only. `account`: every principal of the account that may use the service. `iam`: only who is allowed to by a policy of their own, too (kms:Decrypt and so on).',
    why: 'it is what the AWS-managed keys of beta allow: nobody is locked out when the tier goes up.',
  }),
});

import { blocksOf } from '../arguments';
import type { Charge, Rule } from '../rule';

/** Each of the first two rotations of a key's material adds 1 USD a month. https://aws.amazon.com/kms/pricing/ (2026-11-23) */
const key: Rule = (context) => [
  { what: 'customer key', price: 'kms.key', quantity: 1 },
  ...(context.flag('enable_key_rotation')
    ? [{ what: 'its rotations so far', price: 'kms.key', quantity: context.usage('kms_rotations') }]
    : []),
  { what: 'requests', price: 'kms.requests', quantity: context.usage('kms_requests') },
];

/** A replica in another region is a secret of its own. https://aws.amazon.com/secrets-manager/pricing/ (2026-11-23) */
const secret: Rule = (context) => [
  { what: 'secret', price: 'secrets.secret', quantity: 1 },
  { what: 'reads', price: 'secrets.requests', quantity: context.usage('secret_reads') },
  ...blocksOf(context.value('replica')).map(
    ({ region }): Charge => ({
      what: `replica in ${region}`,
      price: 'secrets.secret',
      region: typeof region === 'string' ? region : undefined,
      quantity: 1,
      raisedBy: { tier: 'enterprise', checklistLine: 'multi-region' },
    }),
  ),
];

export const KEY_AND_SECRET_RULES: Readonly<Record<string, Rule>> = {
  aws_kms_key: key,
  aws_secretsmanager_secret: secret,
};

import type { Beta } from '../beta';
import type { AwsSettings } from '../common/stack-settings';
import { Runbook } from '../runbooks/runbook';
import type { EncryptionKeys } from './encryption-keys';

export interface DatabaseReencryptionSettings {
  /** Another value makes another copy at the next apply. @default none: nothing is copied */
  readonly revision?: string;
}

/**
 * Checklist: customer managed keys, for a database that was born at beta. The runbook `reencrypt-database`, run by an apply: a
 * rehearsal beside the running instance, without the cut-over. That needs somebody who stops the writes, and would take the name
 * from an instance that the same apply manages. See docs/guides/reencrypt.md.
 */
export function reencryptDatabase(
  beta: Beta,
  keys: EncryptionKeys,
  aws: AwsSettings,
  { revision }: DatabaseReencryptionSettings,
): void {
  if (revision === undefined) return;
  const { database, credentials } = beta;
  new Runbook(keys, 'reencrypt_database', {
    script: 'reencrypt-database.sh',
    revision,
    triggers: { kms_key: keys.databaseKeyArn },
    environment: {
      DATABASE: database.identifier,
      SECRET: credentials.isOwnedByRds ? '' : credentials.secretArn,
      KMS_KEY: keys.databaseKeyArn,
      // Another attempt, with a snapshot of its own.
      REVISION: revision,
    },
    aws,
    dependsOn: [database.instance, ...credentials.filled],
  });
}

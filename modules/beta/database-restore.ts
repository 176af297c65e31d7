import type { AwsSettings } from '../common/stack-settings';
import { Runbook } from '../runbooks/runbook';
import type { Beta } from './index';

export interface DatabaseRestoreSettings {
  /** Another value restores at the next apply. @default none: nothing is restored */
  readonly revision?: string;
  /** UTC, `YYYY-MM-DDThh:mm:ssZ`. This or `snapshot`. */
  readonly toTime?: string;
  /** Identifier of a DB snapshot in the region. */
  readonly snapshot?: string;
}

/**
 * Checklist: point-in-time recovery. The runbook `restore-database`, run by an apply: it restores beside the running
 * instance and never cuts over. For that apply manages the very instance that would lose its name, by a resource id that
 * would be another's from then on: the rest of the run would work on the former one. See docs/guides/restore.md.
 */
export function restoreDatabase(beta: Beta, aws: AwsSettings, settings: DatabaseRestoreSettings): void {
  const { revision, toTime = '', snapshot = '' } = settings;
  if (revision === undefined) return;
  const { database, credentials } = beta;
  new Runbook(beta.database, 'restore_database', {
    script: 'restore-database.sh',
    revision,
    // Not the instance's resource id: after a cut-over it is another, and nothing is to be restored again.
    triggers: { restore: toTime === '' ? `snapshot ${snapshot}` : `time ${toTime}` },
    environment: {
      DATABASE: database.identifier,
      // Another attempt, with an instance of its own.
      REVISION: revision,
      SECRET: credentials.isOwnedByRds ? '' : credentials.secretArn,
      TO_TIME: toTime,
      SNAPSHOT: snapshot,
      SNAPSHOT_OF: '',
      SOURCE_REGION: '',
      SUBNET_GROUP: '',
      SECURITY_GROUP_IDS: '',
      PARAMETER_GROUP: '',
      INSTANCE_CLASS: '',
    },
    aws,
    dependsOn: [database.instance, ...credentials.filled],
  });
}

export interface DatabaseSettings {
  readonly identifier: string;
  /** The major version of PostgreSQL, such as `17`: AWS withdraws minor versions, and refuses them for new instances. */
  readonly engineVersion: string;
  readonly instanceClass: string;
  /** GiB */
  readonly allocatedStorage: number;
  /** GiB, the cap of storage autoscaling. */
  readonly maxAllocatedStorage: number;
  readonly databaseName: string;
  readonly masterUsername: string;
  readonly port: number;
  /** Days, 1 to 35: how far back point-in-time recovery reaches. */
  readonly backupRetentionDays: number;
  /** UTC, `hh:mm-hh:mm`. */
  readonly backupWindow: string;
  /** UTC, `ddd:hh:mm-ddd:hh:mm`. */
  readonly maintenanceWindow: string;
  /** Security groups whose members may connect. Empty: nobody. */
  readonly clientSecurityGroupIds: readonly string[];
  /** IPv4 ranges that may connect. Empty: nobody. */
  readonly clientCidrBlocks: readonly string[];
  readonly deletionProtection: boolean;
  /** Part of the final snapshot's name. A second destroy needs another one: the first snapshot has the name. */
  readonly finalSnapshotRevision: string;
  /** False leaves changes for the maintenance window; until then every plan repeats them. */
  readonly applyImmediately: boolean;
}

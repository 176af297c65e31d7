export interface CredentialsSettings {
  /** `secret`: a secret of our own, filled by the runbook. `rds-managed`: RDS owns the secret and its password. */
  readonly mode: 'secret' | 'rds-managed';
  /** Name of the secret in mode `secret`. */
  readonly secretName: string;
  /** Days in which a deleted secret can be had back: 7 to 30, or 0 for none. */
  readonly recoveryWindowDays: number;
  /** Another value runs the runbook `set-database-password` again. */
  readonly setDatabasePasswordRevision: string;
}

export interface AlarmSettings {
  /** Who is told by e-mail: each must confirm the subscription. */
  readonly emails: readonly string[];
  /** HTTPS endpoints (PagerDuty, Opsgenie, ...) that confirm an SNS subscription by themselves. */
  readonly httpsEndpoints: readonly string[];
  /** Bytes of memory that the database's class has; absent where the class is not known: no memory alarm then. */
  readonly databaseMemoryBytes?: number;
  /** True for the classes that earn CPU credits (db.t*). */
  readonly databaseIsBurstable: boolean;
}

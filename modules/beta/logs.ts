export interface LogSettings {
  /** Log groups of the application, whose retention is governed. One that exists already is imported first. */
  readonly applicationLogGroups: readonly string[];
}

/** What of the environment a backend's defaults are made of. */
export interface BackendContext {
  readonly name: string;
  readonly region: string;
}

/** A backend of Terraform: what becomes of the keys that its schema allows. */
export interface StateBackend<Given> {
  /** `terraform { backend "<type>" { ... } }` */
  arguments(given: Given, context: BackendContext): Readonly<Record<string, unknown>>;
  /** Where the state lies: two environments whose places are the same would overwrite each other's state. */
  place(given: Given, context: BackendContext): string;
}

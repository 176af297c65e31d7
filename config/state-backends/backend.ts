import type * as z from 'zod';

/** What of the environment a backend's defaults are made of. */
export interface BackendContext {
  readonly name: string;
  readonly region: string;
}

/** A backend of Terraform: the keys that an environment may give, and what becomes of them. */
export interface StateBackend<Schema extends z.ZodType = z.ZodType> {
  /** Every argument that Terraform documents, but those it calls deprecated and those that hold secrets. */
  readonly schema: Schema;
  /** The arguments that hold secrets, dotted, each with what to do instead: `set the environment variable TF_HTTP_PASSWORD`. */
  readonly secrets: Readonly<Record<string, string>>;
  /** `terraform { backend "<type>" { ... } }` */
  arguments(given: z.output<Schema>, context: BackendContext): Readonly<Record<string, unknown>>;
  /** Where the state lies: two environments whose places are the same would overwrite each other's state. */
  place(given: z.output<Schema>, context: BackendContext): string;
}

/** The object, blob or key of the state in what several environments share: a bucket, a container, a key-value store. */
export function defaultKey({ name }: BackendContext): string {
  return `${name}/terraform.tfstate`;
}

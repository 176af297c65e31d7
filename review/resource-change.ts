/** A change as `terraform show -json` gives it; https://developer.hashicorp.com/terraform/internals/json-format. */
export interface ResourceChange {
  readonly address: string;
  readonly change: { readonly before?: Values | null; readonly after?: Values | null };
}

export type Values = Readonly<Record<string, unknown>>;

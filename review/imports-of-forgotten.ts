/** A change as `terraform show -json` gives it; https://developer.hashicorp.com/terraform/internals/json-format. */
interface ResourceChange {
  readonly address: string;
  readonly change: { readonly actions: readonly string[]; readonly before?: { readonly id?: unknown } | null };
}

/**
 * What an environment's `imports` need for Terraform to manage again what a plan makes it forget: address → id. The types
 * that Palier forgets are all imported by the id that the state has of them.
 */
export function importsOfForgotten(changes: readonly ResourceChange[]): Record<string, string> {
  const forgotten = changes.filter(({ change }) => change.actions.join() === 'forget');
  return Object.fromEntries(forgotten.map(({ address, change }) => [address, String(change.before?.id)]));
}

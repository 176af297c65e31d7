/** A change as `terraform show -json` gives it; https://developer.hashicorp.com/terraform/internals/json-format. */
interface ResourceChange {
  readonly address: string;
  readonly change: { readonly actions: readonly string[]; readonly before?: Readonly<Record<string, unknown>> | null };
}

/**
 * What an environment's `imports` need for Terraform to manage again what a plan makes it forget: address → id. The types
 * that Palier forgets are imported by the id that the state has of them, but for what only joins two others.
 */
export function importsOfForgotten(changes: readonly ResourceChange[]): Record<string, string> {
  const forgotten = changes.filter(({ change }) => change.actions.join() === 'forget');
  return Object.fromEntries(forgotten.map(({ address, change }) => [address, importId(address, change.before ?? {})]));
}

function importId(address: string, before: Readonly<Record<string, unknown>>): string {
  if (address.startsWith('aws_iam_role_policy_attachment.')) return `${before.role}/${before.policy_arn}`;
  if (address.startsWith('aws_route_table_association.')) return `${before.subnet_id}/${before.route_table_id}`;
  return String(before.id);
}

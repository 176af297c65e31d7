import { type AttributeChange, changedAttributes } from './changed-attributes';

/** A plan as `terraform show -json` gives it; https://developer.hashicorp.com/terraform/internals/json-format. */
export interface Plan {
  readonly resource_changes?: readonly ResourceChange[];
}

export interface ResourceChange {
  readonly address: string;
  readonly change: AttributeChange & {
    readonly actions: readonly string[];
    readonly importing?: { readonly id?: string } | null;
  };
}

/** An entry of modules/addresses.json. */
export interface Address {
  readonly address: string;
  /** The line of the plan's checklist, by the name of its file: `cost-monitoring`. */
  readonly line: string;
}

const ACTIONS = {
  create: { symbol: '+', words: 'to add' },
  update: { symbol: '~', words: 'to change' },
  replace: { symbol: '-/+', words: 'to replace' },
  delete: { symbol: '-', words: 'to destroy' },
  forget: { symbol: '.', words: 'to forget' },
  read: { symbol: '<=', words: 'to read' },
} as const;

export type Action = keyof typeof ACTIONS;

export interface Change {
  readonly address: string;
  /** `undefined` where Terraform would do nothing. */
  readonly action: Action | undefined;
  readonly imported: boolean;
  /** What changes of it, or forces its replacement; see `changedAttributes`. */
  readonly attributes: readonly string[];
}

export interface Line {
  readonly name: string;
  readonly changes: readonly Change[];
}

const UNKNOWN_LINE = 'other';

/** What a plan would do, by the lines of the checklist, in the order of `addresses`. */
export function byLine(changes: readonly Change[], addresses: readonly Address[]): Line[] {
  const lineOf = new Map(addresses.map(({ address, line }) => [address, line]));
  const names = [...new Set([...addresses.map(({ line }) => line), UNKNOWN_LINE])];
  return names
    .map((name) => ({
      name: name.replaceAll('-', ' '),
      changes: changes
        .filter(({ address }) => (lineOf.get(withoutKeys(address)) ?? UNKNOWN_LINE) === name)
        .sort((a, b) => (a.address < b.address ? -1 : 1)),
    }))
    .filter(({ changes: ofLine }) => ofLine.length > 0);
}

/** `aws_cloudwatch_log_group.application["/aws/lambda/api"]` is one of `aws_cloudwatch_log_group.application`. */
export function withoutKeys(address: string): string {
  return address.replace(/\[.*\]$/s, '');
}

/** All resources of a plan, also those that it leaves as they are. */
export function resources(plan: Plan): Change[] {
  return (plan.resource_changes ?? []).map(({ address, change }) => {
    const action = actionOf(change.actions);
    const attributes = action === 'update' || action === 'replace' ? changedAttributes(change) : [];
    return { address, action, imported: change.importing != null, attributes };
  });
}

/** Only those that a plan does something to. */
export function changed(plan: Plan): Change[] {
  return resources(plan).filter(({ action, imported }) => action !== undefined || imported);
}

function actionOf(actions: readonly string[]): Action | undefined {
  const [only] = actions;
  if (actions.length > 1) return 'replace'; // Delete and create, in either order.
  if (only === undefined || only === 'no-op') return undefined;
  if (only in ACTIONS) return only as Action;
  throw new Error(`The plan has an action that the demo does not know: ${only}.`);
}

/** As Terraform says it, and with replacements counted as such: `Plan: 57 to add, 0 to change, 0 to replace, 0 to destroy`. */
export function count(changes: readonly Change[]): string {
  const number = (action: Action) => changes.filter((change) => change.action === action).length;
  const always: Action[] = ['create', 'update', 'replace', 'delete'];
  const seldom: Action[] = ['forget', 'read'];
  const imports = changes.filter(({ imported }) => imported).length;
  const counts = [
    ...(imports > 0 ? [`${imports} to import`] : []),
    ...[...always, ...seldom.filter((action) => number(action) > 0)].map(
      (action) => `${number(action)} ${ACTIONS[action].words}`,
    ),
  ];
  return `Plan: ${counts.join(', ')}`;
}

/** `+ aws_db_instance.database`, `~ aws_sns_topic.alerts  kms_master_key_id` */
export function describe({ address, action, imported, attributes }: Change): string {
  const symbol = action === undefined ? ' ' : ACTIONS[action].symbol;
  const what = attributes.length > 0 ? `  ${attributes.join(', ')}` : '';
  return `${symbol} ${address}${what}${imported ? '  (imported)' : ''}`;
}

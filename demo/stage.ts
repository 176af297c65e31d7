import type { Emulator } from '../emulator';
import type { Aws } from './aws';
import type { DemoOptions } from './options';
import type { DetailedPlan, Stack } from './stack';
import type { Terminal } from './terminal';

/** What is deployed, in the project's own directory. */
export const ENVIRONMENT_FILE = 'environments/huntaze.yaml';

/** What every step works with. */
export interface Stage {
  readonly options: DemoOptions;
  readonly terminal: Terminal;
  readonly emulator: Emulator;
  readonly stack: Stack;
  readonly aws: Aws;
  /** Temporary: the stack, its state, plans and logs. */
  readonly directory: string;
}

/** What has been deployed, by what Terraform's state says of it. */
export interface Deployed {
  readonly databaseIdentifier: string;
  readonly finalSnapshot: string;
  readonly secretArn: string;
  /** ARNs, which name the region: the upper tiers have a second one. */
  readonly logGroups: readonly string[];
  /** ARNs of the customer managed keys. */
  readonly keys: readonly string[];
}

export function deployed(plan: DetailedPlan): Deployed {
  const resources = plan.prior_state?.values?.root_module?.resources ?? [];
  const valuesOf = (type: string, attribute: string) =>
    resources.filter((resource) => resource.type === type).map(({ values }) => String(values[attribute]));
  const one = (type: string, attribute: string) => {
    const [value] = valuesOf(type, attribute);
    if (value === undefined) throw new Error(`The state holds no ${type}.`);
    return value;
  };
  return {
    databaseIdentifier: one('aws_db_instance', 'identifier'),
    finalSnapshot: one('aws_db_instance', 'final_snapshot_identifier'),
    secretArn: one('aws_secretsmanager_secret', 'arn'),
    logGroups: valuesOf('aws_cloudwatch_log_group', 'arn').sort(),
    keys: valuesOf('aws_kms_key', 'arn').sort(),
  };
}

/** What the demo found is not what it should be. */
export class UnexpectedResult extends Error {
  override name = 'UnexpectedResult';
}

export function expect(condition: boolean, otherwise: string): asserts condition {
  if (!condition) throw new UnexpectedResult(otherwise);
}

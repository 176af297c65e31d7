import { DbParameterGroup } from '@cdktf/provider-aws/lib/db-parameter-group';
import type { Construct } from 'constructs';
import type { Place } from './network';

/** Of every database, be it an RDS instance or an Aurora cluster. */
export const PARAMETERS = [
  // Not 'immediate': AWS reports its own default, which this is since PostgreSQL 15, as 'pending-reboot', and would
  // be different in every plan. A new instance starts with it in force.
  { name: 'rds.force_ssl', value: '1', applyMethod: 'pending-reboot' },
  // Milliseconds. A slow query is the first thing an on-call engineer looks for.
  { name: 'log_min_duration_statement', value: '1000', applyMethod: 'immediate' },
  { name: 'log_lock_waits', value: '1', applyMethod: 'immediate' },
] as const;

/** The parameters of a PostgreSQL instance, in the region that it is in. */
export function createParameterGroup(
  scope: Construct,
  name: string,
  engineVersion: string,
  { addressPrefix = '', provider }: Place = {},
): DbParameterGroup {
  return new DbParameterGroup(scope, `${addressPrefix}database.parameter_group`, {
    provider,
    name: `${name}-postgres${engineVersion}`,
    family: `postgres${engineVersion}`,
    description: `PostgreSQL ${engineVersion} of ${name}`,
    parameter: [...PARAMETERS],
    // A new major version is a new family, and the instance must leave the old group before it can go.
    lifecycle: { createBeforeDestroy: true },
  });
}

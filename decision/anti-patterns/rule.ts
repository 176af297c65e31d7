import type { EnvironmentData } from '../../config/environment-schema';
import { isAtLeast } from '../../config/tiers';
import type { Finding } from '../../findings/finding';
import type { Metrics } from '../metrics';

/** Finds something in an environment that has metrics, or nothing. */
export type MeasuredRule = (data: EnvironmentData, metrics: Metrics) => Omit<Finding, 'id'> | undefined;

/** Whether the database has a standby: from production-ga, unless the environment does without. */
export function hasStandby({ tier, database }: EnvironmentData): boolean {
  return isAtLeast(tier, 'production-ga') && database.multi_az !== false;
}

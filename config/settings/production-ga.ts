import type { StackSettings } from '../../modules/common/stack-settings';
import type { ProductionGaSettings } from '../../modules/production-ga';
import type { EnvironmentData } from '../environment-schema';

/** The plan's figure. */
export const RETENTION_DAYS = 180;

export function productionGaSettings(data: EnvironmentData, stack: StackSettings): ProductionGaSettings {
  const { logs } = data;
  return {
    stack,
    logRetention: { retentionDays: logs.retention_days ?? RETENTION_DAYS },
  };
}

import type { Ownership } from '../../modules/common/stack-settings';
import type { EnvironmentData } from '../environment-schema';
import { isAtLeast } from '../tiers';

/** Off below production-ga, where the plan has AWS Config. */
export function configRecorder({ tier, account_wide }: EnvironmentData): Ownership {
  return account_wide.config_recorder ?? (isAtLeast(tier, 'production-ga') ? 'managed' : 'off');
}

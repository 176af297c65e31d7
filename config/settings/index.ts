import type { BetaSettings } from '../../modules/beta';
import type { StackSettings } from '../../modules/common/stack-settings';
import type { EarlyGaSettings } from '../../modules/early-ga';
import type { EnvironmentData } from '../environment-schema';
import { isAtLeast } from '../tiers';
import { betaSettings } from './beta';
import { earlyGaSettings } from './early-ga';
import { stackSettings } from './stack';

/** What the constructs of one environment are given. */
export interface EnvironmentSettings {
  readonly stack: StackSettings;
  readonly beta: BetaSettings;
  /** Undefined below that tier. */
  readonly earlyGa: EarlyGaSettings | undefined;
}

/** A valid file, turned into the settings of the constructs. Defaults that depend on other keys are filled in here. */
export function environmentSettings(data: EnvironmentData): EnvironmentSettings {
  const stack = stackSettings(data);
  return {
    stack,
    beta: betaSettings(data, stack),
    earlyGa: isAtLeast(data.tier, 'early-ga') ? earlyGaSettings(data, stack) : undefined,
  };
}

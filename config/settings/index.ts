import type { BetaSettings } from '../../modules/beta';
import type { StackSettings } from '../../modules/common/stack-settings';
import type { EarlyGaSettings } from '../../modules/early-ga';
import type { EnterpriseSettings } from '../../modules/enterprise';
import type { ProductionGaSettings } from '../../modules/production-ga';
import type { EnvironmentData } from '../environment-schema';
import { isAtLeast } from '../tiers';
import { betaSettings } from './beta';
import { earlyGaSettings } from './early-ga';
import { enterpriseSettings } from './enterprise';
import { productionGaSettings } from './production-ga';
import { stackSettings } from './stack';

/** What the constructs of one environment are given. */
export interface EnvironmentSettings {
  readonly stack: StackSettings;
  readonly beta: BetaSettings;
  /** Undefined below that tier. */
  readonly earlyGa: EarlyGaSettings | undefined;
  /** Undefined below that tier. */
  readonly productionGa: ProductionGaSettings | undefined;
  /** Undefined below that tier. */
  readonly enterprise: EnterpriseSettings | undefined;
}

/** A valid file, turned into the settings of the constructs. Defaults that depend on other keys are filled in here. */
export function environmentSettings(data: EnvironmentData): EnvironmentSettings {
  const stack = stackSettings(data);
  return {
    stack,
    beta: betaSettings(data, stack),
    earlyGa: isAtLeast(data.tier, 'early-ga') ? earlyGaSettings(data, stack) : undefined,
    productionGa: isAtLeast(data.tier, 'production-ga') ? productionGaSettings(data, stack) : undefined,
    enterprise: isAtLeast(data.tier, 'enterprise') ? enterpriseSettings(data, stack) : undefined,
  };
}

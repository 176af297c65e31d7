import { Construct } from 'constructs';
import type { PalierStack } from '../common/stack';
import type { StackSettings } from '../common/stack-settings';
import type { EarlyGa } from '../early-ga';
import { type LogRetentionSettings, raiseLogRetention } from './log-retention';

export interface ProductionGaSettings {
  readonly stack: StackSettings;
  readonly logRetention: LogRetentionSettings;
}

/** The third tier: more than 1,000 users, 99.5 % signed. One line of the plan's checklist each, upon an `EarlyGa`. */
export class ProductionGa extends Construct {
  constructor(
    stack: PalierStack,
    id: string,
    readonly earlyGa: EarlyGa,
    settings: ProductionGaSettings,
  ) {
    super(stack, id);
    const { beta } = earlyGa;

    raiseLogRetention(beta, settings.logRetention);
  }
}

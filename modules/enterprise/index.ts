import { Construct } from 'constructs';
import type { PalierStack } from '../common/stack';
import type { StackSettings } from '../common/stack-settings';
import type { ProductionGa } from '../production-ga';

export interface EnterpriseSettings {
  readonly stack: StackSettings;
}

/** The fourth tier: more than 10,000 users, 99.9 % signed. One line of the plan's checklist each, upon a `ProductionGa`. */
export class Enterprise extends Construct {
  constructor(
    stack: PalierStack,
    id: string,
    readonly productionGa: ProductionGa,
    _settings: EnterpriseSettings,
  ) {
    super(stack, id);
  }
}

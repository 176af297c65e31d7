import { Construct } from 'constructs';
import type { PalierStack } from '../common/stack';
import type { StackSettings } from '../common/stack-settings';
import type { ProductionGa } from '../production-ga';
import { AuroraGlobal, type AuroraGlobalSettings } from './aurora-global';
import { MultiRegion, type MultiRegionSettings } from './multi-region';
import { RecoveryNetwork, type RecoveryNetworkSettings } from './recovery-network';
import { RestoreDrill, type RestoreDrillSettings } from './restore-drill';
import { ShieldAdvanced, type ShieldAdvancedSettings } from './shield-advanced';
import { SnapshotCopies, type SnapshotCopySettings } from './snapshot-copies';
import { SupportPlan, type SupportPlanSettings } from './support-plan';

export interface EnterpriseSettings {
  readonly stack: StackSettings;
  readonly snapshotCopies: SnapshotCopySettings;
  readonly recoveryNetwork: RecoveryNetworkSettings;
  readonly multiRegion: MultiRegionSettings;
  /** @default none: no drill */
  readonly restoreDrill?: RestoreDrillSettings;
  /** @default none: the database stays the RDS instance */
  readonly aurora?: AuroraGlobalSettings;
  /** @default none: off */
  readonly shieldAdvanced?: ShieldAdvancedSettings;
  readonly supportPlans: SupportPlanSettings;
}

/** The fourth tier: more than 10,000 users, 99.9 % signed. One line of the plan's checklist each, upon a `ProductionGa`. */
export class Enterprise extends Construct {
  /** Where a database of the recovery region lives. */
  readonly recoveryNetwork: RecoveryNetwork;
  readonly multiRegion: MultiRegion;

  constructor(
    stack: PalierStack,
    id: string,
    readonly productionGa: ProductionGa,
    settings: EnterpriseSettings,
  ) {
    super(stack, id);
    const { name } = settings.stack;
    const { region } = productionGa.recoveryKeys;

    const copies = new SnapshotCopies(this, 'snapshot-copies', settings.stack, productionGa, settings.snapshotCopies);
    this.recoveryNetwork = new RecoveryNetwork(this, 'recovery-network', name, stack, region, settings.recoveryNetwork);
    if (settings.restoreDrill) {
      const place = { network: this.recoveryNetwork, copiedNow: copies.copiedNow };
      new RestoreDrill(this, 'restore-drill', settings.stack, productionGa, place, settings.restoreDrill);
    }
    this.multiRegion = new MultiRegion(this, 'multi-region', stack, settings.stack, productionGa, settings.multiRegion);
    if (settings.aurora) {
      const place = { network: this.recoveryNetwork, alerts: this.multiRegion.alerts };
      new AuroraGlobal(this, 'aurora-global', stack, settings.stack, productionGa, place, settings.aurora);
    }
    if (settings.shieldAdvanced) {
      const targets = [...productionGa.earlyGa.beta.firewall.targets, ...this.multiRegion.firewallTargets];
      new ShieldAdvanced(this, 'shield-advanced', settings.stack, targets, settings.shieldAdvanced);
    }
    new SupportPlan(this, 'support-plan', settings.supportPlans);
  }
}

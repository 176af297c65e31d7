import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { StackSettings } from '../common/stack-settings';
import type { ProductionGa } from '../production-ga';
import { Runbook } from '../runbooks/runbook';
import type { RecoveryNetwork } from './recovery-network';

export interface RestoreDrillSettings {
  /** Another value restores once more, at the next apply. */
  readonly revision: string;
  /** Whether PostgreSQL must answer, which takes a runner that reaches the database of the recovery region. */
  readonly connect: boolean;
}

/** Where and of what. */
export interface RestoreDrillPlace {
  readonly network: RecoveryNetwork;
  /** The runs that copy in the same apply: the drill is for what they have copied. */
  readonly copiedNow: ITerraformDependable[];
}

/**
 * Checklist: restore drills. Restores the latest copy in the recovery region, sees it answer, removes it, and tells the
 * measured RTO in the output of the apply. The instance is never one of Terraform's, and costs what an hour or so of it costs.
 */
export class RestoreDrill extends Construct {
  constructor(
    scope: Construct,
    id: string,
    stack: StackSettings,
    productionGa: ProductionGa,
    place: RestoreDrillPlace,
    settings: RestoreDrillSettings,
  ) {
    super(scope, id);
    const { recoveryKeys, earlyGa } = productionGa;
    const { database } = earlyGa.beta;
    const { network } = place;
    new Runbook(this, 'restore_drill', {
      script: 'restore-drill.sh',
      revision: settings.revision,
      // Not the database's resource id: one that was restored is another one, and nobody has asked for a run.
      triggers: { recovery_region: recoveryKeys.region },
      environment: {
        DATABASE: database.identifier,
        SUBNET_GROUP: network.subnetGroupName,
        SECURITY_GROUP_IDS: network.securityGroupId,
        PARAMETER_GROUP: network.parameterGroupName,
        NO_CONNECT: `${!settings.connect}`,
        // Empty means the default: or else what the shell happens to have would count.
        SNAPSHOT: '',
        SNAPSHOT_OF: '',
        INSTANCE_CLASS: '',
        TARGET_SECONDS: '',
      },
      aws: { ...stack.aws, region: recoveryKeys.region },
      dependsOn: [database.instance, ...place.copiedNow],
    });
  }
}

import type { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { RdsCluster, type RdsClusterConfig } from '@cdktf/provider-aws/lib/rds-cluster';
import { RdsClusterInstance } from '@cdktf/provider-aws/lib/rds-cluster-instance';
import { RdsClusterParameterGroup } from '@cdktf/provider-aws/lib/rds-cluster-parameter-group';
import { type ITerraformDependable, Token } from 'cdktf';
import type { Construct } from 'constructs';
import { PARAMETERS } from '../common/database-parameters';

/** What both clusters of a global database have. */
export interface ClusterSettings {
  /** Memory-optimised, as a global database asks, and no smaller than the RDS instance. */
  readonly instanceClass: string;
  /** Of PostgreSQL, as the RDS instance has it. */
  readonly majorVersion: string;
  /** Days, 1 to 35. */
  readonly backupRetentionDays: number;
  /** UTC, `hh:mm-hh:mm`. */
  readonly backupWindow: string;
  /** UTC, `ddd:hh:mm-ddd:hh:mm`. */
  readonly maintenanceWindow: string;
  /** True: neither AWS nor Terraform deletes or replaces a cluster. */
  readonly deletionProtection: boolean;
  /** Part of the final snapshots' names. */
  readonly finalSnapshotRevision: string;
  /** False leaves changes for the maintenance window. */
  readonly applyImmediately: boolean;
  /** Days: 7 (free), a multiple of 31 up to 713, or 731. */
  readonly performanceInsightsRetentionDays: number;
}

/** What differs between the regions. */
export interface ClusterPlace {
  /** `aws_rds_cluster.<id>`. */
  readonly id: string;
  /** Unique among the clusters of a global database, in whatever region they are. */
  readonly identifier: string;
  /** @default that of the stack's own region */
  readonly provider?: AwsProvider;
  readonly keyArn: string;
  readonly subnetGroupName: string;
  readonly securityGroupId: string;
  readonly port: string;
}

const ENGINE = 'aurora-postgresql';

/** An Aurora cluster without instances, and its parameters. */
export function createCluster(
  scope: Construct,
  place: ClusterPlace,
  settings: ClusterSettings,
  more: Partial<RdsClusterConfig>,
): RdsCluster {
  return new RdsCluster(scope, place.id, {
    provider: place.provider,
    clusterIdentifier: place.identifier,
    engine: ENGINE,
    port: Token.asNumber(place.port),
    iamDatabaseAuthenticationEnabled: true,
    storageEncrypted: true,
    kmsKeyId: place.keyArn,
    dbSubnetGroupName: place.subnetGroupName,
    vpcSecurityGroupIds: [place.securityGroupId],
    dbClusterParameterGroupName: createClusterParameterGroup(scope, place, settings.majorVersion).name,
    applyImmediately: settings.applyImmediately,

    backupRetentionPeriod: settings.backupRetentionDays,
    preferredBackupWindow: settings.backupWindow,
    preferredMaintenanceWindow: settings.maintenanceWindow,
    copyTagsToSnapshot: true,
    deleteAutomatedBackups: false,
    deletionProtection: settings.deletionProtection,
    skipFinalSnapshot: false,
    finalSnapshotIdentifier: `${place.identifier}-final-${settings.finalSnapshotRevision}`,
    enabledCloudwatchLogsExports: ['postgresql'],
    ...more,
  });
}

/** One of its instances, `a` being the first: `aws_rds_cluster_instance.<id of the cluster>_<letter>`. */
export function createInstance(
  scope: Construct,
  letter: string,
  place: ClusterPlace,
  settings: ClusterSettings,
  cluster: RdsCluster,
  dependsOn?: ITerraformDependable[],
): RdsClusterInstance {
  return new RdsClusterInstance(scope, `${place.id}_${letter}.instance`, {
    provider: place.provider,
    identifier: `${place.identifier}-${letter}`,
    clusterIdentifier: cluster.id,
    engine: ENGINE,
    instanceClass: settings.instanceClass,
    publiclyAccessible: false,
    autoMinorVersionUpgrade: true,
    copyTagsToSnapshot: true,
    applyImmediately: settings.applyImmediately,
    preferredMaintenanceWindow: settings.maintenanceWindow,
    performanceInsightsEnabled: true,
    performanceInsightsRetentionPeriod: settings.performanceInsightsRetentionDays,
    performanceInsightsKmsKeyId: place.keyArn,
    dependsOn,
    lifecycle: { preventDestroy: settings.deletionProtection },
  });
}

function createClusterParameterGroup(scope: Construct, place: ClusterPlace, majorVersion: string) {
  return new RdsClusterParameterGroup(scope, `${place.id}.parameter_group`, {
    provider: place.provider,
    name: `${place.identifier}-postgres${majorVersion}`,
    family: `${ENGINE}${majorVersion}`,
    description: `Aurora PostgreSQL ${majorVersion} of ${place.identifier}`,
    parameter: [...PARAMETERS],
    lifecycle: { createBeforeDestroy: true },
  });
}

import type { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import type { RdsCluster } from '@cdktf/provider-aws/lib/rds-cluster';
import type { RdsClusterInstance } from '@cdktf/provider-aws/lib/rds-cluster-instance';
import { RdsGlobalCluster } from '@cdktf/provider-aws/lib/rds-global-cluster';
import { Construct } from 'constructs';
import type { Beta } from '../beta';
import { PublishedValues } from '../common/published-values';
import type { PalierStack } from '../common/stack';
import type { StackSettings } from '../common/stack-settings';
import type { ProductionGa } from '../production-ga';
import { type AuroraAlarmSettings, watchCluster, watchReplica, watchSecondary } from './aurora-alarms';
import { type ClusterPlace, type ClusterSettings, createCluster, createInstance } from './aurora-cluster';
import type { RecoveryAlerts } from './recovery-alerts';
import type { RecoveryNetwork } from './recovery-network';

export interface AuroraGlobalSettings extends ClusterSettings {
  /** How far the move has come. One after the other: docs/guides/aurora-global.md. */
  readonly stage: 'replica' | 'promoted' | 'global';
  /** The minor version that the cluster is created with. @default the one that the RDS instance runs */
  readonly engineVersion?: string;
  readonly alarms: AuroraAlarmSettings;
}

/** What the recovery region has ready for the secondary cluster. */
export interface RecoveryPlace {
  readonly network: RecoveryNetwork;
  readonly alerts: RecoveryAlerts;
}

/**
 * What a stage after the first one finds, if somebody has promoted the replica: by hand, so that no apply does it. After a
 * switchover the cluster follows another cluster, which AWS names as its source: that is no RDS instance. Terraform before
 * 1.12 looks at both sides of `||`, and `strcontains` takes no null.
 */
const IS_PROMOTED = '${!strcontains(coalesce(self.replication_source_identifier, "none"), ":db:")}';

/**
 * Checklist: Aurora Global Database, and the way there from the RDS instance. Three stages; what each one changes for the
 * secret and its rotation, and the commands, are in docs/guides/aurora-global.md.
 *
 * - `replica`: an Aurora cluster with one instance follows the RDS instance. Nobody is moved: secret, rotation and endpoint
 *   are the instance's. About 190 USD a month.
 * - `promoted`: somebody has promoted the replica, and the secret names its endpoint; rotation follows the secret. The
 *   published endpoint is the cluster's, and a second instance takes over when the first fails. About 380 USD.
 * - `global`: a read-only cluster in the recovery region, less than a second behind. About 570 USD, and what is replicated.
 *
 * Each instance of db.r6g.large costs 0.26 USD an hour; storage 0.10 USD per GB and month, a million I/Os 0.20 USD, and in the
 * second region storage, its I/Os and the replicated writes at the same rates (https://aws.amazon.com/rds/aurora/pricing/,
 * us-east-1, 2026-11-23). The RDS instance costs what it did: it is kept.
 *
 * The replica takes users and passwords from the RDS instance, and may have another key
 * (https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraPostgreSQL.Migrating.RDSPostgreSQL.Replica.html,
 * 2026-11-23): so a database that was born under the AWS-managed key gets the customer key on this way.
 */
export class AuroraGlobal extends Construct {
  private readonly published: PublishedValues;
  private readonly beta: Beta;
  private readonly home: ClusterPlace;

  constructor(
    scope: Construct,
    id: string,
    private readonly palierStack: PalierStack,
    private readonly stack: StackSettings,
    private readonly productionGa: ProductionGa,
    recovery: RecoveryPlace,
    private readonly settings: AuroraGlobalSettings,
  ) {
    super(scope, id);
    this.beta = productionGa.earlyGa.beta;
    this.published = new PublishedValues(this, 'published-values', stack.name);
    this.home = {
      id: 'aurora',
      identifier: `${stack.name}-aurora`,
      keyArn: productionGa.earlyGa.encryptionKeys.databaseKeyArn,
      subnetGroupName: this.beta.database.subnetGroupName,
      securityGroupId: this.beta.database.securityGroupId,
      port: this.beta.database.port,
    };

    const { cluster, writer } = this.replica();
    if (settings.stage === 'replica') return;
    const standby = this.promoted(cluster, writer);
    if (settings.stage === 'promoted') return;
    this.global(cluster, [writer, standby], recovery);
  }

  private replica() {
    const { beta, home, stack, settings } = this;
    const { database } = beta;
    const { accountId, region } = stack.aws;
    const logGroup = this.logGroup(home);
    const cluster = createCluster(this, home, settings, {
      engineVersion: settings.engineVersion ?? database.runningVersion,
      // Put together here, and so known before the instance is there: a later stage can be refused in the plan.
      replicationSourceIdentifier: `arn:aws:rds:${region}:${accountId}:db:${database.identifier}`,
      // Once the instance has its password: a change of it while the replica is made would be refused.
      dependsOn: [logGroup, ...beta.credentials.filled],
      lifecycle: {
        preventDestroy: settings.deletionProtection,
        // Left to AWS after the creation. To take the source away would promote the replica, in an apply; to take the global
        // cluster away would part the two regions; and the versions of two regions go up in an order.
        ignoreChanges: ['replication_source_identifier', 'global_cluster_identifier', 'engine_version'],
        ...(settings.stage !== 'replica' && { postcondition: [isPromoted(settings.stage, home.identifier)] }),
      },
    });
    beta.logs.countLoginFailures(this, 'aurora_login_failures', logGroup.name);
    const writer = createInstance(this, 'a', home, settings, cluster);
    watchReplica(this, beta.alarms, cluster.clusterIdentifier);

    this.published.publish({
      output: 'aurora_endpoint',
      parameter: 'database/aurora-endpoint',
      value: `${cluster.endpoint}:${database.port}`,
      description: 'Host and port of the Aurora cluster: read-only until it is promoted',
    });
    this.published.publish({
      output: 'aurora_reader_endpoint',
      parameter: 'database/aurora-reader-endpoint',
      value: `${cluster.readerEndpoint}:${database.port}`,
      description: "Host and port of the Aurora cluster's readers",
    });
    return { cluster, writer };
  }

  private promoted(cluster: RdsCluster, writer: RdsClusterInstance): RdsClusterInstance {
    const { beta, settings } = this;
    // A single instance that fails is created anew, which takes some ten minutes: less than Multi-AZ has promised.
    const standby = createInstance(this, 'b', this.home, settings, cluster, [writer]);
    const role = settings.stage === 'global' ? 'any' : 'writer';
    watchCluster(this, beta.alarms, cluster.clusterIdentifier, role, settings.alarms, [writer]);
    beta.published.move('database_endpoint', `${cluster.endpoint}:${beta.database.port}`);
    return standby;
  }

  private global(cluster: RdsCluster, instances: RdsClusterInstance[], recovery: RecoveryPlace): void {
    const { stack, settings } = this;
    const { recoveryKeys } = this.productionGa;
    const provider = this.palierStack.providerIn(recoveryKeys.region);
    const global = new RdsGlobalCluster(this, 'aurora.global_cluster', {
      globalClusterIdentifier: `${stack.name}-aurora-global`,
      sourceDbClusterIdentifier: cluster.arn,
      deletionProtection: settings.deletionProtection,
      // Lets a destroy take the clusters out of it, or it could never end. It deletes none of them.
      forceDestroy: true,
      dependsOn: instances,
      lifecycle: {
        preventDestroy: settings.deletionProtection,
        // AWS may name the source's database, and a name forces replacement. One that is imported shows no source.
        ignoreChanges: ['database_name', 'source_db_cluster_identifier'],
      },
    });
    const place = {
      id: 'aurora_secondary',
      identifier: `${stack.name}-aurora-secondary`,
      provider,
      keyArn: recoveryKeys.databaseKeyArn,
      port: this.beta.database.port,
      subnetGroupName: recovery.network.subnetGroupName,
      securityGroupId: recovery.network.securityGroupId,
    };
    const logGroup = this.logGroup(place);
    logGroup.kmsKeyId = recoveryKeys.logsKeyArn;
    const secondary = createCluster(this, place, settings, {
      engineVersion: global.engineVersion,
      globalClusterIdentifier: global.id,
      sourceRegion: stack.aws.region,
      dependsOn: [logGroup],
      lifecycle: {
        preventDestroy: settings.deletionProtection,
        // AWS names the primary as its source: to take that away would be a promotion. After a failover it may belong to no
        // global cluster, and an imported one shows no region that it came from.
        ignoreChanges: [
          'replication_source_identifier',
          'global_cluster_identifier',
          'engine_version',
          'source_region',
        ],
      },
    });
    const reader = createInstance(this, 'a', place, settings, secondary);
    watchSecondary(this, recovery.alerts, secondary.clusterIdentifier, [reader]);
    this.published.publish({
      output: 'aurora_global_endpoint',
      parameter: 'database/aurora-global-endpoint',
      value: `${global.endpoint}:${this.beta.database.port}`,
      description: 'Host and port of the writer, in whichever region it is',
      alsoIn: provider,
    });
    this.published.publish({
      output: 'aurora_secondary_reader_endpoint',
      parameter: 'database/aurora-secondary-reader-endpoint',
      value: `${secondary.readerEndpoint}:${this.beta.database.port}`,
      description: `Host and port of the readers in ${recoveryKeys.region}`,
      alsoIn: provider,
    });
  }

  /** RDS would create it at the first line, without retention and key. */
  private logGroup({ id, identifier, provider }: ClusterPlace): CloudwatchLogGroup {
    return this.beta.logs.createLogGroup(
      this,
      `${id}.log_group`,
      `/aws/rds/cluster/${identifier}/postgresql`,
      provider,
    );
  }
}

function isPromoted(stage: string, identifier: string) {
  return {
    condition: IS_PROMOTED,
    errorMessage:
      `aurora.stage is ${stage}, but the cluster ${identifier} is a replica still, or is not there yet. Nothing is promoted by ` +
      'an apply: set the stage to replica, promote the cluster when it has caught up (docs/guides/aurora-global.md), and then ' +
      `set it to ${stage}.`,
  };
}

import { DbInstance } from '@cdktf/provider-aws/lib/db-instance';
import { DbSubnetGroup } from '@cdktf/provider-aws/lib/db-subnet-group';
import { Fn, type ITerraformDependable, Token } from 'cdktf';
import { Construct } from 'constructs';
import { createDatabaseAccess, type DatabaseClients } from '../common/database-access';
import { createParameterGroup } from '../common/database-parameters';
import type { Network } from '../common/network';
import type { Logs } from './logs';

export interface DatabaseSettings extends DatabaseClients {
  readonly identifier: string;
  /** The major version of PostgreSQL, such as `17`: AWS withdraws minor versions, and refuses them for new instances. */
  readonly engineVersion: string;
  /** Whether a higher `engineVersion` may be applied: an upgrade restarts the instance, and has no way back. */
  readonly allowMajorVersionUpgrade: boolean;
  readonly instanceClass: string;
  /** GiB */
  readonly allocatedStorage: number;
  /** GiB, the cap of storage autoscaling. */
  readonly maxAllocatedStorage: number;
  readonly databaseName: string;
  readonly masterUsername: string;
  readonly port: number;
  /** Days, 1 to 35: how far back point-in-time recovery reaches. */
  readonly backupRetentionDays: number;
  /** UTC, `hh:mm-hh:mm`. */
  readonly backupWindow: string;
  /** UTC, `ddd:hh:mm-ddd:hh:mm`. */
  readonly maintenanceWindow: string;
  /** True: neither AWS nor Terraform deletes or replaces the instance; a plan that would is refused as a whole. */
  readonly deletionProtection: boolean;
  /** Part of the final snapshot's name. A second destroy needs another one: the first snapshot has the name. */
  readonly finalSnapshotRevision: string;
  /** False leaves changes for the maintenance window; until then every plan repeats them. */
  readonly applyImmediately: boolean;
}

export interface DatabaseProps extends DatabaseSettings {
  /** True leaves the master password and its secret to RDS. */
  readonly rdsManagedPassword: boolean;
}

export interface PerformanceInsights {
  /** 7, a multiple of 31 up to 713, or 731. */
  readonly retentionDays: number;
  /** @default the AWS-managed key of RDS. AWS refuses another one once this is set. */
  readonly keyArn?: string;
}

const LOG_EXPORTS = ['postgresql', 'upgrade'] as const;

/**
 * Checklist: RDS for PostgreSQL, single-AZ, with backups and point-in-time recovery.
 *
 * Encrypted under the AWS-managed key of RDS: a customer key is what early-ga adds, for databases created from then on.
 */
export class Database extends Construct {
  readonly identifier: string;
  readonly arn: string;
  /** Changes when the instance is another one, restored or created anew, under the same name. */
  readonly resourceId: string;
  readonly host: string;
  readonly port: string;
  readonly securityGroupId: string;
  /** Terraform expression: of the key that it has, whichever it was born with. */
  readonly keyArn: string;
  readonly subnetGroupName: string;
  /** Terraform expression; only where RDS manages the password. */
  readonly rdsManagedSecretArn: string;
  /** Whoever connects as a client waits for these. */
  readonly clientRules: ITerraformDependable[];
  /** For the runbooks: what must exist before they run. */
  readonly instance: DbInstance;

  constructor(scope: Construct, id: string, name: string, network: Network, logs: Logs, settings: DatabaseProps) {
    super(scope, id);
    this.identifier = settings.identifier;
    const subnetGroup = new DbSubnetGroup(this, 'database.subnet_group', {
      // After the environment, not the instance: an instance is renamed in place, its subnet group is replaced.
      name: `${name}-database`,
      description: `Subnets of the database of ${name}`,
      subnetIds: network.subnetIds,
    });
    this.subnetGroupName = subnetGroup.name;
    const { securityGroup, clientRules } = createDatabaseAccess(this, { ...settings, name, vpcId: network.vpcId });
    this.securityGroupId = securityGroup.id;
    this.clientRules = clientRules;

    this.instance = new DbInstance(this, 'database', {
      identifier: settings.identifier,
      engine: 'postgres',
      engineVersion: settings.engineVersion,
      instanceClass: settings.instanceClass,
      autoMinorVersionUpgrade: true,
      allowMajorVersionUpgrade: settings.allowMajorVersionUpgrade,
      applyImmediately: settings.applyImmediately,

      dbName: settings.databaseName,
      username: settings.masterUsername,
      ...password(settings.rdsManagedPassword),
      iamDatabaseAuthenticationEnabled: true,

      storageType: 'gp3',
      allocatedStorage: settings.allocatedStorage,
      maxAllocatedStorage: settings.maxAllocatedStorage,
      storageEncrypted: true,

      port: settings.port,
      publiclyAccessible: false,
      dbSubnetGroupName: subnetGroup.name,
      vpcSecurityGroupIds: [securityGroup.id],
      parameterGroupName: createParameterGroup(this, name, settings.engineVersion).name,
      multiAz: false,

      backupRetentionPeriod: settings.backupRetentionDays,
      backupWindow: settings.backupWindow,
      maintenanceWindow: settings.maintenanceWindow,
      copyTagsToSnapshot: true,
      // What a destroy by mistake needs most: the backups stay until their retention has passed.
      deleteAutomatedBackups: false,
      deletionProtection: settings.deletionProtection,
      skipFinalSnapshot: false,
      finalSnapshotIdentifier: `${settings.identifier}-final-${settings.finalSnapshotRevision}`,

      enabledCloudwatchLogsExports: [...LOG_EXPORTS],
      dependsOn: logs.createDatabaseLogGroups(settings.identifier, LOG_EXPORTS),
      lifecycle: {
        // AWS alone would refuse only its own part of a destroy: the secret, the alarms and the firewall would be gone.
        preventDestroy: settings.deletionProtection,
        // An imported instance has no version in the state: setting one would reset its live password.
        ignoreChanges: settings.rdsManagedPassword ? undefined : ['password_wo_version'],
      },
    });
    this.arn = this.instance.arn;
    this.resourceId = this.instance.resourceId;
    this.host = this.instance.address;
    this.port = Token.asString(this.instance.port);
    this.keyArn = this.instance.kmsKeyId;
    this.rdsManagedSecretArn = this.instance.masterUserSecret.get(0).secretArn;
  }

  /** The minor version that it runs: AWS upgrades within the major one. */
  get runningVersion(): string {
    return this.instance.engineVersionActual;
  }

  /** Gives the customer key to an instance that is created from now on. One that exists keeps its own: no key changes in place. */
  encryptWith(keyArn: string): void {
    this.instance.kmsKeyId = keyArn;
    this.keepAsCreated('kms_key_id');
  }

  /**
   * The same for the secret that RDS owns. One that exists keeps its key, and an instance that exists takes none for it: RDS refuses
   * another key later, and Terraform would plan it for ever.
   */
  encryptManagedSecretWith(keyArn: string): void {
    this.instance.masterUserSecretKmsKeyId = keyArn;
    this.keepAsCreated('master_user_secret_kms_key_id');
  }

  /** Multi-AZ: a standby in another availability zone, which AWS adds in place. */
  addStandby(): void {
    this.instance.multiAz = true;
  }

  private keepAsCreated(argument: string): void {
    const { lifecycle } = this.instance;
    const ignored = Array.isArray(lifecycle?.ignoreChanges) ? lifecycle.ignoreChanges : [];
    this.instance.lifecycle = { ...lifecycle, ignoreChanges: [...ignored, argument] };
  }

  /** Database Insights, in its Standard mode: where the load of the database comes from. */
  enablePerformanceInsights({ retentionDays, keyArn }: PerformanceInsights): void {
    this.instance.databaseInsightsMode = 'standard';
    this.instance.performanceInsightsEnabled = true;
    this.instance.performanceInsightsRetentionPeriod = retentionDays;
    if (keyArn !== undefined) this.instance.performanceInsightsKmsKeyId = keyArn;
  }
}

/**
 * The password that the instance is born with: drawn by Terraform while it applies, in no plan and no state, known
 * to nobody. The runbook `set-database-password` then makes it what the secret says.
 */
function password(rdsManaged: boolean) {
  return rdsManaged ? { manageMasterUserPassword: true } : { passwordWo: Fn.uuid(), passwordWoVersion: 1 };
}

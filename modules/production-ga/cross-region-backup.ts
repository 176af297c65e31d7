import { BackupPlan } from '@cdktf/provider-aws/lib/backup-plan';
import { BackupSelection } from '@cdktf/provider-aws/lib/backup-selection';
import { BackupVault } from '@cdktf/provider-aws/lib/backup-vault';
import { DbInstanceAutomatedBackupsReplication } from '@cdktf/provider-aws/lib/db-instance-automated-backups-replication';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { Fn } from 'cdktf';
import { Construct } from 'constructs';
import { FindingRule } from '../beta/finding-rule';
import type { PalierStack } from '../common/stack';
import type { StackSettings } from '../common/stack-settings';
import type { EarlyGa } from '../early-ga';
import type { RecoveryKeys } from './recovery-keys';

/**
 * `automated-backups`: RDS replicates its snapshots and transaction logs, for point-in-time recovery over there. `aws-backup`: AWS
 * Backup takes a snapshot a day and copies it. `off`: everything stays in the region.
 */
export type CrossRegionBackupMode = 'off' | 'automated-backups' | 'aws-backup';

export interface CrossRegionBackupSettings {
  readonly mode: CrossRegionBackupMode;
  /** Days that the recovery region keeps what it got. With `aws-backup` the snapshots at home, too. At most 35 with `automated-backups`. */
  readonly retentionDays: number;
  /** Full hour of the day in UTC at which AWS Backup begins, apart from the windows of the database. */
  readonly hour: number;
}

const MANAGED_POLICY = 'arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup';

/**
 * Checklist: cross-region backup, optional. What it keeps costs 0.095 USD per GB and month, the transfer 0.02 USD per GB
 * (https://aws.amazon.com/rds/postgresql/pricing/, https://aws.amazon.com/backup/pricing/, us-east-1, 2026-11-23), the key over there
 * 1 USD a month.
 *
 * What arrives is encrypted under the recovery region's customer key, whatever encrypts the database: within one account RDS copies
 * also what is under its AWS-managed key (https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_CopySnapshot.html, 2026-11-23).
 */
export class CrossRegionBackup extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly palierStack: PalierStack,
    private readonly stack: StackSettings,
    private readonly earlyGa: EarlyGa,
    private readonly recoveryKeys: RecoveryKeys,
    private readonly settings: CrossRegionBackupSettings,
  ) {
    super(scope, id);
    if (settings.mode === 'automated-backups') this.replicateAutomatedBackups();
    if (settings.mode === 'aws-backup') this.copySnapshots();
  }

  /**
   * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReplicateBackups.html (2026-11-23): both regions have to be a pair
   * that RDS replicates between, and up to 20 instances of an account replicate into one region.
   */
  private replicateAutomatedBackups(): void {
    new DbInstanceAutomatedBackupsReplication(this, 'database', {
      provider: this.palierStack.providerIn(this.recoveryKeys.region),
      sourceDbInstanceArn: this.earlyGa.beta.database.arn,
      kmsKeyId: this.recoveryKeys.databaseKeyArn,
      retentionPeriod: this.settings.retentionDays,
    });
  }

  private copySnapshots(): void {
    const { name, aws } = this.stack;
    const { beta, encryptionKeys } = this.earlyGa;
    const lifecycle = { deleteAfter: this.settings.retentionDays };
    // Whoever creates a vault uses its key through AWS Backup:
    // https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault.html (2026-11-23).
    encryptionKeys.useDatabaseKeyThrough('backup');
    this.recoveryKeys.useDatabaseKeyThrough('backup');

    // Its key is for what AWS Backup encrypts itself. A snapshot of RDS has the key of its database.
    const vault = new BackupVault(this, 'database.vault', {
      name: `${name}-database`,
      kmsKeyArn: encryptionKeys.databaseKeyArn,
    });
    const recoveryVault = new BackupVault(this, 'recovery_database.vault', {
      provider: this.palierStack.providerIn(this.recoveryKeys.region),
      name: `${name}-database`,
      kmsKeyArn: this.recoveryKeys.databaseKeyArn,
    });
    const plan = new BackupPlan(this, 'database.plan', {
      name: `${name}-database`,
      rule: [
        {
          ruleName: 'daily',
          targetVaultName: vault.name,
          schedule: `cron(0 ${this.settings.hour} * * ? *)`,
          // Minutes. Started later, it might meet a window of the database.
          startWindow: 60,
          completionWindow: 12 * 60,
          // Not continuous: AWS Backup would then govern the backup window and the retention of the instance itself.
          enableContinuousBackup: false,
          lifecycle,
          copyAction: [{ destinationVaultArn: recoveryVault.arn, lifecycle }],
        },
      ],
    });
    // Named by its ARN, the database needs no opt-in for RDS in AWS Backup's settings:
    // https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources.html (2026-11-23).
    new BackupSelection(this, 'database.selection', {
      name: `${name}-database`,
      planId: plan.id,
      iamRoleArn: this.createRole(name, aws.permissionsBoundary),
      resources: [beta.database.arn],
    });
    this.notify();
  }

  /** AWS's own policy for the service: https://docs.aws.amazon.com/aws-backup/latest/devguide/iam-service-roles.html (2026-11-23). */
  private createRole(name: string, permissionsBoundary: string | undefined): string {
    const role = new IamRole(this, 'backup', {
      name: `${name}-backup`,
      description: `AWS Backup of the database of ${name}`,
      permissionsBoundary,
      assumeRolePolicy: Fn.jsonencode({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: 'backup.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      }),
    });
    new IamRolePolicyAttachment(this, 'backup.policy', { role: role.name, policyArn: MANAGED_POLICY });
    return role.arn;
  }

  /** https://docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html (2026-11-23) */
  private notify(): void {
    const { name, aws } = this.stack;
    const { beta } = this.earlyGa;
    new FindingRule(this, 'backup_failures', beta.alerts, {
      name: `${name}-backup-failures`,
      description: 'Backups of the database, and copies of them, that failed or never began',
      eventPattern: {
        source: ['aws.backup'],
        'detail-type': ['Backup Job State Change', 'Copy Job State Change'],
        detail: {
          resourceArn: [`arn:aws:rds:${aws.region}:${aws.accountId}:db:${beta.database.identifier}`],
          state: ['ABORTED', 'EXPIRED', 'FAILED'],
        },
      },
      message: { severity: '$.detail.state', title: '$.detail-type', resource: '$.detail.resourceArn' },
    });
  }
}

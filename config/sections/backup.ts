import type { CrossRegionBackupMode } from '../../modules/production-ga/cross-region-backup';
import { about, choice, compare, section, wholeNumber } from '../fields';

const MODES = ['off', 'automated-backups', 'aws-backup'] as const satisfies readonly CrossRegionBackupMode[];

/** @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_StartDBInstanceAutomatedBackupsReplication.html (2026-11-23) */
const LONGEST_AUTOMATED = 35;

export const backup = section(
  {
    cross_region: about(choice(...MODES).default('off'), {
      what: 'How backups of the database get into aws.recovery_region, from production-ga. `automated-backups`: RDS replicates snapshots and transaction logs, so that any second can be restored there, a few minutes behind; the choice where only days are to be kept, and RDS replicates between the two regions. `aws-backup`: AWS Backup takes a snapshot a day and copies it, and tells the alerts when that fails; at its first use in an account it creates its service-linked role, for which whoever deploys needs iam:CreateServiceLinkedRole; the choice where they are to be kept for months, or where auditors ask for vaults. `off`: none.',
      why: 'optional in the plan: it is for the loss of a whole region. Each keeps the data twice, at 0.095 USD per GB and month.',
    }),
    retention_days: about(wholeNumber(1, 3650, 'days').optional(), {
      what: 'Days that the recovery region keeps them, 1 to 35 with `automated-backups`, 1 to 3650 with `aws-backup`, which keeps its snapshots at home as long. Another value starts the replication of `automated-backups` anew; AWS keeps what is there for its time.',
      derived: '7, with cross_region',
      why: 'as long as the backups at home by default. It does not follow backup_retention_period: that would start the replication anew.',
    }),
  },
  compare(['cross_region', 'retention_days'], (value, report) => {
    if (value.retention_days === undefined) return;
    if (value.cross_region === 'off') {
      report(['retention_days'], 'has no effect (got {got}): backup.cross_region is off. Remove it, or set that');
    }
    if (value.cross_region === 'automated-backups' && value.retention_days > LONGEST_AUTOMATED) {
      report(
        ['retention_days'],
        `is longer than RDS keeps automated backups (got {got}, allowed 1 to ${LONGEST_AUTOMATED} days): use aws-backup for more`,
      );
    }
  }),
);

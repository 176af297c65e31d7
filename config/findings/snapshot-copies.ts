import { minuteOfDay } from '../sections/snapshot-copies';
import { isAtLeast } from '../tiers';
import { backupWindows } from '../windows';
import type { Rule } from './rule';

const DAY = 24 * 60;

const snapshotCopiesOff: Rule = ({ tier, snapshot_copies }) => {
  if (!isAtLeast(tier, 'enterprise') || snapshot_copies.enabled) return undefined;
  return {
    severity: 'warning',
    where: 'snapshot_copies.enabled',
    why: 'The database is not copied to aws.recovery_region every day, which enterprise promises.',
    whatToDo: 'Remove it, or acknowledge it where something else copies: AWS Backup, or an Aurora global database.',
  };
};

const snapshotCopiesOfYesterday: Rule = ({ tier, snapshot_copies, database }) => {
  const { enabled, schedule_expression } = snapshot_copies;
  const [window] = backupWindows(database.backup_window);
  if (!isAtLeast(tier, 'enterprise') || !enabled || schedule_expression === undefined || window === undefined) {
    return undefined;
  }
  const wait = (minuteOfDay(schedule_expression) - window.end + 2 * DAY) % DAY;
  if (wait < DAY / 2) return undefined;
  return {
    severity: 'warning',
    where: 'snapshot_copies.schedule_expression',
    why: `The copy is started ${Math.floor(wait / 60)} hours after database.backup_window (${database.backup_window}) has ended: it holds data that much older than it could.`,
    whatToDo: 'Remove it: the copy then starts an hour after the window. Or acknowledge it.',
  };
};

const copyWaitsForTier: Rule = ({ tier, runbooks }) => {
  if (isAtLeast(tier, 'enterprise') || runbooks.copy_snapshot.revision === undefined) return undefined;
  return {
    severity: 'warning',
    where: 'runbooks.copy_snapshot.revision',
    why: `The runbook copy-snapshot belongs to enterprise, and does not run at ${tier}.`,
    whatToDo: 'Remove it. By hand it runs at any tier: modules/runbooks/scripts/copy-snapshot.sh.',
  };
};

const drillWaitsForTier: Rule = ({ tier, runbooks }) => {
  if (isAtLeast(tier, 'enterprise') || runbooks.restore_drill.revision === undefined) return undefined;
  return {
    severity: 'warning',
    where: 'runbooks.restore_drill.revision',
    why: `The runbook restore-drill belongs to enterprise, and does not run at ${tier}.`,
    whatToDo: 'Remove it. By hand it runs at any tier: modules/runbooks/scripts/restore-drill.sh.',
  };
};

/** What is looked for where snapshots are copied. */
export const snapshotCopyRules: Readonly<Record<string, Rule>> = {
  'snapshot-copies-off': snapshotCopiesOff,
  'snapshot-copies-of-yesterday': snapshotCopiesOfYesterday,
  'copy-waits-for-tier': copyWaitsForTier,
  'drill-waits-for-tier': drillWaitsForTier,
};

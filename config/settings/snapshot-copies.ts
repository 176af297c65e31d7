import type { SnapshotCopySettings } from '../../modules/enterprise/snapshot-copies';
import type { EnvironmentData } from '../environment-schema';
import { backupWindows } from '../windows';

const HOUR = 60;
const DAY = 24 * HOUR;

export function snapshotCopySettings(data: EnvironmentData): SnapshotCopySettings {
  const { snapshot_copies } = data;
  return {
    enabled: snapshot_copies.enabled,
    scheduleExpression: snapshot_copies.schedule_expression ?? anHourAfter(data.database.backup_window),
    retainCount: snapshot_copies.retain_count,
    copyRevision: data.runbooks.copy_snapshot.revision,
  };
}

/** `03:00-04:00` ends at four: cron(0 5 * * ? *). */
function anHourAfter(window: string): string {
  const [first] = backupWindows(window);
  if (first === undefined) throw new Error(`No backup window: ${window}`);
  const minutes = (first.end + HOUR) % DAY;
  return `cron(${minutes % HOUR} ${Math.floor(minutes / HOUR)} * * ? *)`;
}

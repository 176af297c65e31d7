import type { Finding } from '../findings/finding';
import type { ResourceChange } from './resource-change';

/** Databases whose change to or from Multi-AZ is left for the maintenance window: each plan repeats it until then. */
export function multiAzPending(changes: readonly ResourceChange[]): Finding[] {
  return changes.flatMap(({ address, change: { before, after } }): Finding[] => {
    if (!address.startsWith('aws_db_instance.') || !before || !after) return [];
    if (before.multi_az === after.multi_az || after.apply_immediately !== false) return [];
    const what = after.multi_az === true ? 'gets a standby' : 'loses its standby';
    return [
      {
        id: 'multi-az-pending',
        severity: 'warning',
        where: address,
        why: `It ${what} in its maintenance window (${after.maintenance_window} UTC), not with the apply. Each plan repeats the change until AWS has made it.`,
        whatToDo: 'Wait for the window, or set database.apply_immediately to true in the environment.',
      },
    ];
  });
}

import type { Finding } from '../findings/finding';
import type { ResourceChange, Values } from './resource-change';

/** Log groups that a plan would keep for a shorter time than now: AWS deletes what is older, and nothing brings it back. */
export function logRetentionLowered(changes: readonly ResourceChange[]): Finding[] {
  return changes.flatMap(({ address, change: { before, after } }): Finding[] => {
    if (!address.startsWith('aws_cloudwatch_log_group.') || !before || !after) return [];
    const [was, becomes] = [daysOf(before), daysOf(after)];
    if (was === undefined || becomes === undefined || becomes >= was) return [];
    return [
      {
        id: 'log-retention-lowered',
        severity: 'warning',
        where: address,
        why: `Its retention falls from ${inWords(was)} to ${inWords(becomes)}: AWS deletes what is older, and nothing brings it back.`,
        whatToDo: `Set logs.retention_days to ${Number.isFinite(was) ? was : 3653} in the environment, or let it go on purpose.`,
      },
    ];
  });
}

/** Undefined where it is known only after the apply. AWS writes 0, or nothing, for events that never expire. */
function daysOf({ retention_in_days: days }: Values): number | undefined {
  if (days === null) return Number.POSITIVE_INFINITY;
  if (typeof days !== 'number') return undefined;
  return days === 0 ? Number.POSITIVE_INFINITY : days;
}

function inWords(days: number): string {
  return Number.isFinite(days) ? `${days} days` : 'for ever';
}

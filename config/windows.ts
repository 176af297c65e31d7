/** Times of a week, in minutes since Sunday 00:00 UTC. The end may lie in the next week. */
interface Window {
  readonly start: number;
  readonly end: number;
}

const DAY = 24 * 60;
const WEEK = 7 * DAY;
const HOURS = [...Array(24).keys()];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

export const BACKUP_WINDOW = /^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/;
export const MAINTENANCE_WINDOW =
  /^(mon|tue|wed|thu|fri|sat|sun):([01]\d|2[0-3]):[0-5]\d-(mon|tue|wed|thu|fri|sat|sun):([01]\d|2[0-3]):[0-5]\d$/;

/** `03:00-04:00`: one window a day. */
export function backupWindows(text: string): Window[] {
  const [from = '', to = ''] = text.split('-');
  const length = (minutes(to) - minutes(from) + DAY) % DAY;
  return DAYS.map((_day, index) => {
    const start = index * DAY + minutes(from);
    return { start, end: start + length };
  });
}

/** `sun:04:30-sun:05:30` */
export function maintenanceWindow(text: string): Window {
  const [from = '', to = ''] = text.split('-');
  const start = DAYS.indexOf(from.slice(0, 3)) * DAY + minutes(from.slice(4));
  const end = DAYS.indexOf(to.slice(0, 3)) * DAY + minutes(to.slice(4));
  return { start, end: start + ((end - start + WEEK) % WEEK) };
}

export function length(window: Window): number {
  return window.end - window.start;
}

export function overlaps(a: Window, b: Window): boolean {
  return [-WEEK, 0, WEEK].some((shift) => a.start < b.end + shift && b.start + shift < a.end);
}

/**
 * A full hour of the day, in UTC, at which AWS Backup may begin, within an hour, on every day: it is refused in the windows of a database, and in
 * the hour before (https://docs.aws.amazon.com/aws-backup/latest/devguide/plan-options-and-configuration.html, 2026-11-23).
 * The first such hour that is an hour or more after the backup window.
 */
export function freeHour(backup: string, maintenance: string): number {
  const taken = [...backupWindows(backup), maintenanceWindow(maintenance)].map(({ start, end }) => ({
    start: start - 60,
    end,
  }));
  const earliest = Math.ceil((backupWindows(backup)[0]?.end ?? 0) / 60) + 1;
  const hours = HOURS.map((hour) => (earliest + hour) % 24);
  const isFree = (hour: number) =>
    DAYS.every((_day, index) => {
      const start = index * DAY + hour * 60;
      return !taken.some((window) => overlaps(window, { start, end: start + 60 }));
    });
  // A maintenance window of most of a day leaves none: then one backup a week may fail.
  return hours.find(isFree) ?? earliest % 24;
}

function minutes(time: string): number {
  const [hours = '0', rest = '0'] = time.split(':');
  return Number(hours) * 60 + Number(rest);
}

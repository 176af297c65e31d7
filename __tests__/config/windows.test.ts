import { freeHour } from '../../config/windows';

test.each([
  ['03:00-04:00', 'sun:04:30-sun:05:30', 6, 'after the maintenance on Sunday'],
  ['03:00-04:00', 'sun:10:00-sun:11:00', 5, 'an hour after the backup'],
  ['03:15-04:15', 'sun:10:00-sun:11:00', 6, 'a full hour'],
  ['22:00-23:30', 'sun:10:00-sun:11:00', 1, 'on the next day'],
  ['23:30-00:30', 'sat:23:30-sun:00:30', 2, 'over midnight, and over the end of the week'],
  ['03:00-04:00', 'sun:06:00-mon:04:00', 4, 'in the one hour that is left'],
  ['03:00-04:00', 'sun:04:30-mon:04:00', 5, 'where none is left, as if there were no maintenance'],
])('backup window %s, maintenance window %s: at %i, %s', (backup, maintenance, hour) => {
  expect(freeHour(backup, maintenance)).toBe(hour);
});

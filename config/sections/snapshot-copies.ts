import * as z from 'zod';
import { about, section, text, wholeNumber } from '../fields';

/** A day's time, as EventBridge writes it. @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html (2026-11-23) */
const DAILY = /^cron\((\d{1,2}) (\d{1,2}) \* \* \? \*\)$/;

const dailySchedule = text(
  DAILY,
  'is not a time of every day (got {got}, allowed cron(minute hour * * ? *) in UTC, such as cron(0 5 * * ? *))',
  (value) => {
    const [, minute, hour] = DAILY.exec(value) ?? [];
    return Number(minute) > 59 || Number(hour) > 23
      ? 'is no time of a day (got {got}, allowed minutes 0 to 59 and hours 0 to 23, in this order)'
      : undefined;
  },
);

/** `cron(30 5 * * ? *)` is 05:30: minutes since midnight, UTC. */
export function minuteOfDay(schedule: string): number {
  const [, minute, hour] = DAILY.exec(schedule) ?? [];
  return Number(hour) * 60 + Number(minute);
}

export const snapshotCopies = section({
  enabled: about(z.boolean().default(true), {
    what: 'Whether the latest automated snapshot is copied to aws.recovery_region every day. false copies nothing more; the copies that there are stay.',
    why: 'without a copy in another region, the loss of one is the loss of the data.',
  }),
  schedule_expression: about(dailySchedule.optional(), {
    what: 'When the day’s copy is started: cron(minute hour * * ? *), UTC. Every hour a check looks after it.',
    derived: 'an hour after database.backup_window',
    why: 'the backup of the day is there by then.',
    samples: ['cron(0 5 * * ? *)'],
  }),
  retain_count: about(wholeNumber(1, 90).default(7), {
    what: 'Copies that are kept, 1 to 90. One is removed when that many newer ones are available, and not before. About 0.095 USD per GB and month each, less where AWS copies only what has changed.',
    why: 'a week, as far back as the backups at home reach by default. AWS has room for 100 manual snapshots in a region.',
  }),
});

import { logRetentionLowered } from '../../review/log-retention-lowered';

const group = (before: unknown, after: unknown, address = 'aws_cloudwatch_log_group.firewall') => ({
  address,
  change: {
    before: before === undefined ? null : { retention_in_days: before },
    after: after === undefined ? null : { retention_in_days: after },
  },
});

test.each([
  [90, 30, 'from 90 days to 30 days', 'logs.retention_days to 90'],
  [0, 30, 'from for ever to 30 days', 'logs.retention_days to 3653'],
])('lowered, %s to %s', (before, after, why, whatToDo) => {
  expect(logRetentionLowered([group(before, after, 'aws_cloudwatch_log_group.application["/aws/lambda/a"]')])).toEqual([
    {
      id: 'log-retention-lowered',
      severity: 'warning',
      where: 'aws_cloudwatch_log_group.application["/aws/lambda/a"]',
      why: expect.stringContaining(why),
      whatToDo: expect.stringContaining(whatToDo),
    },
  ]);
});

test.each([
  ['raised', group(30, 90)],
  ['as it was', group(30, 30)],
  ['for ever from now on', group(30, 0)],
  ['new', group(undefined, 30)],
  ['gone', group(90, undefined)],
  ['of something else', group(90, 30, 'aws_kinesis_stream.events')],
])('%s is no finding', (_title, change) => {
  expect(logRetentionLowered([change])).toEqual([]);
});

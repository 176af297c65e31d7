import { multiAzPending } from '../../review/multi-az-pending';

const WINDOW = { maintenance_window: 'sun:04:30-sun:05:30' };

const database = (
  before: boolean,
  after: boolean,
  applyImmediately: boolean,
  address = 'aws_db_instance.database',
) => ({
  address,
  change: {
    before: { multi_az: before, apply_immediately: true, ...WINDOW },
    after: { multi_az: after, apply_immediately: applyImmediately, ...WINDOW },
  },
});

test.each([
  ['gets a standby', false, true],
  ['loses its standby', true, false],
])('%s in the maintenance window: pending', (what, before, after) => {
  expect(multiAzPending([database(before, after, false)])).toEqual([
    {
      id: 'multi-az-pending',
      severity: 'warning',
      where: 'aws_db_instance.database',
      why: expect.stringContaining(`${what} in its maintenance window (sun:04:30-sun:05:30 UTC)`),
      whatToDo: expect.stringContaining('apply_immediately'),
    },
  ]);
});

test.each([
  ['at once', database(false, true, true)],
  ['as it was', database(true, true, false)],
  ['new', { address: 'aws_db_instance.database', change: { before: null, after: { multi_az: true } } }],
  ['gone', { address: 'aws_db_instance.database', change: { before: { multi_az: true }, after: null } }],
  ['of something else', database(false, true, false, 'aws_rds_cluster.database')],
])('%s is no finding', (_title, change) => {
  expect(multiAzPending([change])).toEqual([]);
});

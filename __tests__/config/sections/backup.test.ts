import { lines, MINIMAL, testMistakes } from '../support';

testMistakes([
  [
    'backup: { cross_region: snapshots }',
    '8:25 backup.cross_region: is not allowed (got "snapshots", allowed off, automated-backups, aws-backup).',
  ],
  [
    'backup: { cross_region: aws-backup, retention_days: 0 }',
    '8:53 backup.retention_days: is out of range (got 0, allowed 1 to 3650 days)',
  ],
  [
    'backup: { cross_region: automated-backups, retention_days: 36 }',
    '8:60 backup.retention_days: is longer than RDS keeps automated backups (got 36, allowed 1 to 35 days): use aws-backup for more',
  ],
  [
    'backup: { retention_days: 14 }',
    '8:27 backup.retention_days: has no effect (got 14): backup.cross_region is off. Remove it, or set that',
  ],
]);

test('another region has to be named, from production-ga', () => {
  const productionGa = MINIMAL.replace('beta', 'production-ga');
  expect(lines(`${productionGa}backup: { cross_region: aws-backup }\n`)).toEqual([
    '8:25 backup.cross_region: needs aws.recovery_region (got "aws-backup"): name the region that backups go to',
  ]);
});

import type { ServiceControlPolicy } from '../service-control-policies';
import { unlessRole } from './exempt';

/** As Palier names the buckets of an environment's trail and of its configuration history. */
const BUCKETS = ['arn:aws:s3:::*-audit-trail-*', 'arn:aws:s3:::*-configuration-*'];

/** What CloudTrail and AWS Config have recorded in an environment's account, and the keys without which nothing can be read. */
export function protectAuditRecords(exemptRoles: readonly string[]): ServiceControlPolicy {
  const unless = unlessRole(exemptRoles);
  return {
    description: 'Nobody deletes what CloudTrail and AWS Config have recorded, nor a key that Palier made.',
    statements: [
      {
        Sid: 'RecordsStay',
        Effect: 'Deny',
        Action: ['s3:DeleteBucket', 's3:DeleteObjectVersion'],
        Resource: BUCKETS.flatMap((bucket) => [bucket, `${bucket}/*`]),
        ...(exemptRoles.length > 0 && { Condition: unless }),
      },
      {
        Sid: 'KeysStay',
        Effect: 'Deny',
        Action: ['kms:DisableKey', 'kms:ScheduleKeyDeletion'],
        Resource: '*',
        Condition: { StringEquals: { 'aws:ResourceTag/ManagedBy': 'palier' }, ...unless },
      },
    ],
  };
}

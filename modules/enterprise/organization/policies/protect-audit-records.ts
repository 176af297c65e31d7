import type { ServiceControlPolicy } from '../service-control-policies';
import { unlessRole } from './exempt';

/** What CloudTrail and AWS Config have recorded in an environment's account, and the keys without which nothing can be read. */
export function protectAuditRecords(buckets: readonly string[], exemptRoles: readonly string[]): ServiceControlPolicy {
  const unless = unlessRole(exemptRoles);
  return {
    description: 'Nobody deletes what CloudTrail and AWS Config have recorded, nor a key that Palier made.',
    statements: [
      ...(buckets.length === 0
        ? []
        : [
            {
              Sid: 'RecordsStay',
              Effect: 'Deny',
              Action: ['s3:DeleteBucket', 's3:DeleteObjectVersion'],
              Resource: buckets.flatMap((bucket) => [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`]),
              ...(exemptRoles.length > 0 && { Condition: unless }),
            },
          ]),
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

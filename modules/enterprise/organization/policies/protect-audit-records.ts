import type { ServiceControlPolicy } from '../service-control-policies';
import { unlessRole } from './exempt';

/** By this tag a key is known as one that Palier made. */
const MADE_BY_PALIER = { 'aws:ResourceTag/ManagedBy': 'palier' };

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
        Condition: { StringEquals: MADE_BY_PALIER, ...unless },
      },
      // A key that is created has no tag yet, and Terraform sends only tags that change: a deployment is let through. Letters are
      // not told apart, or a second tag, managedby, could be the one that the condition above reads
      // (https://docs.aws.amazon.com/kms/latest/developerguide/tag-authorization.html,
      // https://docs.aws.amazon.com/IAM/latest/UserGuide/access_tags.html, 2026-11-23).
      {
        Sid: 'KeysKeepTheirTag',
        Effect: 'Deny',
        Action: ['kms:TagResource', 'kms:UntagResource'],
        Resource: '*',
        Condition: {
          StringEquals: MADE_BY_PALIER,
          'ForAnyValue:StringEqualsIgnoreCase': { 'aws:TagKeys': ['ManagedBy'] },
          ...unless,
        },
      },
    ],
  };
}

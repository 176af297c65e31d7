export interface SnapshotCopyScope {
  readonly accountId: string;
  readonly region: string;
  readonly recoveryRegion: string;
  /** The instance's identifier. */
  readonly database: string;
  /** Of the snapshots that are copied, and of their copies. */
  readonly databaseKeyArn: string;
  readonly recoveryKeyArn: string;
  /** Value of the tag `CopiedBy`. */
  readonly copiedBy: string;
  readonly logGroupArn: string;
  readonly queueArn: string;
}

/**
 * What copying snapshots takes, and nothing else. Actions and their resources:
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonrds.html (2026-11-23).
 */
export function snapshotCopyPermissions(scope: SnapshotCopyScope) {
  const { accountId, region, recoveryRegion, database } = scope;
  const snapshots = (where: string, name: string) => `arn:aws:rds:${where}:${accountId}:snapshot:${name}`;
  const copies = snapshots(recoveryRegion, `${database}-copy-*`);
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'WriteLogs',
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: `${scope.logGroupArn}:*`,
      },
      { Sid: 'SendDeadLetters', Effect: 'Allow', Action: 'sqs:SendMessage', Resource: scope.queueArn },
      {
        // A list of an instance's snapshots names no snapshot.
        Sid: 'SeeSnapshots',
        Effect: 'Allow',
        Action: 'rds:DescribeDBSnapshots',
        Resource: '*',
        Condition: { StringEquals: { 'aws:RequestedRegion': [region, recoveryRegion] } },
      },
      {
        // Asked for in the recovery region, which asks the other one with the same permissions.
        Sid: 'CopyAutomatedSnapshots',
        Effect: 'Allow',
        Action: 'rds:CopyDBSnapshot',
        Resource: [snapshots(region, `rds:${database}-*`), snapshots(region, `${database}-copy-*`), copies],
      },
      { Sid: 'TagCopies', Effect: 'Allow', Action: 'rds:AddTagsToResource', Resource: copies },
      {
        Sid: 'RemoveItsOwnCopies',
        Effect: 'Allow',
        Action: 'rds:DeleteDBSnapshot',
        Resource: copies,
        Condition: { StringEquals: { 'aws:ResourceTag/CopiedBy': scope.copiedBy } },
      },
      ...keyUse('Home', scope.databaseKeyArn, region),
      ...keyUse('Recovery', scope.recoveryKeyArn, recoveryRegion),
    ],
  };
}

/**
 * RDS uses the key for its caller, and keeps a grant for the work that goes on afterwards
 * (https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.Keys.html, 2026-11-23). The key's own policy admits
 * the function, too, unless `encryption_keys.access` is iam.
 */
function keyUse(which: string, keyArn: string, region: string) {
  const throughRds = { StringEquals: { 'kms:ViaService': `rds.${region}.amazonaws.com` } };
  return [
    {
      Sid: `Use${which}KeyThroughRds`,
      Effect: 'Allow',
      Action: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
      Resource: keyArn,
      Condition: throughRds,
    },
    {
      Sid: `Grant${which}KeyToRds`,
      Effect: 'Allow',
      Action: 'kms:CreateGrant',
      Resource: keyArn,
      Condition: { ...throughRds, Bool: { 'kms:GrantIsForAWSResource': 'true' } },
    },
  ];
}

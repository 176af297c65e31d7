/** Patterns of AWS identifiers that several sections share. */

export const ACCOUNT_ID = /^\d{12}$/;

const OTHER_PARTITION_ARN = /^arn:(aws-[a-z-]+):/;

/** What is wrong with an ARN outside the partition `aws`: Palier builds ARNs of that partition only. */
export function otherPartition(arn: string): string | undefined {
  const partition = OTHER_PARTITION_ARN.exec(arn)?.[1];
  if (partition === undefined) return undefined;
  return `is of the partition ${partition} (got {got}): GovCloud, China and the other partitions are not supported`;
}

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_Role.html (2026-11-22) */
export const ROLE_ARN = /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/;

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_Policy.html (2026-11-22) */
export const POLICY_ARN = /^arn:aws[a-z-]*:iam::(\d{12}|aws):policy\/[\w+=,.@/-]{1,512}$/;

/** @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html (2026-11-22) */
export const EXTERNAL_ID = /^[\w+=,.@:/-]{2,1224}$/;

/** Names of profiles in the AWS CLI's files; a line break or a bracket would end the section's header. */
export const PROFILE = /^[^\s[\]](?:[^[\]\r\n]*[^\s[\]])?$/;

export function accountOf(arn: string): string {
  return arn.split(':')[4] ?? '';
}

import { testMistakes } from '../support';

testMistakes([
  [['  region: us-east-1\n', ''], '3:1 aws.region: is required'],
  [
    ['us-east-1', 'us-est-1'],
    '5:11 aws.region: is not a region of AWS (got "us-est-1", allowed such as us-east-1, eu-west-1). Did you mean "us-east-1"?',
  ],
  [
    ['us-east-1', 'us-gov-west-1'],
    '5:11 aws.region: is outside the commercial regions (got "us-gov-west-1"): GovCloud, China and the other partitions are not supported',
  ],
  [
    ['us-east-1', 'cn-north-1'],
    '5:11 aws.region: is outside the commercial regions (got "cn-north-1"): GovCloud, China and the other partitions are not supported',
  ],
  [
    ['us-east-1', 'us-east-1\n  recovery_region: us-east-1'],
    '6:20 aws.recovery_region: must differ from aws.region (got "us-east-1"): a copy in the same region is lost with it',
  ],
  [
    ['"123456789012"', '012345678901'],
    '4:15 aws.account_id: this number can be read in two ways (got 012345678901): put it in quotes, or write it plainly',
  ],
  [
    ['"123456789012"', '12345678901'],
    '4:15 aws.account_id: must be text of twelve digits (got 12345678901): put it in quotes',
  ],
  [
    ['"123456789012"', '1234-5678-9012'],
    '4:15 aws.account_id: is not an account id (got "1234-5678-9012", allowed twelve digits in quotes)',
  ],
  [
    ['us-east-1', 'us-east-1\n  profile: "[x]"'],
    '6:12 aws.profile: is not the name of a profile (got "[x]", allowed such as production)',
  ],
  [
    ['us-east-1', 'us-east-1\n  assume_role: { role_arn: deployer }'],
    `6:28 aws.assume_role.role_arn: is not a role's ARN (got "deployer", allowed arn:aws:iam::123456789012:role/name)`,
  ],
  [
    ['us-east-1', 'us-east-1\n  assume_role: { role_arn: "arn:aws-cn:iam::123456789012:role/x" }'],
    '6:28 aws.assume_role.role_arn: is of the partition aws-cn (got "arn:aws-cn:iam::123456789012:role/x"): GovCloud, China and the other partitions are not supported',
  ],
  [
    ['us-east-1', 'us-east-1\n  assume_role: { role_arn: "arn:aws:iam::210987654321:role/x" }'],
    '6:28 aws.assume_role.role_arn: is a role of another account (got "arn:aws:iam::210987654321:role/x", aws.account_id is 123456789012)',
  ],
  [
    ['us-east-1', 'us-east-1\n  assume_role: { role_arn: "arn:aws:iam::123456789012:role/x", external_id: a }'],
    '6:77 aws.assume_role.external_id: is not an external id (got "a", allowed 2 to 1224 letters, digits and _+=,.@:/-)',
  ],
  [
    ['us-east-1', 'us-east-1\n  permissions_boundary: boundary'],
    `6:25 aws.permissions_boundary: is not a policy's ARN (got "boundary", allowed arn:aws:iam::123456789012:policy/name)`,
  ],
  [
    ['us-east-1', 'us-east-1\n  permissions_boundary: arn:aws:iam::210987654321:policy/b'],
    '6:25 aws.permissions_boundary: is a policy of another account (got "arn:aws:iam::210987654321:policy/b", aws.account_id is 123456789012)',
  ],
]);

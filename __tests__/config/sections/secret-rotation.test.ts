import { testMistakes } from '../support';

const ROTATION = 'arn:aws:lambda:us-east-1:123456789012:function:rotation';
const SUBNETS = 'network: { vpc_id: vpc-01234567, subnet_ids: [subnet-01234567, subnet-89abcdef] }\n';

describe('secret_rotation', () => {
  testMistakes([
    [
      'secret_rotation: { automatically_after_days: 0 }',
      '8:46 secret_rotation.automatically_after_days: is out of range (got 0, allowed 1 to 1000 days)',
    ],
    [
      `secret_rotation: { function_arn: "${ROTATION}:live" }`,
      `8:34 secret_rotation.function_arn: is not a Lambda function's ARN (got "${ROTATION}:live", allowed such as arn:aws:lambda:us-east-1:123456789012:function:rotation, without a version or alias)`,
    ],
    [
      `secret_rotation: { function_arn: "${ROTATION.replace('us-east-1', 'eu-west-1')}" }`,
      `8:34 secret_rotation.function_arn: is in another region or account than aws.region us-east-1 and aws.account_id 123456789012 (got "${ROTATION.replace('us-east-1', 'eu-west-1')}")`,
    ],
    [
      `credentials: { mode: rds-managed }\nsecret_rotation: { function_arn: "${ROTATION}" }`,
      '9:34 secret_rotation.function_arn: has no effect: with credentials.mode rds-managed RDS rotates, every seven days. Remove it',
    ],
    [
      'credentials: { mode: rds-managed }\nsecret_rotation: { automatically_after_days: 10 }',
      '9:46 secret_rotation.automatically_after_days: has no effect: with credentials.mode rds-managed RDS rotates, every seven days. Remove it',
    ],
    [
      `secret_rotation: { network_path: endpoint, function_arn: "${ROTATION}" }`,
      "8:34 secret_rotation.network_path: is for AWS's function, and function_arn names another, which has its own: remove it",
    ],
    [
      'secret_rotation: { subnet_ids: [subnet-01234567] }',
      '8:20 secret_rotation.subnet_ids: is given without network.vpc_id: the VPC that is created has its own subnets',
    ],
    [
      `${SUBNETS}secret_rotation: { subnet_ids: [] }`,
      '9:20 secret_rotation.subnet_ids: names no subnet: name one, or remove it',
    ],
    [
      `${SUBNETS}secret_rotation: { subnet_ids: [subnet-01234567], function_arn: "${ROTATION}" }`,
      "9:20 secret_rotation.subnet_ids: is for AWS's function, and function_arn names another, which has its own: remove it",
    ],
    [
      'secret_rotation: { network_path: nat }',
      '8:34 secret_rotation.network_path: is not allowed (got "nat", allowed endpoint, existing).',
    ],
  ]);
});

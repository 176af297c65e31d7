import { importsOfForgotten } from '../../review/imports-of-forgotten';

const change = (address: string, actions: string[], id: string | null) => ({
  address,
  change: { actions, before: id === null ? null : { id } },
});

test('what a plan forgets, by address and id, with the key of one of several; and nothing that it does otherwise', () => {
  const changes = [
    change('aws_kms_key.database', ['forget'], '1234-abcd'),
    change('aws_cloudwatch_log_group.application["/aws/lambda/api"]', ['forget'], '/aws/lambda/api'),
    change('aws_vpc_endpoint.secrets_manager', ['delete'], 'vpce-1'),
    change('aws_db_instance.database', ['update'], 'db-1'),
    change('aws_kms_key.logs', ['no-op'], '5678-abcd'),
    change('aws_sns_topic.alerts', ['create'], null),
  ];
  expect(importsOfForgotten(changes)).toEqual({
    'aws_kms_key.database': '1234-abcd',
    'aws_cloudwatch_log_group.application["/aws/lambda/api"]': '/aws/lambda/api',
  });
  expect(importsOfForgotten([])).toEqual({});
});

test('the policy of a role is imported by the role and the policy, not by the id in the state', () => {
  const before = {
    id: 'acme-backup-20261123000000000000000001',
    role: 'acme-backup',
    policy_arn: 'arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup',
  };
  const address = 'aws_iam_role_policy_attachment.backup';
  expect(importsOfForgotten([{ address, change: { actions: ['forget'], before } }])).toEqual({
    [address]: 'acme-backup/arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup',
  });
});

test('the route table of a subnet is imported by the two', () => {
  const before = { id: 'rtbassoc-1', subnet_id: 'subnet-1', route_table_id: 'rtb-1' };
  const address = 'aws_route_table_association.recovery_private_a';
  expect(importsOfForgotten([{ address, change: { actions: ['forget'], before } }])).toEqual({
    [address]: 'subnet-1/rtb-1',
  });
});

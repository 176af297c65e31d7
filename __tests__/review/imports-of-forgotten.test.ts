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

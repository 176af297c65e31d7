import { earlyGaJson } from '../../support/early-ga';

test('Performance Insights for 7 days, in the Standard mode, under the key of the database', async () => {
  expect((await earlyGaJson()).resource.aws_db_instance.database).toMatchObject({
    database_insights_mode: 'standard',
    performance_insights_enabled: true,
    performance_insights_retention_period: 7,
    performance_insights_kms_key_id: '${aws_kms_key.database.arn}',
  });
  const awsManaged = await earlyGaJson({
    database: { performance_insights: { retention_period: 31, key: 'aws-managed' } },
  });
  expect(awsManaged.resource.aws_db_instance.database).toMatchObject({ performance_insights_retention_period: 31 });
  expect(awsManaged.resource.aws_db_instance.database.performance_insights_kms_key_id).toBeUndefined();
});

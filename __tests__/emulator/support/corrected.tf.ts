import { backup } from './backup.tf';
import { globalDatabase } from './global-database.tf';
import { incidents } from './incidents.tf';
import { rotation } from './rotation.tf';
import { shieldAdvanced } from './shield.tf';

const BEFORE = {
  budget: '50',
  class: 'STANDARD',
  tag: 'first',
  days: 30,
  dataEvents: ['invoices'],
  encrypted: false,
  endpoint: 'https://${aws_vpc_endpoint.secrets_manager.dns_entry[0].dns_name}',
  incidents: { region: false, minutes: 15, phone: '+33612345678' },
};

const account = 'arn:aws:iam::123456789012:root';
const logsKeyPolicy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { AWS: account }, Action: 'kms:*', Resource: '*' },
    {
      Effect: 'Allow',
      Principal: { Service: 'logs.us-east-1.amazonaws.com' },
      Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
      Resource: '*',
      Condition: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': 'arn:aws:logs:us-east-1:123456789012:*' } },
    },
  ],
});

/** Two of all regions, in one bucket. */
function trails(bucketsWithDataEvents: readonly string[]) {
  const cloudTrail = { Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' } };
  const policy = {
    Version: '2012-10-17',
    Statement: [
      { ...cloudTrail, Action: 's3:GetBucketAcl', Resource: '${aws_s3_bucket.trails.arn}' },
      { ...cloudTrail, Action: 's3:PutObject', Resource: '${aws_s3_bucket.trails.arn}/AWSLogs/123456789012/*' },
    ],
  };
  const values = bucketsWithDataEvents.map((bucket) => `arn:aws:s3:::${bucket}/`);
  return {
    aws_s3_bucket: { trails: { bucket: 'trails' } },
    aws_s3_bucket_policy: { trails: { bucket: '${aws_s3_bucket.trails.id}', policy: JSON.stringify(policy) } },
    aws_cloudtrail: Object.fromEntries(
      ['first', 'second'].map((name) => [
        name,
        {
          name,
          s3_bucket_name: '${aws_s3_bucket.trails.id}',
          is_multi_region_trail: true,
          event_selector:
            values.length === 0
              ? []
              : [{ data_resource: [{ type: 'AWS::S3::Object', values }], read_write_type: 'All' }],
          depends_on: ['aws_s3_bucket_policy.trails'],
        },
      ]),
    ),
  };
}

/** One small configuration with every corrected type but aws_db_instance, whose creation alone takes 80 s. */
export function corrected(change = BEFORE) {
  const expression = {
    dimension: { key: 'ANOMALY_TOTAL_IMPACT_ABSOLUTE', match_options: ['GREATER_THAN_OR_EQUAL'], values: ['20'] },
  };
  const notification = (threshold: number, type: string) => ({
    comparison_operator: 'GREATER_THAN',
    threshold,
    threshold_type: 'PERCENTAGE',
    notification_type: type,
    subscriber_email_addresses: ['ops@example.com'],
    subscriber_sns_topic_arns: ['${aws_sns_topic.alerts.arn}'],
  });
  const around = backup(change);
  const provider = {
    max_retries: 2,
    skip_metadata_api_check: true,
    default_tags: { tags: { Project: 'test', Change: change.tag } },
  };
  return {
    terraform: { required_providers: { aws: { source: 'hashicorp/aws', version: '5.100.0' } } },
    provider: {
      aws: [
        { region: 'us-east-1', ...provider },
        { alias: 'recovery', region: 'eu-west-1', ...provider },
      ],
    },
    // An account that has a hub already, as the test makes one beforehand.
    import: [{ to: 'aws_securityhub_account.hub', id: '123456789012' }],
    // With a value that is not Terraform's, as a rotated secret has.
    data: { aws_secretsmanager_secret: { database: { name: 'shop/database' } } },
    resource: {
      aws_sns_topic: { alerts: { name: 'alerts' } },
      aws_budgets_budget: {
        monthly: {
          name: 'monthly',
          budget_type: 'COST',
          limit_amount: change.budget,
          limit_unit: 'USD',
          time_unit: 'MONTHLY',
          notification: [
            notification(50, 'ACTUAL'),
            notification(Number(change.budget), 'ACTUAL'),
            notification(100, 'FORECASTED'),
          ],
        },
      },
      aws_ce_anomaly_monitor: {
        services: { name: 'services', monitor_type: 'DIMENSIONAL', monitor_dimension: 'SERVICE' },
      },
      aws_ce_anomaly_subscription: {
        daily: {
          name: 'daily',
          frequency: 'IMMEDIATE',
          monitor_arn_list: ['${aws_ce_anomaly_monitor.services.arn}'],
          subscriber: [{ type: 'SNS', address: '${aws_sns_topic.alerts.arn}' }],
          threshold_expression: expression,
        },
      },
      aws_securityhub_account: {
        hub: { enable_default_standards: false, lifecycle: { ignore_changes: ['enable_default_standards'] } },
      },
      aws_securityhub_standards_subscription: {
        standards: {
          for_each: {
            foundational: 'arn:aws:securityhub:us-east-1::standards/aws-foundational-security-best-practices/v/1.0.0',
            cis: 'arn:aws:securityhub:us-east-1::standards/cis-aws-foundations-benchmark/v/3.0.0',
          },
          standards_arn: '${each.value}',
          depends_on: ['aws_securityhub_account.hub'],
        },
      },
      aws_accessanalyzer_analyzer: { account: { analyzer_name: 'account', type: 'ACCOUNT' } },
      aws_organizations_organization: {
        main: { feature_set: 'ALL', aws_service_access_principals: ['malware-protection.guardduty.amazonaws.com'] },
      },
      aws_organizations_account: {
        security: {
          name: 'security',
          email: 'security@example.com',
          depends_on: ['aws_organizations_organization.main'],
        },
      },
      aws_guardduty_organization_admin_account: {
        security: { admin_account_id: '${aws_organizations_account.security.id}' },
      },
      aws_securityhub_organization_admin_account: {
        security: { admin_account_id: '${aws_organizations_account.security.id}' },
      },
      aws_cloudwatch_log_group: {
        application: {
          name: '/application',
          retention_in_days: change.days,
          log_group_class: change.class,
          kms_key_id: change.encrypted ? '${aws_kms_key.logs.arn}' : null,
        },
        // The other way round: born with a key, which is taken away.
        other: { name: '/other', kms_key_id: change.encrypted ? null : '${aws_kms_key.logs.arn}' },
      },
      ...rotation(change),
      ...globalDatabase(change),
      ...incidents(change.incidents),
      ...around,
      ...trails(change.dataEvents),
      aws_kms_key: {
        ...around.aws_kms_key,
        logs: { description: 'logs', policy: logsKeyPolicy },
        replica: { provider: 'aws.recovery', description: 'replica' },
      },
      aws_secretsmanager_secret: {
        replicated: {
          name: 'replicated',
          replica: [{ region: 'eu-west-1', kms_key_id: change.encrypted ? null : '${aws_kms_key.replica.arn}' }],
          recovery_window_in_days: 0,
        },
      },
      aws_security_group: {
        database: { name: 'database', vpc_id: '${aws_vpc.main.id}' },
        clients: { name: 'clients', vpc_id: '${aws_vpc.main.id}' },
        endpoint: { name: 'endpoint', vpc_id: '${aws_vpc.main.id}' },
      },
      aws_vpc_security_group_ingress_rule: {
        clients: {
          description: 'from the clients',
          security_group_id: '${aws_security_group.database.id}',
          referenced_security_group_id: '${aws_security_group.clients.id}',
          ip_protocol: 'tcp',
          from_port: 5432,
          to_port: 5432,
        },
      },
      ...shieldAdvanced(change),
      aws_config_configuration_recorder: {
        all: { name: 'all', role_arn: 'arn:aws:iam::123456789012:role/config' },
      },
      aws_config_config_rule: {
        tagged: {
          name: 'tagged',
          source: { owner: 'AWS', source_identifier: 'RDS_STORAGE_ENCRYPTED' },
          scope: { tag_key: 'Environment', tag_value: change.tag },
          depends_on: ['aws_config_configuration_recorder.all'],
        },
      },
      aws_db_parameter_group: {
        database: {
          name: 'database',
          family: 'postgres16',
          parameter: [
            { name: 'rds.force_ssl', value: '1' },
            { name: 'shared_preload_libraries', value: 'pg_stat_statements', apply_method: 'pending-reboot' },
          ],
        },
      },
    },
  };
}

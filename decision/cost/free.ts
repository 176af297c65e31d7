export interface Free {
  readonly why: string;
  readonly source: string;
}

const DATE = '2026-11-23';

const free = (why: string, page: string): Free => ({ why, source: `${page}, ${DATE}` });

const IAM = free('IAM is free', 'https://aws.amazon.com/iam/faqs/');
const VPC = free(
  'a VPC, its subnets, route tables and security groups are free',
  'https://aws.amazon.com/vpc/pricing/',
);
const RDS = free(
  'only instances, storage, reads and writes, backups and transfer are charged',
  'https://aws.amazon.com/rds/pricing/',
);
const BUCKET = free('a setting of the bucket, on whose line its objects are', 'https://aws.amazon.com/s3/pricing/');
const ORGANIZATIONS = free(
  'AWS Organizations is free; each account pays for what is in it',
  'https://aws.amazon.com/organizations/faqs/',
);
const SNS = free(
  'topics are free; messages are on the lines of the subscriptions',
  'https://aws.amazon.com/sns/pricing/',
);
const EVENTS = free(
  "events of AWS's own services and schedules on the default bus are free",
  'https://aws.amazon.com/eventbridge/pricing/',
);
const WAF = free('on the line of the web ACL', 'https://aws.amazon.com/waf/pricing/');
const INCIDENT_MANAGER = free('in the price of the response plan', 'https://aws.amazon.com/systems-manager/pricing/');
const CONFIG = free('on the line of the recorder', 'https://aws.amazon.com/config/pricing/');
const SHIELD = free('in the price of the subscription', 'https://aws.amazon.com/shield/pricing/');
const LAMBDA = free('on the line of the function', 'https://aws.amazon.com/lambda/pricing/');
const DELEGATION = free(
  'delegating costs nothing; each account pays for the service',
  'https://aws.amazon.com/organizations/faqs/',
);

/** Resource types that cost nothing by themselves, and the page that says so. */
export const FREE: Readonly<Record<string, Free>> = {
  aws_accessanalyzer_analyzer: free(
    'analyzers of external access are free',
    'https://aws.amazon.com/iam/access-analyzer/pricing/',
  ),
  aws_backup_selection: free('on the line of the backup plan', 'https://aws.amazon.com/backup/pricing/'),
  aws_backup_vault: free('on the line of the backup plan', 'https://aws.amazon.com/backup/pricing/'),
  aws_budgets_budget: free(
    'a budget without actions is free',
    'https://aws.amazon.com/aws-cost-management/aws-budgets/pricing/',
  ),
  aws_ce_anomaly_monitor: free(
    'Cost Anomaly Detection is free',
    'https://aws.amazon.com/aws-cost-management/aws-cost-anomaly-detection/',
  ),
  aws_ce_anomaly_subscription: free(
    'Cost Anomaly Detection is free',
    'https://aws.amazon.com/aws-cost-management/aws-cost-anomaly-detection/',
  ),
  aws_cloudwatch_event_rule: EVENTS,
  aws_cloudwatch_event_target: EVENTS,
  aws_config_configuration_recorder_status: CONFIG,
  aws_config_delivery_channel: CONFIG,
  aws_db_parameter_group: RDS,
  aws_db_subnet_group: RDS,
  aws_default_security_group: VPC,
  aws_guardduty_organization_admin_account: DELEGATION,
  aws_iam_role: IAM,
  aws_iam_role_policy: IAM,
  aws_iam_role_policy_attachment: IAM,
  aws_iam_service_linked_role: IAM,
  aws_kms_alias: free('on the line of the key', 'https://aws.amazon.com/kms/pricing/'),
  aws_lambda_function_event_invoke_config: LAMBDA,
  aws_lambda_permission: LAMBDA,
  aws_organizations_account: ORGANIZATIONS,
  aws_organizations_delegated_administrator: DELEGATION,
  aws_organizations_organization: ORGANIZATIONS,
  aws_organizations_organizational_unit: ORGANIZATIONS,
  aws_organizations_policy: ORGANIZATIONS,
  aws_organizations_policy_attachment: ORGANIZATIONS,
  aws_rds_cluster_parameter_group: RDS,
  aws_rds_global_cluster: free('on the lines of its clusters', 'https://aws.amazon.com/rds/aurora/pricing/'),
  aws_route_table: VPC,
  aws_route_table_association: VPC,
  aws_s3_bucket_lifecycle_configuration: BUCKET,
  aws_s3_bucket_logging: BUCKET,
  aws_s3_bucket_object_lock_configuration: BUCKET,
  aws_s3_bucket_ownership_controls: BUCKET,
  aws_s3_bucket_policy: BUCKET,
  aws_s3_bucket_public_access_block: BUCKET,
  aws_s3_bucket_server_side_encryption_configuration: BUCKET,
  aws_s3_bucket_versioning: BUCKET,
  aws_secretsmanager_secret_rotation: free(
    'on the line of the secret',
    'https://aws.amazon.com/secrets-manager/pricing/',
  ),
  aws_security_group: VPC,
  aws_securityhub_organization_admin_account: DELEGATION,
  aws_securityhub_standards_subscription: free(
    'its checks are on the line of aws_securityhub_account',
    'https://aws.amazon.com/security-hub/cspm/pricing/',
  ),
  aws_shield_application_layer_automatic_response: SHIELD,
  aws_shield_drt_access_role_arn_association: SHIELD,
  aws_shield_protection: SHIELD,
  aws_sns_topic: SNS,
  aws_sns_topic_policy: SNS,
  aws_sns_topic_subscription: free('messages to queues and functions are free', 'https://aws.amazon.com/sns/pricing/'),
  aws_sqs_queue_policy: free('on the line of the queue', 'https://aws.amazon.com/sqs/pricing/'),
  aws_ssm_document: free(
    'a document costs nothing; runs of an Automation do',
    'https://aws.amazon.com/systems-manager/pricing/',
  ),
  aws_ssm_parameter: free('standard parameters are free', 'https://aws.amazon.com/systems-manager/pricing/'),
  aws_ssmcontacts_contact: INCIDENT_MANAGER,
  aws_ssmcontacts_contact_channel: INCIDENT_MANAGER,
  aws_ssmcontacts_plan: INCIDENT_MANAGER,
  aws_ssmincidents_replication_set: INCIDENT_MANAGER,
  aws_subnet: VPC,
  aws_vpc: VPC,
  aws_vpc_endpoint: free('gateway endpoints are free', 'https://aws.amazon.com/privatelink/pricing/'),
  aws_vpc_security_group_egress_rule: VPC,
  aws_vpc_security_group_ingress_rule: VPC,
  aws_wafv2_web_acl_association: WAF,
  aws_wafv2_web_acl_logging_configuration: free(
    'its records are on the line of the log group',
    'https://aws.amazon.com/cloudwatch/pricing/',
  ),
  null_resource: {
    why: 'runs on the machine of whoever deploys',
    source: 'https://registry.terraform.io/providers/hashicorp/null/latest/docs/resources/resource, 2026-11-23',
  },
};

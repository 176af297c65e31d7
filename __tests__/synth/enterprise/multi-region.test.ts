import { argumentsOf } from '../../support/early-ga';
import { AWS, enterpriseJson } from '../../support/enterprise';
import { addresses, type Json } from '../../support/stack-json';

const THERE = 'aws.eu_west_1';
const TARGET = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/web/0123456789abcdef';
const FRANKFURT = { ...AWS, region: 'eu-central-1' };

let stack: Json;

beforeAll(async () => {
  stack = await enterpriseJson({
    contacts: { emails: ['a@acme.example'], https_endpoints: ['https://alerts.example'] },
  });
});

/** As in the environment's own region, and with what differs. */
function asAtHome(type: string, name: string, differences: Json = {}): void {
  const home = { ...argumentsOf(stack.resource[type][name]), provider: THERE, ...differences };
  const text = JSON.stringify(argumentsOf(stack.resource[type][`recovery_${name}`])).replaceAll('recovery_', '');
  expect(JSON.parse(text)).toEqual(home);
}

describe('the secret', () => {
  test('has a replica under a key of the recovery region, and overwrites nothing there', () => {
    const { replica, force_overwrite_replica_secret } = stack.resource.aws_secretsmanager_secret.database;
    expect(replica).toEqual([{ region: 'eu-west-1', kms_key_id: '${aws_kms_key.recovery_secrets.arn}' }]);
    expect(force_overwrite_replica_secret).toBeUndefined();
    expect(stack.resource.aws_kms_key.recovery_secrets.provider).toBe(THERE);
    expect(stack.output.recovery_database_secret_arn.value).toBe(
      '${replace(aws_secretsmanager_secret.database.arn, ":us-east-1:", ":eu-west-1:")}',
    );
  });

  test('of RDS has none, and no key that nothing needs', async () => {
    const managed = await enterpriseJson({ credentials: { mode: 'rds-managed' } });
    expect(managed.resource.aws_secretsmanager_secret).toBeUndefined();
    expect(managed.resource.aws_kms_key.recovery_secrets).toBeUndefined();
    expect(managed.output.recovery_database_secret_arn).toBeUndefined();
  });
});

test('the alerts have a topic there, with the same policy and subscribers, under a key of that region', () => {
  asAtHome('aws_sns_topic', 'alerts', { kms_master_key_id: '${aws_kms_key.notifications.arn}' });
  asAtHome('aws_sns_topic_policy', 'alerts');
  asAtHome('aws_sns_topic_subscription', 'email');
  asAtHome('aws_sns_topic_subscription', 'https');
  expect(stack.resource.aws_kms_key.recovery_notifications.provider).toBe(THERE);
});

describe('the firewall', () => {
  test('has the same rules, Bot Control included, a log group and an alarm of that region', () => {
    asAtHome('aws_wafv2_web_acl', 'firewall');
    asAtHome('aws_wafv2_web_acl_logging_configuration', 'firewall', { provider: THERE });
    asAtHome('aws_cloudwatch_log_group', 'firewall');
    expect(stack.resource.aws_wafv2_web_acl.recovery_firewall.rule).toHaveLength(6);
    expect(stack.resource.aws_cloudwatch_metric_alarm.recovery_firewall_blocked_requests).toMatchObject({
      provider: THERE,
      alarm_name: 'acme-recovery-firewall-blocked-requests',
      dimensions: { WebACL: 'acme', Rule: 'ALL', Region: 'eu-west-1' },
      alarm_actions: ['${aws_sns_topic.recovery_alerts.arn}'],
      ok_actions: ['${aws_sns_topic.recovery_alerts.arn}'],
    });
  });

  test('protects what the environment names there, and is as strict as at home', async () => {
    const strict = await enterpriseJson({
      firewall: { rate_limit: 100, rules: { bot_control: 'block' } },
      multi_region: { firewall_target_arns: [TARGET] },
    });
    expect(strict.resource.aws_wafv2_web_acl_association.recovery_target).toMatchObject({
      provider: THERE,
      for_each: `\${toset(["${TARGET}"])}`,
      web_acl_arn: '${aws_wafv2_web_acl.recovery_firewall.arn}',
    });
    expect(strict.resource.aws_wafv2_web_acl_association.target).toBeUndefined();
    expect(strict.resource.aws_wafv2_web_acl.recovery_firewall.rule).toEqual(
      strict.resource.aws_wafv2_web_acl.firewall.rule,
    );
  });

  test('in front of CloudFront is everywhere already', async () => {
    const json = await enterpriseJson({ firewall: { scope: 'CLOUDFRONT' } });
    expect(addresses(json).filter((address) => address.includes('recovery_firewall'))).toEqual([]);
    expect(json.resource.aws_kms_key.recovery_logs).toBeUndefined();
  });
});

describe('health checks', () => {
  const health_checks = [
    { fqdn: 'app.example.com', path: '/health', interval: 10, regions: ['us-east-1', 'eu-west-1', 'sa-east-1'] },
    { fqdn: 'db.example.com', type: 'TCP', port: 5432 },
  ];

  test('are none until the environment names endpoints', () => {
    expect(stack.resource.aws_route53_health_check).toBeUndefined();
    expect(stack.output.health_check_ids).toBeUndefined();
  });

  test('are keyed by what they check, and say their ids', async () => {
    const { resource, output } = await enterpriseJson({ multi_region: { health_checks } });
    const { for_each, ...check } = argumentsOf(resource.aws_route53_health_check.endpoint);
    expect(for_each).toEqual({
      'app.example.com:443/health': {
        fqdn: 'app.example.com',
        type: 'HTTPS',
        port: 443,
        path: '/health',
        interval: 10,
        failure_threshold: 3,
        regions: ['us-east-1', 'eu-west-1', 'sa-east-1'],
        enable_sni: true,
      },
      'db.example.com:5432': {
        fqdn: 'db.example.com',
        type: 'TCP',
        port: 5432,
        path: null,
        interval: 30,
        failure_threshold: 3,
        regions: null,
        enable_sni: null,
      },
    });
    expect(check).toMatchObject({ fqdn: '${each.value.fqdn}', regions: '${each.value.regions}' });
    expect(output.health_check_ids.value).toBe(
      '${{ for endpoint, check in aws_route53_health_check.endpoint : endpoint => check.id }}',
    );
  });

  test.each([
    ['at home, where that is us-east-1', AWS, undefined, 'alerts'],
    [
      'of the recovery region, where that is',
      { ...AWS, region: 'eu-west-1', recovery_region: 'us-east-1' },
      'aws.us_east_1',
      'recovery_alerts',
    ],
    ['of its own, elsewhere', FRANKFURT, 'aws.us_east_1', 'global_alerts'],
  ])('have alarms in us-east-1, which publish to the topic %s', async (_title, aws, provider, topic) => {
    const { resource } = await enterpriseJson({ aws, multi_region: { health_checks } });
    const alarm = resource.aws_cloudwatch_metric_alarm.endpoint_unhealthy;
    expect(alarm.provider).toBe(provider);
    expect(alarm).toMatchObject({
      for_each: '${aws_route53_health_check.endpoint}',
      dimensions: { HealthCheckId: '${each.value.id}' },
      alarm_name: 'acme-endpoint-unhealthy ${each.key}',
      ok_actions: [`\${aws_sns_topic.${topic}.arn}`],
    });
    // Only at home does it open an incident, too: that takes a target in the alarm's own region.
    expect(alarm.alarm_actions).toEqual([
      `\${aws_sns_topic.${topic}.arn}`,
      ...(topic === 'alerts' ? [expect.stringContaining(':opsitem:1')] : []),
    ]);
    expect(Object.keys(resource.aws_sns_topic).includes('global_alerts')).toBe(topic === 'global_alerts');
    if (topic === 'global_alerts') {
      expect(resource.aws_sns_topic.global_alerts).toMatchObject({ provider: 'aws.us_east_1', name: 'acme-alerts' });
      expect(resource.aws_sns_topic_subscription.global_email.provider).toBe('aws.us_east_1');
    }
  });
});

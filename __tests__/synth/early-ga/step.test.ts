import knownAddresses from '../../../modules/addresses.json';
import { argumentsOf, earlyGaJson, KEYS } from '../../support/early-ga';
import { addresses, type Json, stackJson } from '../../support/stack-json';

let beta: Json;
let earlyGa: Json;

beforeAll(async () => {
  [beta, earlyGa] = await Promise.all([stackJson(), earlyGaJson()]);
});

/** What one tier says otherwise than the other of the resources that both have: `address: argument`. */
function differences(lower: Json, upper: Json): string[] {
  return addresses(lower).flatMap((address) => {
    const [type = '', name = ''] = address.split('.');
    const [before, after] = [argumentsOf(lower.resource[type][name]), argumentsOf(upper.resource[type]?.[name] ?? {})];
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    const changed = keys.filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));
    return changed.sort().map((key) => `${address}: ${key}`);
  });
}

describe('the step up from beta', () => {
  test('keeps every address, and changes these arguments only', () => {
    expect(differences(beta, earlyGa)).toEqual([
      'aws_cloudwatch_log_group.database_postgresql: kms_key_id',
      'aws_cloudwatch_log_group.database_postgresql: retention_in_days',
      'aws_cloudwatch_log_group.database_upgrade: kms_key_id',
      'aws_cloudwatch_log_group.database_upgrade: retention_in_days',
      'aws_cloudwatch_log_group.firewall: kms_key_id',
      'aws_cloudwatch_log_group.firewall: retention_in_days',
      'aws_db_instance.database: database_insights_mode',
      'aws_db_instance.database: kms_key_id',
      'aws_db_instance.database: lifecycle',
      'aws_db_instance.database: performance_insights_enabled',
      'aws_db_instance.database: performance_insights_kms_key_id',
      'aws_db_instance.database: performance_insights_retention_period',
      'aws_secretsmanager_secret.database: kms_key_id',
      'aws_secretsmanager_secret.database: lifecycle',
      'aws_sns_topic.alerts: kms_master_key_id',
      'aws_wafv2_web_acl.firewall: rule',
    ]);
  });

  test('says nothing of the tier in a tag, a name or a provider', () => {
    expect(earlyGa.provider).toEqual(beta.provider);
    expect(earlyGa.terraform).toEqual(beta.terraform);
  });

  test('adds these, and no others', () => {
    const before = addresses(beta);
    expect(addresses(earlyGa).filter((address) => !before.includes(address))).toEqual([
      'aws_cloudwatch_log_group.rotation_function',
      'aws_cloudwatch_metric_alarm.rotation_failed',
      ...KEYS.map((name) => `aws_kms_alias.${name}`),
      ...KEYS.map((name) => `aws_kms_key.${name}`),
      'aws_secretsmanager_secret_rotation.database',
      'aws_security_group.rotation_function',
      'aws_security_group.secrets_manager_endpoint',
      'aws_serverlessapplicationrepository_cloudformation_stack.rotation_function',
      'aws_vpc_endpoint.secrets_manager',
      'aws_vpc_security_group_egress_rule.rotation_to_database',
      'aws_vpc_security_group_egress_rule.rotation_to_secrets_manager',
      'aws_vpc_security_group_ingress_rule.rotation_to_database',
      'aws_vpc_security_group_ingress_rule.rotation_to_secrets_manager',
    ]);
  });
});

describe('the step down to beta', () => {
  test('forgets every stateful address of early-ga, and deletes none', () => {
    const stateful = knownAddresses.filter(({ tier, stateful }) => tier === 'early-ga' && stateful);
    expect(beta.removed).toEqual(
      expect.arrayContaining(stateful.map(({ address }) => ({ from: address, lifecycle: { destroy: false } }))),
    );
    expect(stateful.map(({ address }) => address)).toEqual([
      ...KEYS.map((name) => `aws_kms_alias.${name}`),
      ...KEYS.map((name) => `aws_kms_key.${name}`),
      'aws_cloudwatch_log_group.rotation_function',
    ]);
  });

  test('early-ga forgets nothing of its own', () => {
    const forgotten = (earlyGa.removed ?? []).map(({ from }: Json) => from);
    expect(forgotten.filter((address: string) => addresses(earlyGa).includes(address))).toEqual([]);
  });
});

import { type Emulator, startEmulator } from '../../emulator';
import { environmentYaml, synthesize } from '../support/synthesize';
import { changes, type Plan, Terraform } from '../support/terraform';

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator();
});

afterAll(() => emulator?.stop());

async function plan(settings: Record<string, unknown>): Promise<Plan> {
  const { stackDirectory } = await synthesize(environmentYaml(settings));
  const terraform = new Terraform(stackDirectory, emulator.environment);
  await terraform.init();
  return terraform.plan();
}

/** What the real provider accepts, and would create, for settings that no deploy test has. */
test.each<[string, Record<string, unknown>, number]>([
  ['RDS manages the password, and all is off that can be', { ...rdsManaged(), ...everythingOff() }, 38],
  ['an existing network, and what the account has already', { ...existingNetwork(), ...alreadyThere() }, 40],
  ['early-ga in front of CloudFront, from another region', { tier: 'early-ga', ...cloudFront() }, 71],
])('%s', async (_, settings, resources) => {
  const planned = await plan(settings);
  expect(changes(planned).filter((change) => !change.endsWith(': create'))).toEqual([]);
  expect(changes(planned)).toHaveLength(resources);
});

test('another account than the file’s is refused before anything is read', async () => {
  await expect(plan({ aws: { account_id: '999999999999', region: 'us-east-1' } })).rejects.toThrow(
    'AWS account ID not allowed: 123456789012',
  );
});

function cloudFront() {
  return { aws: { account_id: '123456789012', region: 'eu-west-1' }, firewall: { scope: 'CLOUDFRONT' } };
}

function existingNetwork() {
  return {
    network: { vpc_id: 'vpc-0123456789abcdef0', subnet_ids: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'] },
  };
}

function rdsManaged() {
  return { credentials: { mode: 'rds-managed' } };
}

function alreadyThere() {
  return {
    account_wide: {
      security_hub: 'existing',
      guardduty: 'existing',
      access_analyzer: 'existing',
      cost_anomaly_monitor: 'existing',
    },
    cost_monitoring: {
      anomaly_monitor_arn: 'arn:aws:ce::123456789012:anomalymonitor/12345678-1234-1234-1234-123456789012',
    },
  };
}

function everythingOff() {
  return {
    account_wide: { security_hub: 'off', guardduty: 'off', access_analyzer: 'off', cost_anomaly_monitor: 'off' },
  };
}

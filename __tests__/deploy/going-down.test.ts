import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { withoutKeys } from '../../demo/plan-summary';
import knownAddresses from '../../modules/addresses.json';
import { currentVersion } from '../support/database-secret';
import { Deployment } from '../support/deployment';
import { KEYS } from '../support/early-ga';
import { guideSection } from '../support/guide';
import { DATABASE, huntaze, SECRET } from '../support/huntaze';
import { livePassword } from '../support/live-password';
import { addressesBy, changes, counts, type Plan, updates } from '../support/terraform';

const GUIDE = 'going-down.md';
/** The rotation, its alarm and its way through the network: they hold no data, and early-ga makes them anew. */
const DESTROYED = [
  'aws_cloudwatch_metric_alarm.rotation_failed',
  'aws_secretsmanager_secret_rotation.database',
  'aws_security_group.rotation_function',
  'aws_security_group.secrets_manager_endpoint',
  'aws_serverlessapplicationrepository_cloudformation_stack.rotation_function',
  'aws_vpc_endpoint.secrets_manager',
  'aws_vpc_security_group_egress_rule.rotation_to_database',
  'aws_vpc_security_group_egress_rule.rotation_to_secrets_manager',
  'aws_vpc_security_group_ingress_rule.rotation_to_database',
  'aws_vpc_security_group_ingress_rule.rotation_to_secrets_manager',
];

async function savedPlan({ terraform }: Deployment, file: string): Promise<Plan> {
  return JSON.parse(String((await terraform.start(['show', '-json', file])).stdout));
}

/** Ids of the keys that are in use, by their aliases. */
async function enabledKeys({ aws }: Deployment): Promise<string[]> {
  const answers = await Promise.all(
    KEYS.map((key) => aws.call('kms', 'describe-key', '--key-id', `alias/huntaze-${key}`)),
  );
  expect(answers.map(({ KeyMetadata }) => KeyMetadata.KeyState)).toEqual(KEYS.map(() => 'Enabled'));
  return answers.map(({ KeyMetadata }) => KeyMetadata.KeyId);
}

test('early-ga, created directly: down to beta by the guide, which forgets and deletes no data, and up again', () =>
  Deployment.with(huntaze({ tier: 'early-ga' }), async (deployment) => {
    const { terraform, aws, emulator, synthesis } = deployment;
    const report: string[] = [];
    const secrets = async () => [await livePassword(emulator, DATABASE), await currentVersion(aws, SECRET)];
    await terraform.init();
    const first = await terraform.plan();
    const created = counts(first);
    expect(created).toBe('75 to add, 0 to change, 0 to replace, 0 to forget, 0 to destroy');
    report.push(`early-ga, created directly: ${created}`);
    await terraform.applyPlan(first);
    expect(changes(await terraform.plan())).toEqual([]);
    const keys = await enabledKeys(deployment);
    const { DBInstances } = await aws.call('rds', 'describe-db-instances');
    expect(DBInstances[0].KmsKeyId).toContain(keys[KEYS.indexOf('database')]);
    const before = await secrets();

    // Destroyed as it is, nothing at all would be: not even what Terraform may destroy.
    await expect(terraform.plan('-destroy')).rejects.toThrow(/aws_kms_key\.\w+ has lifecycle\.prevent_destroy\s+set/);

    await writeFile(synthesis.environmentFile, huntaze(guideSection(GUIDE, 'Go down').settings));
    const [, , planned, , applied] = await deployment.follow(GUIDE, 'Go down');
    expect(planned).toContain('Some objects will no longer be managed by Terraform');
    expect(applied).toContain('Apply complete!');
    const down = await savedPlan(deployment, 'down.tfplan');
    const stateful = knownAddresses.filter((address) => address.stateful).map(({ address }) => address);
    const destroyed = addressesBy(down, 'delete');
    expect(destroyed.map(withoutKeys).filter((address) => stateful.includes(address))).toEqual([]);
    expect(destroyed.sort()).toEqual(DESTROYED);
    expect(addressesBy(down, 'forget')).toHaveLength(9);
    expect(counts(down)).toMatch(/^0 to add, \d+ to change, 0 to replace, /);
    // The logs are kept for as long as before, as the guide has it.
    expect(updates(down)['aws_cloudwatch_log_group.database_postgresql']).toEqual(['kms_key_id']);
    report.push(`early-ga → beta: ${counts(down)}`);
    expect(changes(await terraform.plan())).toEqual([]);
    expect(await enabledKeys(deployment)).toEqual(keys);
    expect(await secrets()).toEqual(before);

    const [aliases] = await deployment.follow(GUIDE, 'Back up', { first: 1 });
    const lines = KEYS.map((key, index) => `alias/huntaze-${key}\t${keys[index]}`);
    expect(aliases?.trim().split('\n').sort()).toEqual(lines);
    const settings = KEYS.reduce(
      (text, key, index) => text.replace(`${key.toUpperCase()}_KEY_ID`, String(keys[index])),
      stringify(guideSection(GUIDE, 'Back up').settings),
    );
    // What was kept is what the guide shows.
    const kept = parse(await readFile(join(synthesis.directory, 'imports.yaml'), 'utf8'));
    expect({ tier: 'early-ga', ...kept }).toEqual(parse(settings));
    await writeFile(synthesis.environmentFile, huntaze(parse(settings)));
    const [, , plannedUp, appliedUp] = await deployment.follow(GUIDE, 'Back up', { from: 1 });
    expect(plannedUp).toMatch(/9 to import, \d+ to add, \d+ to change, 0 to destroy/);
    expect(appliedUp).toContain('Apply complete!');
    report.push(`beta → early-ga, with the keys that are there: ${counts(await savedPlan(deployment, 'up.tfplan'))}`);
    expect(changes(await terraform.plan())).toEqual([]);
    expect(await enabledKeys(deployment)).toEqual(keys);
    expect(await secrets()).toEqual(before);
    process.stdout.write(`${report.join('\n')}\n`);
  }));

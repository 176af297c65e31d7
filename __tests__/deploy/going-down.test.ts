import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import knownAddresses from '../../modules/addresses.json';
import { currentVersion } from '../support/database-secret';
import { Deployment } from '../support/deployment';
import { guideSection } from '../support/guide';
import { livePassword } from '../support/live-password';
import { ROOT } from '../support/synthesize';
import { addressesBy, changes, counts, type Plan, updates } from '../support/terraform';

const GUIDE = 'going-down.md';
const DATABASE = 'huntaze-postgres-production';
const SECRET = 'huntaze/database';
const KEYS = ['database', 'logs', 'notifications', 'secrets'];

/** The environment that the guide is about. */
function huntaze(settings: Record<string, unknown> = {}): string {
  return stringify({ ...parse(readFileSync(join(ROOT, 'environments', 'huntaze.yaml'), 'utf8')), ...settings });
}

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
    report.push(`early-ga, created directly: ${counts(await terraform.plan())}`);
    await terraform.apply();
    expect(changes(await terraform.plan())).toEqual([]);
    const keys = await enabledKeys(deployment);
    const { DBInstances } = await aws.call('rds', 'describe-db-instances');
    expect(DBInstances[0].KmsKeyId).toContain(keys[KEYS.indexOf('database')]);
    const before = await secrets();

    // Destroyed as it is, nothing at all would be: not even what Terraform may destroy.
    await expect(terraform.plan('-destroy')).rejects.toThrow(/aws_kms_key\.\w+ has lifecycle\.prevent_destroy\s+set/);

    await writeFile(synthesis.environmentFile, huntaze(guideSection(GUIDE, 'Go down').settings));
    const [, planned, applied] = await deployment.follow(GUIDE, 'Go down');
    expect(planned).toContain('Some objects will no longer be managed by Terraform');
    expect(applied).toContain('Apply complete!');
    const down = await savedPlan(deployment, 'down.tfplan');
    const stateful = knownAddresses.filter((address) => address.stateful).map(({ address }) => address);
    expect(addressesBy(down, 'delete').filter((address) => stateful.includes(address))).toEqual([]);
    expect(addressesBy(down, 'forget')).toHaveLength(9);
    expect(counts(down)).toMatch(/^0 to add, \d+ to change, 0 to replace, /);
    // The logs are kept for as long as before, as the guide has it.
    expect(updates(down)['aws_cloudwatch_log_group.database_postgresql']).toEqual(['kms_key_id']);
    report.push(`early-ga → beta: ${counts(down)}`);
    expect(changes(await terraform.plan())).toEqual([]);
    expect(await enabledKeys(deployment)).toEqual(keys);
    expect(await secrets()).toEqual(before);

    const ids = await deployment.follow(GUIDE, 'Back up', { first: KEYS.length });
    expect(ids.map((id) => id.trim())).toEqual(keys);
    const settings = KEYS.reduce(
      (text, key, index) => text.replace(`${key.toUpperCase()}_KEY_ID`, String(keys[index])),
      stringify(guideSection(GUIDE, 'Back up').settings),
    );
    await writeFile(synthesis.environmentFile, huntaze(parse(settings)));
    const [, plannedUp, appliedUp] = await deployment.follow(GUIDE, 'Back up', { from: KEYS.length });
    expect(plannedUp).toMatch(/9 to import, \d+ to add, \d+ to change, 0 to destroy/);
    expect(appliedUp).toContain('Apply complete!');
    report.push(`beta → early-ga, with the keys that are there: ${counts(await savedPlan(deployment, 'up.tfplan'))}`);
    expect(changes(await terraform.plan())).toEqual([]);
    expect(await enabledKeys(deployment)).toEqual(keys);
    expect(await secrets()).toEqual(before);
    process.stdout.write(`${report.join('\n')}\n`);
  }));

import { join } from 'node:path';
import { TIERS, type Tier } from '../../config';
import knownAddresses from '../../modules/addresses.json';
import type { Aws } from '../support/aws';
import { cutApply, instancesIn, randomPlaces } from '../support/cut-apply';
import { currentVersion } from '../support/database-secret';
import { deployedTypes, PLANNED_ONLY } from '../support/deployed-types';
import { Deployment } from '../support/deployment';
import { EVERY_OPTION } from '../support/every-option';
import { DATABASE, huntaze, SECRET } from '../support/huntaze';
import { livePassword } from '../support/live-password';
import { addressesBy, changes, counts } from '../support/terraform';

/**
 * What the options leave out. The replication of backups, and all of OpsCenter: __tests__/examples/deploy.test.ts. The rest:
 * __tests__/emulator/corrections.test.ts.
 */
const DEPLOYED_ELSEWHERE = {
  'production-ga': ['aws_db_instance_automated_backups_replication'],
  enterprise: [
    'aws_rds_global_cluster',
    'aws_shield_application_layer_automatic_response',
    'aws_shield_protection',
    'aws_wafv2_web_acl_association',
  ],
};

/** How often the step up to a tier is cut. */
const CUTS: Partial<Record<Tier, number>> = { 'early-ga': 1, 'production-ga': 2, enterprise: 2 };

const at = (tier: Tier, settings: Record<string, unknown> = {}) => huntaze({ ...EVERY_OPTION, tier, ...settings });

/** By hand, as docs/guides/going-down.md says: Terraform has forgotten it. */
async function deleteReplica(aws: Aws): Promise<void> {
  const { DBClusters } = await aws.call('rds', 'describe-db-clusters');
  const [cluster, ...others] = DBClusters;
  expect(others).toEqual([]);
  const named = ['--db-cluster-identifier', cluster.DBClusterIdentifier];
  // Of a replica, AWS does not delete the last instance.
  await aws.call('rds', 'promote-read-replica-db-cluster', ...named);
  for (const { DBInstanceIdentifier } of cluster.DBClusterMembers) {
    await aws.call('rds', 'delete-db-instance', '--db-instance-identifier', DBInstanceIdentifier);
  }
  await aws.call('rds', 'modify-db-cluster', ...named, '--no-deletion-protection', '--apply-immediately');
  await aws.call('rds', 'delete-db-cluster', ...named, '--skip-final-snapshot');
}

test('one state from beta to the top: nothing replaced, nothing destroyed, cut five times; and a destroy', () =>
  Deployment.with(at('beta'), async (deployment) => {
    const { terraform, aws, emulator, synthesis } = deployment;
    const state = join(synthesis.directory, 'terraform.huntaze.tfstate');
    const table: string[] = [];
    const secrets = async () => [await livePassword(emulator, DATABASE), await currentVersion(aws, SECRET)];
    let bornWith: string[] | undefined;
    await terraform.init();

    for (const tier of TIERS) {
      const began = Date.now();
      // One word in the file.
      await deployment.rewrite(at(tier));
      await terraform.init();
      const plan = await terraform.plan();
      expect(counts(plan)).toMatch(/^\d+ to add, \d+ to change, 0 to replace, 0 to forget, 0 to destroy$/);
      const added = addressesBy(plan, 'create').length;
      const before = tier === 'beta' ? 0 : instancesIn(state);
      for (const place of randomPlaces(CUTS[tier] ?? 0, added - 1)) {
        const call = await cutApply(deployment, state, before + place);
        process.stdout.write(`${tier}: killed after resource ${place} of ${added}, before ${call}\n`);
      }
      await (CUTS[tier] === undefined ? terraform.applyPlan(plan) : terraform.apply());
      expect(changes(await terraform.plan())).toEqual([]);
      bornWith ??= await secrets();
      expect(await secrets()).toEqual(bornWith);
      table.push(`${tier}: ${counts(plan)}; second plan empty; ${Math.round((Date.now() - began) / 1000)} s`);
    }

    const types = new Set((await terraform.addresses()).map((address) => address.split('.')[0] as string));
    for (const [tier, elsewhere] of Object.entries(DEPLOYED_ELSEWHERE)) {
      const how = await deployedTypes(tier, types);
      const notHere = how.filter((line) => line.endsWith(PLANNED_ONLY)).map((line) => line.split(' ')[0]);
      expect([tier, notHere]).toEqual([tier, elsewhere]);
    }

    // From the top to the bottom in one step, and then away.
    await deployment.rewrite(at('beta', { database: { identifier: DATABASE, deletion_protection: false } }));
    const down = await terraform.plan();
    const stateful = new Set(knownAddresses.filter((one) => one.stateful).map(({ address }) => address));
    const destroyed = addressesBy(down, 'delete').map((address) => address.replace(/\[.*$/, ''));
    expect(destroyed.filter((address) => stateful.has(address))).toEqual([]);
    expect(counts(down)).toMatch(/ 0 to replace, /);
    await terraform.applyPlan(down);
    expect(changes(await terraform.plan())).toEqual([]);
    expect(await secrets()).toEqual(bornWith);
    table.push(`enterprise → beta: ${counts(down)}`);
    // AWS deletes no network that is in use.
    await deleteReplica(aws);
    await terraform.destroy();
    expect(await terraform.addresses()).toEqual([]);
    const { DBInstances } = await aws.call('rds', 'describe-db-instances');
    expect(DBInstances).toEqual([]);
    process.stdout.write(`${table.join('\n')}\n`);
  }));

import { writeFile } from 'node:fs/promises';
import { currentVersion, secretPassword } from '../support/database-secret';
import { Deployment } from '../support/deployment';
import { guideSection } from '../support/guide';
import { DATABASE, huntaze, SECRET } from '../support/huntaze';
import { livePassword } from '../support/live-password';
import { changes, type Plan } from '../support/terraform';

const GUIDE = 'restore.md';
const RUNBOOK = 'null_resource.set_database_password';
/** The database and what it needs: half of the time of the whole stack. */
const TARGET = `-target=${RUNBOOK}`;
const TAKE_OVER = 'Let Terraform take it over';
const LINES = `imports:\n  aws_db_instance.database: ${DATABASE}`;

async function instances({ aws }: Deployment): Promise<Record<string, string>> {
  const { DBInstances } = await aws.call('rds', 'describe-db-instances');
  return Object.fromEntries(
    DBInstances.map((instance: { DBInstanceIdentifier: string; DbiResourceId: string }) => [
      instance.DBInstanceIdentifier,
      instance.DbiResourceId,
    ]),
  );
}

test.concurrent('restored beside, cut over, taken over by Terraform as the guide says: nothing lost, then nothing to do', () =>
  Deployment.with(huntaze(), async (deployment) => {
    const { terraform, aws, emulator } = deployment;
    const environment = { TF_CLI_ARGS_plan: TARGET };
    await terraform.init();
    await terraform.apply(TARGET);
    const [former] = Object.values(await instances(deployment));
    const version = await currentVersion(aws, SECRET);
    const snapshot = ['--db-instance-identifier', DATABASE, '--db-snapshot-identifier', 'before-migration'];
    await aws.call('rds', 'create-db-snapshot', ...snapshot);

    const now = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
    const [seen] = await deployment.follow(GUIDE, 'See what can be restored', {
      replace: { '2026-11-22T14:15:00Z': now },
      environment,
    });
    expect(seen).toContain('nothing was changed');

    const [restored] = await deployment.follow(GUIDE, 'Restore beside the running database', { environment });
    const identifier = String(restored).trim().split('\n').pop() as string;
    expect(await instances(deployment)).toEqual({ [DATABASE]: former, [identifier]: expect.stringMatching(/^db-/) });
    expect(changes(await terraform.plan(TARGET))).toEqual([]);
    const successor = (await instances(deployment))[identifier];

    const [cutOver] = await deployment.follow(GUIDE, 'Cut over', { environment });
    expect(cutOver).toContain(LINES);
    expect(await instances(deployment)).toEqual({
      [DATABASE]: successor,
      [identifier.replace('-restored-', '-replaced-')]: former,
    });

    const { settings } = guideSection(GUIDE, TAKE_OVER);
    await deployment.follow(GUIDE, TAKE_OVER, { environment, first: 1 });
    await writeFile(deployment.synthesis.environmentFile, huntaze(settings));
    const [, planned] = await deployment.follow(GUIDE, TAKE_OVER, { environment, from: 1, first: 2 });
    expect(planned).toContain('Plan: 1 to import, 1 to add, 1 to change, 1 to destroy.');
    const plan = JSON.parse(String((await terraform.start(['show', '-json', 'restore.tfplan'])).stdout)) as Plan;
    expect(changes(plan).sort()).toEqual(['aws_db_instance.database: update', `${RUNBOOK}: delete+create`]);

    const [applied] = await deployment.follow(GUIDE, TAKE_OVER, { environment, from: 3 });
    expect(applied).toContain('1 imported, 1 added, 1 changed, 1 destroyed');
    expect(changes(await terraform.plan(TARGET))).toEqual([]);
    await deployment.rewrite(huntaze());
    expect(changes(await terraform.plan(TARGET))).toEqual([]);

    expect((await instances(deployment))[DATABASE]).toBe(successor);
    expect(await currentVersion(aws, SECRET)).toBe(version);
    expect(await livePassword(emulator, DATABASE)).toBe(await secretPassword(aws, SECRET));
  }));

import { writeFile } from 'node:fs/promises';
import { Deployment } from '../support/deployment';
import { guideSection } from '../support/guide';
import { DATABASE, huntaze, SECRET } from '../support/huntaze';
import { livePassword } from '../support/live-password';
import { changes, type Plan } from '../support/terraform';
import { killGroup, printed } from '../support/watch';

const GUIDE = 'interrupted-apply.md';
const RUNBOOK = 'null_resource.set_database_password';
/** The database and what it needs: half of the time of the whole stack. */
const TARGET = `-target=${RUNBOOK}`;
const APPLY = ['apply', '-input=false', '-no-color', '-auto-approve'];

/** The instance has the password of the secret's one current version. */
async function expectPasswordOfSecret({ aws, emulator }: Deployment): Promise<void> {
  const secret = ['--secret-id', SECRET];
  const { Versions } = await aws.call('secretsmanager', 'list-secret-version-ids', ...secret, '--include-deprecated');
  expect(Versions.map(({ VersionStages }: { VersionStages: string[] }) => VersionStages)).toEqual([['AWSCURRENT']]);
  const { SecretString } = await aws.call(
    'secretsmanager',
    'get-secret-value',
    ...secret,
    '--version-stage',
    'AWSCURRENT',
  );
  expect(await livePassword(emulator, DATABASE)).toBe(JSON.parse(SecretString).password);
}

function replacedOrDestroyed(plan: Plan): string[] {
  return changes(plan).filter((change) => change.includes('delete'));
}

async function shownPlan({ terraform }: Deployment): Promise<Plan> {
  return JSON.parse(String((await terraform.start(['show', '-json', 'recovery.tfplan'])).stdout));
}

async function instances({ aws }: Deployment): Promise<string[]> {
  const { DBInstances } = await aws.call('rds', 'describe-db-instances');
  return DBInstances.map(({ DbiResourceId }: { DbiResourceId: string }) => DbiResourceId);
}

/**
 * Whether the database is all that Terraform waits for: between two of its progress lines, 10 s apart, nothing else was
 * printed. All else that could be made is made then, and in the state: Terraform prints first and writes after, and
 * killed in between it would leave a resource that it does not know, or an empty file.
 */
function onlyTheDatabaseIsUnderWay(output: string): boolean {
  return /(^aws_db_instance\.database: Still creating.*\n){2}$/m.test(output);
}

test.concurrent('killed between resources, before the database: the next apply makes the rest', () =>
  Deployment.with(huntaze(), async (deployment) => {
    const { terraform, gate } = deployment;
    await terraform.init();
    const cut = gate.hold('CreateDBInstance');
    const apply = deployment.start(...APPLY);
    await Promise.all([cut, printed(apply, onlyTheDatabaseIsUnderWay)]);
    await killGroup(apply);
    expect(await instances(deployment)).toEqual([]);
    expect((await terraform.addresses()).length).toBeGreaterThan(30);

    const [again] = await deployment.follow(GUIDE, 'Apply again');
    expect(again).toMatch(/Apply complete! Resources: \d+ added, 0 changed, 0 destroyed/);
    expect(again).not.toContain('aws_vpc.network: Creating');
    expect(changes(await terraform.plan())).toEqual([]);
    await expectPasswordOfSecret(deployment);
  }));

test.concurrent('killed during the runbook, at each of its changes: the next apply ends with the password of the secret', () =>
  Deployment.with(huntaze(), async (deployment) => {
    const { terraform, gate } = deployment;
    await terraform.init();
    let resourceId: string[] | undefined;
    for (const operation of ['PutSecretValue', 'ModifyDBInstance']) {
      const cut = gate.hold(operation);
      const apply = deployment.start(...APPLY, TARGET);
      await Promise.all([cut, printed(apply, new RegExp(`${RUNBOOK}: Provisioning`))]);
      await killGroup(apply);
      expect(await terraform.addresses()).not.toContain(RUNBOOK);
      resourceId ??= await instances(deployment);
    }

    const [again] = await deployment.follow(GUIDE, 'Apply again', { environment: { TF_CLI_ARGS_apply: TARGET } });
    expect(again).toContain(`${RUNBOOK}: Creation complete`);
    expect(again).toContain('1 added, 0 changed, 0 destroyed');
    expect(changes(await terraform.plan(TARGET))).toEqual([]);
    expect(await instances(deployment)).toEqual(resourceId);
    await expectPasswordOfSecret(deployment);
  }));

test.concurrent('killed while the database is being created: imported as the guide says', () =>
  Deployment.with(huntaze(), async (deployment) => {
    const { terraform, aws, gate } = deployment;
    const targeted = { environment: { TF_CLI_ARGS_plan: TARGET } };
    await terraform.init();
    const apply = deployment.start(...APPLY, TARGET);
    await printed(apply, /aws_db_instance\.database: Still creating/);
    await killGroup(apply);
    const created = await instances(deployment);
    expect(created).toHaveLength(1);

    await expect(terraform.apply(TARGET)).rejects.toThrow('DBInstanceAlreadyExists');
    expect(await instances(deployment)).toEqual(created);

    await aws.call('rds', 'wait', 'db-instance-available', '--db-instance-identifier', DATABASE);
    const { settings } = guideSection(GUIDE, 'DBInstanceAlreadyExists');
    await writeFile(deployment.synthesis.environmentFile, huntaze(settings));
    const callsBefore = gate.accepted.length;
    const [, planned] = await deployment.follow(GUIDE, 'DBInstanceAlreadyExists', targeted);
    expect(planned).toMatch(/Plan: 1 to import, \d+ to add, \d+ to change, 0 to destroy\./);
    const plan = await shownPlan(deployment);
    expect(replacedOrDestroyed(plan)).toEqual([]);
    expect(plan.resource_changes?.filter(({ change }) => change.importing).map(({ address }) => address)).toEqual([
      'aws_db_instance.database',
    ]);

    // One change of the password: the runbook's, not Terraform's.
    const passwords = gate.accepted.slice(callsBefore).filter(({ body }) => body.includes('MasterUserPassword='));
    expect(passwords).toHaveLength(1);
    await expectPasswordOfSecret(deployment);
    expect(await instances(deployment)).toEqual(created);
    expect(changes(await terraform.plan(TARGET))).toEqual([]);
    await deployment.rewrite(huntaze());
    expect(changes(await terraform.plan(TARGET))).toEqual([]);
  }));

test.concurrent('Ctrl-C while the database is being created: untainted as the guide says', () =>
  Deployment.with(huntaze(), async (deployment) => {
    const { terraform } = deployment;
    await terraform.init();
    const apply = deployment.start(...APPLY, TARGET);
    await printed(apply, /aws_db_instance\.database: Still creating/);
    // To the whole group, as a terminal does it.
    process.kill(-(apply.pid as number), 'SIGINT');
    expect((await apply).exitCode).toBe(1);
    const created = await instances(deployment);
    expect(created).toHaveLength(1);

    await expect(terraform.plan(TARGET)).rejects.toThrow('Instance cannot be destroyed');
    await expect(terraform.apply(TARGET)).rejects.toThrow('Instance cannot be destroyed');
    expect(await instances(deployment)).toEqual(created);

    const [untainted, planned, applied] = await deployment.follow(GUIDE, 'The database must be replaced', {
      environment: { TF_CLI_ARGS_plan: TARGET },
    });
    expect(untainted).toContain('successfully untainted');
    expect(planned).toContain('0 to destroy');
    expect(applied).toContain('Apply complete!');
    expect(replacedOrDestroyed(await shownPlan(deployment))).toEqual([]);
    expect(changes(await terraform.plan(TARGET))).toEqual([]);
    expect(await instances(deployment)).toEqual(created);
    await expectPasswordOfSecret(deployment);
  }));

import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { App } from 'cdktf';
import { execa } from 'execa';
import { PalierStack } from '../../modules/common/stack';
import { Runbook } from '../../modules/runbooks/runbook';
import { Deployment } from '../support/deployment';
import { livePassword } from '../support/live-password';
import { environmentYaml, temporaryDirectory } from '../support/synthesize';
import { changes, Terraform } from '../support/terraform';

const AWS = { accountId: '123456789012', region: 'us-east-1' };

/** As a pipeline hands a stack on: an archive, unpacked elsewhere, the scripts' run bits lost. */
async function relocate(stackDirectory: string): Promise<string> {
  const elsewhere = join(await temporaryDirectory(), 'a directory elsewhere');
  await mkdir(elsewhere);
  const archive = join(elsewhere, '..', 'stack.tar');
  await execa('tar', ['-cf', archive, '--exclude=.terraform*', '-C', stackDirectory, '.']);
  await execa('tar', ['-xf', archive, '-C', elsewhere]);
  await execa('chmod', ['-R', 'a-x+X', elsewhere]);
  // What the copy must not need.
  await execa('rm', ['-r', stackDirectory]);
  return elsewhere;
}

/** Terraform in a directory that has nothing to do with the stack's. */
async function terraformIn(stack: string, environment: Record<string, string>) {
  const terraform = new Terraform(await temporaryDirectory(), environment);
  const state = join(terraform.directory, 'relocated.tfstate');
  await terraform.run(`-chdir=${stack}`, 'init', '-input=false', '-no-color', `-backend-config=path=${state}`);
  return { terraform, state };
}

test('a stack directory copied elsewhere: the whole plan is made there', async () => {
  await Deployment.with(environmentYaml(), async ({ synthesis, environment }) => {
    const stack = await relocate(synthesis.stackDirectory);
    const { terraform } = await terraformIn(stack, environment);
    const planned = await terraform.run(`-chdir=${stack}`, 'plan', '-input=false', '-no-color');
    expect(planned).toMatch(/Plan: \d\d to add, 0 to change, 0 to destroy/);
    expect(planned).toContain('# null_resource.set_database_password will be created');
  });
});

test('a runbook runs from the copy, its run bits lost', async () => {
  await Deployment.with(environmentYaml(), async ({ aws, emulator, environment }) => {
    const master = ['--master-username', 'palier_admin', '--master-user-password', 'password-before'];
    await aws.call(
      'rds',
      'create-db-instance',
      ...['--db-instance-identifier', 'acme-postgres', '--engine', 'postgres'],
      ...['--db-instance-class', 'db.t4g.micro', '--allocated-storage', '20', ...master],
    );
    await aws.call('secretsmanager', 'create-secret', '--name', 'acme/database');

    const outdir = await temporaryDirectory();
    const app = new App({ outdir });
    const stack = new PalierStack(app, {
      name: 'acme',
      aws: AWS,
      stateBackend: { type: 'local', arguments: { path: '../../../terraform.acme.tfstate' } },
      tags: {},
      imports: {},
    });
    new Runbook(stack, 'set_database_password', {
      script: 'set-database-password.sh',
      revision: '1',
      triggers: {},
      environment: { DATABASE: 'acme-postgres', SECRET: 'acme/database' },
      aws: AWS,
      dependsOn: [],
    });
    app.synth();

    const copy = await relocate(join(outdir, 'stacks', 'acme'));
    const { terraform, state } = await terraformIn(copy, environment);
    const applied = await terraform.run(`-chdir=${copy}`, 'apply', '-input=false', '-no-color', '-auto-approve');
    expect(applied).toContain('done: acme-postgres has the password of the secret acme/database');
    expect(applied).toContain('Apply complete! Resources: 1 added, 0 changed, 0 destroyed.');

    const id = ['--secret-id', 'acme/database', '--version-stage', 'AWSCURRENT'];
    const { SecretString } = await aws.call('secretsmanager', 'get-secret-value', ...id);
    expect(await livePassword(emulator, 'acme-postgres')).toBe(JSON.parse(SecretString).password);
    expect(JSON.parse(await readFile(state, 'utf8')).resources).toMatchObject([{ name: 'set_database_password' }]);
    expect(changes(await new Terraform(copy, environment).plan())).toEqual([]);
  });
});

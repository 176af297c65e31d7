import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { type Emulator, startEmulator } from '../../emulator';
import { Aws } from '../support/aws';
import { deployedTypes, PLANNED_ONLY } from '../support/deployed-types';
import { livePassword } from '../support/live-password';
import { environmentYaml, synthesize } from '../support/synthesize';
import { changes, Terraform } from '../support/terraform';

/** Every option that adds a resource is on. */
const EVERYTHING = {
  contacts: { emails: ['ops@acme.example'], https_endpoints: ['https://alerts.acme.example/sns'] },
  account_wide: { config_recorder: 'managed' },
  logs: { application_log_groups: ['/aws/lambda/acme-api', 'odd.name/with_signs-and#hash'] },
};

let emulator: Emulator;
let aws: Aws;

beforeAll(async () => {
  emulator = await startEmulator();
  aws = new Aws(emulator.environment);
});

afterAll(() => emulator?.stop());

/** A load balancer for the firewall to stand before, and a security group for the database's client. */
async function existingThings(): Promise<{ loadBalancer: string; clientGroup: string }> {
  const { Vpcs } = await aws.call('ec2', 'describe-vpcs', '--filters', 'Name=is-default,Values=true');
  const vpc = `Name=vpc-id,Values=${Vpcs[0].VpcId}`;
  const { Subnets } = await aws.call('ec2', 'describe-subnets', '--filters', vpc);
  const subnets = Subnets.slice(0, 2).map(({ SubnetId }: { SubnetId: string }) => SubnetId);
  const { LoadBalancers } = await aws.call('elbv2', 'create-load-balancer', '--name', 'web', '--subnets', ...subnets);
  const { SecurityGroups } = await aws.call('ec2', 'describe-security-groups', '--filters', vpc);
  return { loadBalancer: LoadBalancers[0].LoadBalancerArn, clientGroup: SecurityGroups[0].GroupId };
}

/** Samples the command line and the environment of every process, until it is told to stop. */
function watchProcesses(): { stop(): Promise<string> } {
  const seen = new Set<string>();
  let stopped = false;
  const watching = (async () => {
    while (!stopped) {
      const { stdout } = await execa('ps', ['axeww', '-o', 'args'], { reject: false });
      for (const line of stdout.split('\n')) seen.add(line);
      await new Promise(setImmediate);
    }
  })();
  return {
    stop: async () => {
      stopped = true;
      await watching;
      return [...seen].join('\n');
    },
  };
}

/** Terraform's variables for an IAM user who may do everything but read secrets. */
async function whoMayNotReadSecrets(): Promise<Record<string, string>> {
  const statements = [
    { Effect: 'Allow', Action: '*', Resource: '*' },
    { Effect: 'Deny', Action: 'secretsmanager:GetSecretValue', Resource: '*' },
  ];
  await aws.call('iam', 'create-user', '--user-name', 'planner');
  await aws.call(
    'iam',
    'put-user-policy',
    '--user-name',
    'planner',
    '--policy-name',
    'all-but-secrets',
    '--policy-document',
    JSON.stringify({ Version: '2012-10-17', Statement: statements }),
  );
  const { AccessKey } = await aws.call('iam', 'create-access-key', '--user-name', 'planner');
  return {
    ...emulator.environment,
    AWS_ACCESS_KEY_ID: AccessKey.AccessKeyId,
    AWS_SECRET_ACCESS_KEY: AccessKey.SecretAccessKey,
  };
}

test('beta with every option: deployed, planned empty, no secret anywhere, destroyed', async () => {
  const { loadBalancer, clientGroup } = await existingThings();
  const settings = {
    ...EVERYTHING,
    firewall: { target_arns: [loadBalancer] },
    database: { clients: { security_group_ids: [clientGroup], cidr_blocks: ['10.20.0.0/16'] } },
  };
  const { stackDirectory, directory } = await synthesize(environmentYaml(settings));
  const terraform = new Terraform(stackDirectory, emulator.environment);
  await terraform.init();

  const first = await terraform.plan();
  expect(changes(first).filter((change) => !change.endsWith(': create'))).toEqual([]);

  // While the runbook runs, the password must not show in any process.
  const apply = terraform.start(['apply', '-input=false', '-no-color', first.file]);
  const runbookStarts = new Promise<void>((resolve) => {
    apply.all?.on('data', (data) => String(data).includes("Provisioning with 'local-exec'") && resolve());
  });
  await Promise.race([runbookStarts, apply]);
  const processes = watchProcesses();
  const applied = String((await apply).all);
  const processesSeen = await processes.stop();
  expect(applied).toContain('Apply complete!');

  const second = await terraform.plan();
  expect(changes(second)).toEqual([]);

  // A plan, refresh included, by somebody who may not read secrets: and it is still empty.
  const planner = await whoMayNotReadSecrets();
  await expect(
    new Aws(planner).call('secretsmanager', 'get-secret-value', '--secret-id', 'acme/database'),
  ).rejects.toThrow('AccessDenied');
  expect(changes(await new Terraform(stackDirectory, planner).plan())).toEqual([]);

  const { SecretString } = await aws.call(
    'secretsmanager',
    'get-secret-value',
    ...['--secret-id', 'acme/database', '--version-stage', 'AWSCURRENT'],
  );
  const value = JSON.parse(SecretString);
  const outputs = await terraform.outputs();
  expect(value).toEqual({
    engine: 'postgres',
    host: String(outputs.database_endpoint?.value).split(':')[0],
    port: 5432,
    username: 'palier_admin',
    password: expect.stringMatching(/^.{32}$/),
    dbname: 'acme',
  });
  expect(await livePassword(emulator, 'acme-postgres')).toBe(value.password);

  const everythingWritten = {
    json: await readFile(join(stackDirectory, 'cdk.tf.json'), 'utf8'),
    firstPlan: JSON.stringify(first),
    // Of a plan with nothing to do, all that it read.
    secondPlan: String((await terraform.start(['show', '-json', second.file])).stdout),
    state: await readFile(join(directory, 'terraform.acme.tfstate'), 'utf8'),
    output: applied,
    processes: processesSeen,
  };
  for (const [where, text] of Object.entries(everythingWritten)) {
    expect(text.length).toBeGreaterThan(1000);
    expect([where, text.includes(value.password)]).toEqual([where, false]);
  }
  // The proof that the processes were looked at in time.
  expect(processesSeen).toContain('set-database-password.sh');
  expect(processesSeen).toContain('modify-db-instance');

  const { Parameter } = await aws.call('ssm', 'get-parameter', '--name', '/acme/database/endpoint');
  expect(Parameter.Value).toBe(outputs.database_endpoint?.value);

  const types = new Set((await terraform.addresses()).map((address) => address.split('.')[0] as string));
  const how = await deployedTypes('beta', types);
  expect(how.filter((line) => line.endsWith(PLANNED_ONLY))).toEqual([]);

  const deployed = await terraform.addresses();
  await expect(terraform.destroy()).rejects.toThrow('Instance cannot be destroyed');
  expect(await terraform.addresses()).toEqual(deployed);
  const secret = await aws.call('secretsmanager', 'describe-secret', '--secret-id', 'acme/database');
  expect(secret.DeletedDate).toBeUndefined();

  const unprotected = { ...settings, database: { ...settings.database, deletion_protection: false } };
  await synthesize(environmentYaml(unprotected), directory);
  const unprotect = await terraform.plan();
  expect(changes(unprotect)).toEqual(['aws_db_instance.database: update']);
  await terraform.applyPlan(unprotect);
  await terraform.destroy();
  expect(await terraform.addresses()).toEqual([]);

  const left = await aws.call('rds', 'describe-db-instances');
  expect(left.DBInstances).toEqual([]);
  const { DBSnapshots } = await aws.call('rds', 'describe-db-snapshots', '--snapshot-type', 'manual');
  expect(DBSnapshots.map((snapshot: Record<string, string>) => snapshot.DBSnapshotIdentifier)).toEqual([
    'acme-postgres-final-1',
  ]);
  const { logGroups } = await aws.call('logs', 'describe-log-groups');
  expect(logGroups.map((group: Record<string, string>) => group.logGroupName)).toEqual(
    expect.arrayContaining(['/aws/lambda/acme-api', '/aws/rds/instance/acme-postgres/postgresql']),
  );
});

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { currentVersion, secretPassword } from '../support/database-secret';
import { Deployment } from '../support/deployment';
import { DATABASE, huntaze, SECRET } from '../support/huntaze';
import { livePassword } from '../support/live-password';
import { temporaryDirectory } from '../support/synthesize';
import { changes } from '../support/terraform';

const RUNBOOK = 'null_resource.rotate_secret';
/** The database and its rotation: half of the time of the whole stack. */
const TARGET = `-target=${RUNBOOK}`;
const FUNCTION_NAME = 'our-own-rotation';
const FUNCTION_ARN = `arn:aws:lambda:us-east-1:123456789012:function:${FUNCTION_NAME}`;

const earlyGa = (settings: Record<string, unknown> = {}) =>
  huntaze({ tier: 'early-ga', runbooks: { rotate_secret: { revision: '1' } }, ...settings });

const inVpc = ['--filters', 'Name=is-default,Values=true'];

/** A function with its own way to the database and to Secrets Manager, as a team of its own would have it. */
async function existingFunction({ aws }: Deployment): Promise<{ vpc: string; subnets: string[]; group: string }> {
  const { Vpcs } = await aws.call('ec2', 'describe-vpcs', ...inVpc);
  const vpc = Vpcs[0].VpcId as string;
  const { Subnets } = await aws.call('ec2', 'describe-subnets', '--filters', `Name=vpc-id,Values=${vpc}`);
  const subnets = Subnets.slice(0, 2).map(({ SubnetId }: { SubnetId: string }) => SubnetId);
  const group = await aws.call(
    ...['ec2', 'create-security-group', '--group-name', 'rotation', '--description', 'rotation', '--vpc-id', vpc],
  );
  const port = ['--protocol', 'tcp', '--port', '443', '--cidr', '0.0.0.0/0'];
  await aws.call('ec2', 'authorize-security-group-ingress', '--group-id', group.GroupId, ...port);
  await aws.call('ec2', 'modify-vpc-attribute', '--vpc-id', vpc, '--enable-dns-hostnames');
  const endpoint = ['--vpc-id', vpc, '--vpc-endpoint-type', 'Interface', '--private-dns-enabled'];
  const service = ['--service-name', 'com.amazonaws.us-east-1.secretsmanager', '--subnet-ids', ...subnets];
  await aws.call('ec2', 'create-vpc-endpoint', ...endpoint, ...service, '--security-group-ids', group.GroupId);
  await createFunction(aws, await role(aws), `SubnetIds=${subnets.join(',')},SecurityGroupIds=${group.GroupId}`);
  return { vpc, subnets, group: group.GroupId };
}

async function role(aws: Deployment['aws']): Promise<string> {
  const trust = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
  const may = { Effect: 'Allow', Action: ['secretsmanager:*', 'kms:*'], Resource: '*' };
  const document = (Statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: [Statement] });
  const named = ['--role-name', 'rotation'];
  const { Role } = await aws.call('iam', 'create-role', ...named, '--assume-role-policy-document', document(trust));
  await aws.call('iam', 'put-role-policy', ...named, '--policy-name', 'rotate', '--policy-document', document(may));
  return Role.Arn;
}

async function createFunction(aws: Deployment['aws'], roleArn: string, vpcConfig: string): Promise<void> {
  const directory = await temporaryDirectory();
  await writeFile(join(directory, 'lambda_function.py'), 'def lambda_handler(event, context): pass\n');
  await execa('python3', ['-m', 'zipfile', '-c', 'function.zip', 'lambda_function.py'], { cwd: directory });
  await aws.call(
    ...['lambda', 'create-function', '--function-name', FUNCTION_NAME, '--runtime', 'python3.12', '--role', roleArn],
    ...['--handler', 'lambda_function.lambda_handler', '--zip-file', `fileb://${join(directory, 'function.zip')}`],
    ...['--vpc-config', vpcConfig],
    ...['--environment', 'Variables={SECRETS_MANAGER_ENDPOINT=https://secretsmanager.us-east-1.amazonaws.com}'],
  );
}

test.concurrent('a rotation function that is there already: invoked with our permission, and nothing beside it is made', () =>
  Deployment.with(earlyGa(), async (deployment) => {
    const { terraform, aws, emulator } = deployment;
    const { vpc, subnets, group } = await existingFunction(deployment);
    await deployment.rewrite(
      earlyGa({
        network: { vpc_id: vpc, subnet_ids: subnets },
        secret_rotation: { function_arn: FUNCTION_ARN },
        database: { identifier: DATABASE, clients: { security_group_ids: [group] } },
      }),
    );
    await terraform.init();
    await terraform.apply(TARGET);
    expect(changes(await terraform.plan(TARGET))).toEqual([]);
    const made = await terraform.addresses();
    expect(made).toContain('aws_lambda_permission.rotation_function');
    expect(made.filter((address) => /vpc_endpoint|serverless|egress_rule/.test(address))).toEqual([]);

    // The version of the runbook set-database-password, and the one that the function made of it.
    const { VersionIdsToStages } = await aws.call('secretsmanager', 'describe-secret', '--secret-id', SECRET);
    expect(Object.values(VersionIdsToStages).flat().sort()).toEqual(['AWSCURRENT', 'AWSPREVIOUS']);
    expect(await livePassword(emulator, DATABASE)).toBe(await secretPassword(aws, SECRET));
  }));

test.concurrent('RDS owns the secret: early-ga adds no rotation, and the runbook has RDS rotate', () =>
  Deployment.with(earlyGa({ credentials: { mode: 'rds-managed' } }), async (deployment) => {
    const { terraform, aws, emulator } = deployment;
    const instance = ['rds', 'describe-db-instances', '--db-instance-identifier', DATABASE];
    await terraform.init();
    await terraform.apply('-target=aws_db_instance.database');
    const { DBInstances } = await aws.call(...instance);
    const { SecretArn, KmsKeyId } = DBInstances[0].MasterUserSecret;
    const { KeyMetadata } = await aws.call('kms', 'describe-key', '--key-id', KmsKeyId);
    expect(KeyMetadata.Description).toBe('Secrets of huntaze');
    const [version, password] = [await currentVersion(aws, SecretArn), await livePassword(emulator, DATABASE)];

    await terraform.apply(TARGET);
    expect(changes(await terraform.plan(TARGET))).toEqual([]);
    expect(await currentVersion(aws, SecretArn)).not.toBe(version);
    expect(await livePassword(emulator, DATABASE)).not.toBe(password);
  }));

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { type Emulator, startEmulator } from '../../emulator';
import knownAddresses from '../../modules/addresses.json';
import { importsOfForgotten } from '../../review/imports-of-forgotten';
import { Aws } from '../support/aws';
import { CallGate } from '../support/call-gate';
import { Checkout } from '../support/checkout';
import { commands } from '../support/markdown';
import type { Json } from '../support/stack-json';
import { addressesBy, changes, counts, type Terraform } from '../support/terraform';
import { killGroup } from '../support/watch';

let emulator: Emulator;
let gate: CallGate;
let aws: Aws;

beforeAll(async () => {
  emulator = await startEmulator();
  gate = await CallGate.start(emulator.endpoint);
  aws = new Aws(emulator.environment);
});

afterAll(async () => {
  await gate?.stop();
  await emulator?.stop();
});

/** Of every resource in the state its type and id. */
async function ids(terraform: Terraform): Promise<string[]> {
  const shown: Json = JSON.parse(String((await terraform.start(['show', '-json'])).stdout));
  const resources: Json[] = shown.values.root_module.resources;
  return resources.filter(({ mode }) => mode === 'managed').map(({ type, values }) => `${type} ${values.id}`);
}

/** Rotates a secret now, and says which stages its versions have afterwards. One that failed is pending still. */
async function rotate(secret: string): Promise<string[][]> {
  await aws.call('secretsmanager', 'rotate-secret', '--secret-id', secret);
  // The emulator takes one of the four steps each time that somebody looks.
  for (let step = 0; step < 4; step++) await aws.call('secretsmanager', 'describe-secret', '--secret-id', secret);
  const { Versions } = await aws.call('secretsmanager', 'list-secret-version-ids', '--secret-id', secret);
  return Versions.map(({ VersionStages }: { VersionStages: string[] }) => VersionStages).sort();
}

const STACKS = ['orchard-production', 'meadow-production', 'vineyard-production', 'forest-production'] as const;

/** The upper ones go down one tier. From early-ga: __tests__/deploy/going-down.test.ts. */
const DOWN = [
  { file: 'production-ga.yaml', stack: 'vineyard-production', from: 'production-ga', tier: 'early-ga' },
  { file: 'enterprise.yaml', stack: 'forest-production', from: 'enterprise', tier: 'production-ga' },
] as const;

const stateful = new Set(knownAddresses.filter((one) => one.stateful).map(({ address }) => address));

/** By the file: what would bring it back. */
const forgotten = new Map<string, Record<string, string>>();

/** Forgets, and deletes nothing that holds data. */
async function goDown(checkout: Checkout, { file, stack, tier }: (typeof DOWN)[number]): Promise<string> {
  const terraform = checkout.terraform(stack);
  const down = await terraform.plan();
  const destroyed = addressesBy(down, 'delete').map((address) => address.replace(/\[.*$/, ''));
  expect(destroyed.filter((address) => stateful.has(address))).toEqual([]);
  expect(counts(down)).toMatch(/^0 to add, \d+ to change, 0 to replace, [1-9]\d* to forget, [1-9]\d* to destroy$/);
  await terraform.applyPlan(down);
  expect([file, changes(await terraform.plan())]).toEqual([file, []]);
  forgotten.set(file, importsOfForgotten(down.resource_changes ?? []));
  return `${file} → ${tier}: ${counts(down)}`;
}

test.concurrent('each tier, begun there, all in one account at the same time: each second plan is empty, and nothing is shared; then the upper ones one tier down', async () => {
  const readme = 'examples/tiers/README.md';
  const checkout = await Checkout.of(emulator.environment);
  const [plan = ''] = commands(readme, 'Plan them');
  const planned = await checkout.run(plan);
  const created = planned.match(/^Plan: .*$/gm);
  expect(created).toEqual(
    Array(STACKS.length).fill(expect.stringMatching(/^Plan: \d+ to add, 0 to change, 0 to destroy\.$/)),
  );

  const [apply = ''] = commands(readme, 'Deploy them');
  const applied = await Promise.all(
    apply
      .trim()
      .split('\n')
      .map((command) => checkout.run(command)),
  );
  expect(applied.map((output) => /^Apply complete!/m.test(output))).toEqual(STACKS.map(() => true));

  const again = await checkout.run(plan);
  expect(again.match(/^No changes\./gm)).toHaveLength(STACKS.length);
  expect(again).not.toContain('Objects have changed outside of Terraform');

  const owned = await Promise.all(STACKS.map((stack) => ids(checkout.terraform(stack))));
  for (const one of owned) expect(one.length).toBeGreaterThan(40);
  // In its two regions one stack may have one name twice.
  const all = owned.flatMap((one) => [...new Set(one)]);
  expect(all.filter((id, index) => all.indexOf(id) !== index)).toEqual([]);

  const { DetectorIds } = await aws.call('guardduty', 'list-detectors');
  const { analyzers } = await aws.call('accessanalyzer', 'list-analyzers');
  const { AnomalyMonitors } = await aws.call('ce', 'get-anomaly-monitors');
  expect([DetectorIds, analyzers, AnomalyMonitors].map(({ length }) => length)).toEqual([1, 1, 1]);

  const { DBInstances } = await aws.call('rds', 'describe-db-instances');
  const keyOf = (project: string): string =>
    DBInstances.find((instance: Json) => instance.DBName === project).KmsKeyId as string;
  const { KeyMetadata: key } = await aws.call('kms', 'describe-key', '--key-id', 'alias/meadow-production-database');
  expect(keyOf('meadow')).toBe(key.Arn);
  expect(key.KeyManager).toBe('CUSTOMER');
  expect(keyOf('orchard')).not.toBe(key.Arn);

  // By the endpoint of its own.
  expect(await rotate('meadow-production/database')).toEqual([['AWSCURRENT'], ['AWSPREVIOUS']]);
  await expect(rotate('orchard-production/database')).rejects.toThrow(
    "(InvalidRequestException) when calling the RotateSecret operation: You tried to enable rotation on a secret that doesn't",
  );

  for (const { file, tier } of DOWN) {
    await checkout.edit(`examples/tiers/${file}`, (text) => text.replace(/^tier: .*$/m, `tier: ${tier}`));
  }
  await checkout.run(plan.split('\n')[0] as string);
  const down = await Promise.all(DOWN.map((one) => goDown(checkout, one)));
  const { Keys } = await aws.call('kms', 'list-keys');
  const states = await Promise.all(
    Keys.map(
      async ({ KeyId }: Json) => (await aws.call('kms', 'describe-key', '--key-id', KeyId)).KeyMetadata.KeyState,
    ),
  );
  expect(new Set(states)).toEqual(new Set(['Enabled']));

  // On paper, the way up again: all that was forgotten is imported.
  for (const { file, from } of DOWN) {
    const imports = stringify({ imports: forgotten.get(file) });
    await checkout.edit(
      `examples/tiers/${file}`,
      (text) => `${text.replace(/^tier: .*$/m, `tier: ${from}`)}${imports}`,
    );
  }
  await checkout.run(plan.split('\n')[0] as string);
  for (const { file, stack } of DOWN) {
    const up = await checkout.terraform(stack).plan();
    const imported = (up.resource_changes ?? []).filter(({ change }) => change.importing !== undefined);
    expect(imported).toHaveLength(Object.keys(forgotten.get(file) ?? {}).length);
    expect([file, counts(up)]).toEqual([file, expect.stringMatching(/ 0 to replace, 0 to forget, 0 to destroy$/)]);
  }
  process.stdout.write(
    `${STACKS.map((stack, index) => `${stack}: ${created?.[index]}`).join('\n')}\n${down.join('\n')}\n`,
  );
});

/** A VPC as a company has it: a public subnet with a NAT gateway, two private ones, and a group for the application. */
async function vpcWithNat() {
  const ec2 = (operation: string, ...args: string[]): Promise<Json> => aws.call('ec2', operation, ...args);
  const vpc = (await ec2('create-vpc', '--cidr-block', '10.40.0.0/16')).Vpc.VpcId as string;
  const subnet = async (block: string, zone: string): Promise<string> =>
    (await ec2('create-subnet', '--vpc-id', vpc, '--cidr-block', block, '--availability-zone', zone)).Subnet.SubnetId;
  const routed = async (ids: readonly string[], ...to: string[]): Promise<void> => {
    const table = (await ec2('create-route-table', '--vpc-id', vpc)).RouteTable.RouteTableId;
    await ec2('create-route', '--route-table-id', table, '--destination-cidr-block', '0.0.0.0/0', ...to);
    for (const id of ids) await ec2('associate-route-table', '--route-table-id', table, '--subnet-id', id);
  };
  const front = await subnet('10.40.0.0/24', 'us-east-1a');
  const back = [await subnet('10.40.1.0/24', 'us-east-1a'), await subnet('10.40.2.0/24', 'us-east-1b')];
  const gateway = (await ec2('create-internet-gateway')).InternetGateway.InternetGatewayId;
  await ec2('attach-internet-gateway', '--internet-gateway-id', gateway, '--vpc-id', vpc);
  await routed([front], '--gateway-id', gateway);
  const address = (await ec2('allocate-address', '--domain', 'vpc')).AllocationId;
  const { NatGateway } = await ec2('create-nat-gateway', '--subnet-id', front, '--allocation-id', address);
  await routed(back, '--nat-gateway-id', NatGateway.NatGatewayId);
  const named = ['--group-name', 'application', '--description', 'Servers of the application'];
  const group = (await ec2('create-security-group', ...named, '--vpc-id', vpc)).GroupId as string;
  return { vpc, subnets: back as [string, string], nat: NatGateway.NatGatewayId as string, group };
}

/** Everything of the VPC that is its owner's. */
async function network(vpc: string, group: string): Promise<Json> {
  const ofVpc = ['--filters', `Name=vpc-id,Values=${vpc}`];
  const operations = ['vpcs', 'subnets', 'route-tables', 'network-acls', 'vpc-endpoints'];
  const described = operations.map((what) => aws.call('ec2', `describe-${what}`, ...ofVpc));
  described.push(aws.call('ec2', 'describe-nat-gateways', '--filter', `Name=vpc-id,Values=${vpc}`));
  described.push(aws.call('ec2', 'describe-security-groups', '--group-ids', group));
  return Promise.all(described);
}

test.concurrent('in an existing VPC: the plan creates no network, the secret rotates by its NAT gateway, and it stays as it was', async () => {
  const readme = 'examples/existing-vpc/README.md';
  const checkout = await Checkout.of(emulator.environment);
  const { vpc, subnets, nat, group } = await vpcWithNat();
  const owned = await network(vpc, group);
  const own = (text: string) =>
    text
      .replaceAll('vpc-0123456789abcdef0', vpc)
      .replaceAll('subnet-0123456789abcdef0', subnets[0])
      .replaceAll('subnet-0123456789abcdef1', subnets[1])
      .replaceAll('sg-0123456789abcdef0', group);
  await checkout.edit('examples/existing-vpc/acme.yaml', own);

  const [look = ''] = commands(readme, 'What must be true of the VPC');
  expect((await checkout.run(own(look))).split(/\s+/)).toEqual([
    ...[subnets[0], vpc, 'us-east-1a', expect.stringMatching(/^\d+$/)],
    ...[subnets[1], vpc, 'us-east-1b', expect.stringMatching(/^\d+$/)],
    nat,
    'true',
  ]);

  const [plan = ''] = commands(readme, 'Plan it');
  await checkout.run(plan, { TF_CLI_ARGS_plan: '-out=reviewed.tfplan' });
  const terraform = checkout.terraform('acme');
  const planned = changes(JSON.parse(String((await terraform.start(['show', '-json', 'reviewed.tfplan'])).stdout)));
  expect(planned.filter((change) => !change.endsWith(': create'))).toEqual([]);
  expect(planned).toEqual(expect.arrayContaining([expect.stringMatching(/^aws_secretsmanager_secret_rotation\./)]));
  const types = new Set(planned.map((change) => change.split('.')[0] as string));
  const ofNetworks =
    /^aws_(default_|main_)?(vpc(?!_security_group_)|subnet|route|nat_|internet_|egress_only_|network_acl|eip)/;
  expect([...types].filter((type) => ofNetworks.test(type) || type === 'aws_default_security_group')).toEqual([]);

  const target = '-target=aws_secretsmanager_secret_rotation.database';
  await terraform.apply(target);
  expect(changes(await terraform.plan(target))).toEqual([]);
  expect(await rotate('acme/database')).toEqual([['AWSCURRENT'], ['AWSPREVIOUS']]);
  expect(await network(vpc, group)).toEqual(owned);
});

const STATE = 'acme/terraform.tfstate';

async function stateObjects(): Promise<string[]> {
  const { Contents = [] } = await aws.call('s3api', 'list-objects-v2', '--bucket', 'acme-terraform-state');
  return Contents.map(({ Key }: { Key: string }) => Key);
}

test.concurrent('a state in an existing bucket: moved there, locked while somebody applies, under the key, known to the next checkout', async () => {
  const readme = 'examples/existing-s3-backend/README.md';
  const sample = 'examples/existing-s3-backend/acme.yaml';
  const environment = {
    ...emulator.environment,
    AWS_ENDPOINT_URL: gate.endpoint,
    // A real resource, and a quick one.
    TF_CLI_ARGS_plan: '-target=aws_sns_topic.alerts',
    TF_CLI_ARGS_apply: '-target=aws_sns_topic.alerts',
    // What the backend needs for an emulator, beside its address.
    TF_CLI_ARGS_init: ['use_path_style', 'skip_credentials_validation', 'skip_metadata_api_check']
      .map((argument) => `-backend-config=${argument}=true`)
      .join(' '),
  };
  const checkout = await Checkout.of(environment);
  const terraform = checkout.terraform('acme');
  const [begin = ''] = commands(readme, 'Begin there');

  // Before: the same environment, with a local state.
  let whole = '';
  await checkout.edit(sample, (text) => {
    whole = text;
    return text.replace(/^state_backend:.*?^(?=\S)/ms, '');
  });
  await checkout.run(begin, { TF_CLI_ARGS_init: '' });
  await terraform.apply();
  expect(existsSync(join(checkout.directory, 'terraform.acme.tfstate'))).toBe(true);

  const [bucket = ''] = commands(readme, 'Make the bucket');
  await checkout.run(bucket);
  await checkout.edit(sample, () => whole);
  const [move = '', remove = ''] = commands(readme, 'Move a local state there');
  const moved = await checkout.run(move);
  expect(moved).toContain('Successfully configured the backend "s3"');
  expect(moved).toContain('No changes.');
  await checkout.run(remove);
  expect(existsSync(join(checkout.directory, 'terraform.acme.tfstate'))).toBe(false);

  const held = gate.hold('PutParameter');
  const parameter = '-target=aws_ssm_parameter.alerts_topic_arn';
  const args = ['apply', '-input=false', '-no-color', '-auto-approve', parameter];
  const applying = terraform.start(args, { detached: true, stdin: 'ignore' });
  try {
    const call = await Promise.race([held, applying]);
    if (!('release' in call)) throw new Error(`The apply did not come to its first resource:\n${call.all}`);
    expect(await stateObjects()).toEqual([STATE, `${STATE}.tflock`]);
    call.release();
    expect((await applying).all).toContain('Apply complete! Resources: 1 added, 0 changed, 0 destroyed.');
  } finally {
    await killGroup(applying);
  }
  expect(await stateObjects()).toEqual([STATE]);

  const { KeyMetadata: key } = await aws.call('kms', 'describe-key', '--key-id', 'alias/terraform-state');
  const object = await aws.call('s3api', 'head-object', '--bucket', 'acme-terraform-state', '--key', STATE);
  expect(object.ServerSideEncryption).toBe('aws:kms');
  expect([key.Arn, 'alias/terraform-state']).toContain(object.SSEKMSKeyId);

  const colleague = await Checkout.of(environment);
  expect(await colleague.run(begin, { TF_CLI_ARGS_plan: parameter })).toContain('No changes.');
});

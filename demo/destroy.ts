import addresses from '../modules/addresses.json';
import { ApplyProgress } from './apply-progress';
import type { Aws } from './aws';
import { withoutKeys } from './plan-summary';
import { type Deployed, expect, type Stage } from './stage';

const SLOW = {
  'aws_db_instance.database':
    'The database takes about a minute: the provider polls until it is gone, as it does on AWS.',
};

const PROTECTED = [
  'The database is protected: a destroy would be refused as a whole, as it should be. An operator sets',
  'database.deletion_protection to false and deploys that first. The demo does so in a copy of the file, and',
  'saves the deploy of 80 s: it turns the protection off in the emulator directly.',
];
const KEYS = [
  'The database is protected, and so are the keys: what outlives a destroy, the logs and the secret for instance,',
  'is worth nothing without them. A destroy would be refused as a whole, as it should be. An operator sets',
  'tier: beta and database.deletion_protection: false, and deploys that first: then what the upper tiers added is gone,',
  'the keys and whatever else holds data are forgotten, and the protection is off. The demo saves that deploy of two',
  'minutes: it turns the protection off in the emulator directly, and makes Terraform forget the same.',
];

/** What going down to beta lets go of. */
const FORGOTTEN: ReadonlySet<string> = new Set(
  addresses.filter(({ tier, stateful }) => stateful && tier !== 'beta').map(({ address }) => address),
);

export async function destroy(stage: Stage, { databaseIdentifier, keys }: Deployed): Promise<void> {
  const { terminal, stack, aws, emulator } = stage;
  const env = emulator.environment;
  for (const line of keys.length > 0 ? KEYS : PROTECTED) terminal.say(`   ${line}`);
  const modify = ['rds', 'modify-db-instance', '--db-instance-identifier', databaseIdentifier];
  terminal.say(`   aws ${[...modify, '--no-deletion-protection'].join(' ')}`);
  await aws.call(...modify, '--no-deletion-protection', '--apply-immediately');
  const inState = await stack.stateAddresses(env);
  const forgotten = inState.filter((address) => FORGOTTEN.has(withoutKeys(address)));
  if (forgotten.length > 0) {
    terminal.say(`   terraform -chdir=${stack.directory} state rm ${forgotten.join(' ')}`);
    await stack.removeFromState(env, forgotten);
  }
  terminal.say(`   cdktf ${stack.cdktfArguments('destroy').join(' ')} --auto-approve`);
  await stack.destroy(env, new ApplyProgress(inState.length - forgotten.length, SLOW));
}

/** What an account has none of but by the demo. */
const GONE: Readonly<Record<string, readonly string[]>> = {
  VPCs: ['ec2', 'describe-vpcs', '--filters', 'Name=is-default,Values=false', '--query', 'Vpcs[].VpcId'],
  'VPC endpoints': ['ec2', 'describe-vpc-endpoints', '--query', "VpcEndpoints[?State!='deleted'].VpcEndpointId"],
  functions: ['lambda', 'list-functions', '--query', 'Functions[].FunctionName'],
  'CloudFormation stacks': ['cloudformation', 'describe-stacks', '--query', 'Stacks[].StackName'],
  'web ACLs': ['wafv2', 'list-web-acls', '--scope', 'REGIONAL', '--query', 'WebACLs[].Name'],
  alarms: ['cloudwatch', 'describe-alarms', '--query', 'MetricAlarms[].AlarmName'],
  topics: ['sns', 'list-topics', '--query', 'Topics[].TopicArn'],
};

/** Looks in the state and in the emulator: gone is what must be gone, and kept what must be kept. */
export async function nothingLeft({ terminal, stack, aws, emulator }: Stage, was: Deployed): Promise<void> {
  const inState = await stack.stateAddresses(emulator.environment);
  expect(inState.length === 0, `The state still holds:\n${inState.join('\n')}`);
  terminal.say('   The state is empty.');

  const describeDatabase = ['rds', 'describe-db-instances', '--db-instance-identifier', was.databaseIdentifier];
  const error = await aws.errorOf(...describeDatabase);
  expect(error === 'DBInstanceNotFound', `The database ${was.databaseIdentifier} still exists.`);
  terminal.say(`   The database ${was.databaseIdentifier} is gone.`);

  const left = await Promise.all(Object.values(GONE).map((args) => aws.call<string[]>(...args)));
  expect(left.flat().length === 0, `The account still has:\n${left.flat().join('\n')}`);
  terminal.say(`   The account has no ${listed(Object.keys(GONE))} either.`);

  const secret = await aws.call<{ DeletedDate?: string }>(
    ...['secretsmanager', 'describe-secret', '--secret-id', was.secretArn],
  );
  expect(secret.DeletedDate !== undefined, `The secret ${was.secretArn} is not deleted.`);
  terminal.say('   The secret is scheduled for deletion: it can be had back during its recovery window.');

  const snapshots = await aws.call<{ DBSnapshots: unknown[] }>(
    ...['rds', 'describe-db-snapshots', '--db-snapshot-identifier', was.finalSnapshot],
  );
  expect(snapshots.DBSnapshots.length === 1, `The final snapshot ${was.finalSnapshot} was not made.`);
  terminal.say(`   Kept on purpose: the database’s final snapshot ${was.finalSnapshot},`);

  const regions = [...new Set(was.logGroups.map(regionOf))];
  const found = await Promise.all(regions.map((region) => logGroupsIn(aws, region)));
  const lost = was.logGroups.filter((arn) => !found.flat().includes(arn));
  expect(lost.length === 0, `A destroy must keep the log groups, but these are gone:\n${lost.join('\n')}`);
  terminal.say(`   and ${was.logGroups.length} log groups, for a destroy must not delete what an application logged.`);

  const describeKey = (arn: string) => aws.call<Key>('kms', 'describe-key', '--key-id', arn, '--region', regionOf(arn));
  const keys = await Promise.all(was.keys.map(describeKey));
  const disabled = keys.filter(({ KeyMetadata }) => KeyMetadata.KeyState !== 'Enabled');
  expect(disabled.length === 0, `A destroy must keep the keys, but it did not:\n${JSON.stringify(disabled)}`);
  if (keys.length > 0) {
    terminal.say(
      `   Kept, too: the ${keys.length} customer managed keys, enabled. Those logs and the secret need theirs.`,
    );
  }
}

function regionOf(arn: string): string {
  return arn.split(':')[3] as string;
}

/** Their ARNs, as Terraform has them. */
async function logGroupsIn(aws: Aws, region: string): Promise<string[]> {
  const { logGroups } = await aws.call<{ logGroups: { arn: string }[] }>(
    ...['logs', 'describe-log-groups', '--region', region],
  );
  return logGroups.map(({ arn }) => arn.replace(/:\*$/, ''));
}

function listed(words: readonly string[]): string {
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

interface Key {
  readonly KeyMetadata: { readonly KeyId: string; readonly KeyState: string };
}

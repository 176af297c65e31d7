import { ApplyProgress } from './apply-progress';
import { type Deployed, expect, type Stage } from './stage';

const SLOW = {
  'aws_db_instance.database':
    'The database takes about a minute: the provider polls until it is gone, as it does on AWS.',
};

export async function destroy(stage: Stage, { databaseIdentifier }: Deployed, total: number): Promise<void> {
  const { terminal, stack, aws, emulator } = stage;
  terminal.say(
    '   The database is protected: a destroy would be refused as a whole, as it should be. An operator sets',
  );
  terminal.say(
    '   database.deletion_protection to false and deploys that first. The demo does so in a copy of the file, and',
  );
  terminal.say('   saves the deploy of 80 s: it turns the protection off in the emulator directly.');
  const modify = ['rds', 'modify-db-instance', '--db-instance-identifier', databaseIdentifier];
  terminal.say(`   aws ${[...modify, '--no-deletion-protection'].join(' ')}`);
  await aws.call(...modify, '--no-deletion-protection', '--apply-immediately');
  terminal.say(`   cdktf ${stack.cdktfArguments('destroy').join(' ')} --auto-approve`);
  await stack.destroy(emulator.environment, new ApplyProgress(total, SLOW));
}

/** Looks in the state and in the emulator: gone is what must be gone, and kept what must be kept. */
export async function nothingLeft({ terminal, stack, aws, emulator }: Stage, was: Deployed): Promise<void> {
  const inState = await stack.stateAddresses(emulator.environment);
  expect(inState.length === 0, `The state still holds:\n${inState.join('\n')}`);
  terminal.say('   The state is empty.');

  const describeDatabase = ['rds', 'describe-db-instances', '--db-instance-identifier', was.databaseIdentifier];
  const error = await aws.errorOf(...describeDatabase);
  expect(error === 'DBInstanceNotFound', `The database ${was.databaseIdentifier} still exists.`);
  terminal.say(`   The database ${was.databaseIdentifier} is gone.`);

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

  const { logGroups } = await aws.call<{ logGroups: { logGroupName: string }[] }>('logs', 'describe-log-groups');
  const names = logGroups.map(({ logGroupName }) => logGroupName);
  const lost = was.logGroups.filter((name) => !names.includes(name));
  expect(lost.length === 0, `A destroy must keep the log groups, but these are gone:\n${lost.join('\n')}`);
  terminal.say(`   and ${was.logGroups.length} log groups, for a destroy must not delete what an application logged.`);
}

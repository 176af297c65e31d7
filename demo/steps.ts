import addresses from '../modules/addresses.json';
import { ApplyProgress } from './apply-progress';
import { byLine, type Change, changed, count, describe, resources } from './plan-summary';
import { search } from './secret-search';
import { type Deployed, deployed, expect, type Stage } from './stage';
import type { Terminal } from './terminal';

/** A word on each of the long waits. The figures are those of the provider's own polling, which is the same on AWS. */
const SLOW = {
  'aws_db_instance.database': 'The database takes about 80 s: the provider polls for it as it does on AWS.',
  'aws_vpc.network': 'The network takes about 10 s: the provider polls for it as it does on AWS.',
  'null_resource.set_database_password':
    'The runbook takes about 20 s: it looks several times whether the new password is in force.',
};

export async function showPlan({ terminal, stack, emulator, options }: Stage): Promise<Change[]> {
  const env = emulator.environment;
  const work = stack.init(env).then(() => stack.plan(env));
  const { plan, text } = await terminal.during(() => 'terraform plan: the AWS provider takes about 10 s to load', work);
  const changes = changed(plan);
  if (options.fullPlan) terminal.say(text);
  printByLine(terminal, changes);
  terminal.say(`\n   ${terminal.paint('bold', count(changes))}`);
  if (!options.fullPlan) terminal.say('   Terraform’s own text of it: npm run demo -- --full-plan');
  return changes;
}

export async function deploy({ terminal, stack, emulator }: Stage, planned: readonly Change[]): Promise<void> {
  terminal.say(`   cdktf ${stack.cdktfArguments('deploy').join(' ')} --auto-approve`);
  await stack.deploy(emulator.environment, new ApplyProgress(planned.length, SLOW));
}

/** The second plan, which must be empty, and by it what there is now. */
export async function planAgain({ terminal, stack, emulator }: Stage): Promise<Deployed> {
  const work = stack.plan(emulator.environment);
  const { plan, isEmpty } = await terminal.during(() => 'terraform plan: reads each resource', work);
  const left = changed(plan);
  expect(isEmpty && left.length === 0, `The second plan is not empty:\n${left.map(describe).join('\n')}`);
  terminal.say(`   No changes: what was deployed is what environments/huntaze.yaml says.`);
  terminal.say('\n   Created, by line of the checklist:');
  for (const { name, changes } of byLine(resources(plan), addresses)) {
    terminal.say(`   ${String(changes.length).padStart(4)}  ${name}`);
  }
  return deployed(plan);
}

export async function showOutputs({ terminal, stack, emulator }: Stage): Promise<void> {
  const outputs = Object.entries(await stack.outputs(emulator.environment));
  const width = Math.max(...outputs.map(([name]) => name.length));
  for (const [name, { value }] of outputs) terminal.say(`   ${name.padEnd(width)}  ${String(value)}`);
}

export async function searchSecret({ terminal, aws, directory }: Stage, { secretArn }: Deployed): Promise<void> {
  const secret = await aws.call<{ SecretString: string; VersionId: string }>(
    ...['secretsmanager', 'get-secret-value', '--secret-id', secretArn, '--version-stage', 'AWSCURRENT'],
  );
  const { password } = JSON.parse(secret.SecretString) as { password: string };
  const result = await search(directory, [password]);
  expect(result.found.length === 0, `The database’s password is in:\n${result.found.join('\n')}`);
  // A search that finds nothing proves something only if it looks in the right place.
  const control = await search(directory, [secretArn]);
  const state = control.found.find((file) => file.endsWith('.tfstate'));
  expect(state !== undefined, 'The search did not find the secret’s ARN in the state, so it proves nothing.');
  terminal.say(
    `   The secret’s current version is ${secret.VersionId}: Secrets Manager and the database have its password.`,
  );
  terminal.say(
    `   Searched for it: ${result.bytes.toLocaleString('en')} bytes in ${result.files} files (state, JSON, plans, logs). Not found.`,
  );
  terminal.say(`   The same search finds the secret’s ARN in ${control.found.length} of them, the state among them.`);
}

function printByLine(terminal: Terminal, changes: readonly Change[]): void {
  for (const line of byLine(changes, addresses)) {
    terminal.say(`\n   ${terminal.paint('bold', line.name)} (${line.changes.length})`);
    for (const change of line.changes) terminal.say(`     ${terminal.paint('green', describe(change))}`);
  }
}

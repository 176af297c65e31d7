import { displayName } from '../config/sources';
import addresses from '../modules/addresses.json';
import { ApplyProgress, operations } from './apply-progress';
import type { DatabasePassword } from './database-password';
import { type Action, byLine, type Change, changed, count, describe, resources } from './plan-summary';
import { search } from './secret-search';
import type { Planned } from './stack';
import { expect, type Stage } from './stage';
import type { Terminal } from './terminal';

/** A word on each of the long waits. The figures are those of the provider's own polling, which is the same on AWS. */
export const SLOW = {
  'aws_db_instance.database': 'The database takes about 80 s: the provider polls for it as it does on AWS.',
  'aws_vpc.network': 'The network takes about 10 s: the provider polls for it as it does on AWS.',
  'null_resource.set_database_password':
    'The runbook looks several times whether the new password is in force: every second here, every 5 s on AWS.',
};

const COLOURS = {
  create: 'green',
  update: 'yellow',
  replace: 'red',
  delete: 'red',
  forget: 'dim',
  read: 'dim',
} as const satisfies Record<Action, string>;

export interface ShownPlan extends Planned {
  readonly changes: readonly Change[];
}

export async function showPlan({ terminal, stack, emulator, options }: Stage): Promise<ShownPlan> {
  const work = stack.plan(emulator.environment);
  const planned = await terminal.during(() => 'terraform plan: the AWS provider takes about 10 s to load', work);
  const changes = changed(planned.plan);
  if (options.fullPlan) terminal.say(planned.text);
  printByLine(terminal, changes);
  terminal.say(`\n   ${terminal.paint('bold', count(changes))}`);
  return { ...planned, changes };
}

export async function showFirstPlan(stage: Stage): Promise<ShownPlan> {
  const planned = await showPlan(stage);
  if (!stage.options.fullPlan) stage.terminal.say('   Terraform’s own text of it: npm run demo -- --full-plan');
  return planned;
}

export async function deploy({ terminal, stack, emulator }: Stage, { changes }: ShownPlan): Promise<void> {
  terminal.say(`   cdktf ${stack.cdktfArguments('deploy').join(' ')} --auto-approve`);
  await stack.deploy(emulator.environment, new ApplyProgress(operations(changes), SLOW));
}

/** The second plan, which must be empty. */
export async function planAgain({ terminal, stack, emulator }: Stage): Promise<Planned> {
  const work = stack.plan(emulator.environment);
  const planned = await terminal.during(() => 'terraform plan: reads each resource', work);
  const left = changed(planned.plan);
  expect(planned.isEmpty && left.length === 0, `The second plan is not empty:\n${left.map(describe).join('\n')}`);
  terminal.say(`   No changes: what was deployed is what ${displayName(stack.environmentFile)} says.`);
  return planned;
}

export function showCreated({ terminal }: Stage, { plan }: Planned): void {
  terminal.say('\n   Created, by line of the checklist:');
  for (const { name, changes } of byLine(resources(plan), addresses)) {
    terminal.say(`   ${String(changes.length).padStart(4)}  ${name}`);
  }
}

export async function showOutputs({ terminal, stack, emulator }: Stage): Promise<void> {
  const outputs = Object.entries(await stack.outputs(emulator.environment));
  const width = Math.max(...outputs.map(([name]) => name.length));
  for (const [name, { value }] of outputs) terminal.say(`   ${name.padEnd(width)}  ${String(value)}`);
}

/** Where the passwords that the database has had must not be: in all that was written here. */
export async function searchPasswords({ terminal, directory }: Stage, password: DatabasePassword, secretArn: string) {
  const { versionId } = await password.look();
  const { all } = password;
  const result = await search(directory, all);
  expect(result.found.length === 0, `A password of the database is in:\n${result.found.join('\n')}`);
  // A search that finds nothing proves something only if it looks in the right place.
  const control = await search(directory, [secretArn]);
  const state = control.found.find((file) => file.endsWith('.tfstate'));
  expect(state !== undefined, 'The search did not find the secret’s ARN in the state, so it proves nothing.');
  terminal.say(`   The secret’s current version is ${versionId}: Secrets Manager and the database have its password.`);
  const what = all.length === 1 ? 'it' : `each of the ${all.length} passwords that it has had`;
  const where = `${result.bytes.toLocaleString('en')} bytes in ${result.files} files (state, JSON, plans, logs)`;
  terminal.say(`   Searched for ${what}: ${where}. Not found.`);
  terminal.say(`   The same search finds the secret’s ARN in ${control.found.length} of them, the state among them.`);
}

function printByLine(terminal: Terminal, changes: readonly Change[]): void {
  for (const line of byLine(changes, addresses)) {
    terminal.say(`\n   ${terminal.paint('bold', line.name)} (${line.changes.length})`);
    for (const change of line.changes) {
      const text = describe(change);
      terminal.say(`     ${change.action ? terminal.paint(COLOURS[change.action], text) : text}`);
    }
  }
}

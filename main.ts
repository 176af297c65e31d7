import { App } from 'cdktf';
import { type Environment, EnvironmentError, findingIds, loadEnvironments, type OrganizationFile } from './config';
import { acknowledge } from './findings/acknowledge';
import { report } from './findings/report';
import addresses from './modules/addresses.json';
import { Beta } from './modules/beta';
import { PalierStack } from './modules/common/stack';
import { EarlyGa } from './modules/early-ga';
import { Enterprise } from './modules/enterprise';
import { Organization } from './modules/enterprise/organization';
import { ProductionGa } from './modules/production-ga';

function main(): void {
  const today = new Date().toISOString().slice(0, 'YYYY-MM-DD'.length);
  const { environments, organizations } = loadEnvironments({ today });
  const app = new App();
  for (const environment of environments) addEnvironment(app, environment);
  for (const organization of organizations) addOrganization(app, organization);
  if (!sayFindings([...environments, ...organizations], today)) {
    process.exitCode = 1;
    return;
  }
  app.synth();
}

/** @returns false where one of them is an error that nobody acknowledged: nothing may be written then */
function sayFindings(files: readonly (Environment | OrganizationFile)[], today: string): boolean {
  const open = files.map(({ file, findings, acknowledgements, position }) => ({
    file,
    position,
    findings: acknowledge(findings, acknowledgements, today, findingIds()),
  }));
  const text = report(open);
  const isStopped = open.some(({ findings }) => findings.some(({ severity }) => severity === 'error'));
  // What an app that succeeds writes to standard error, cdktf calls an error; in a terminal it erases the last line.
  if (text !== '') (isStopped ? process.stderr : process.stdout).write(`${text}\n`);
  return !isStopped;
}

function addEnvironment(app: App, environment: Environment): void {
  const { settings } = environment;
  const stack = new PalierStack(app, settings.stack);
  const beta = new Beta(stack, 'beta', settings.beta);
  if (settings.earlyGa) {
    const earlyGa = new EarlyGa(stack, 'early-ga', beta, settings.earlyGa);
    if (settings.productionGa) {
      const productionGa = new ProductionGa(stack, 'production-ga', earlyGa, settings.productionGa);
      if (settings.enterprise) new Enterprise(stack, 'enterprise', productionGa, settings.enterprise);
    }
  }
  stack.forget(statefulNotIn(stack, (tier) => tier !== 'beta' && tier !== 'organization'));
  checkImports(stack, environment);
}

function addOrganization(app: App, organization: OrganizationFile): void {
  const { settings } = organization;
  const stack = new PalierStack(app, settings.stack);
  new Organization(stack, 'organization', settings);
  stack.forget(statefulNotIn(stack, (tier) => tier === 'organization'));
  checkImports(stack, organization);
}

/** What a stack that comes down from a higher tier, or gives up an option of one, has there and must not lose. */
function statefulNotIn(stack: PalierStack, isOfStack: (tier: string) => boolean): string[] {
  const kept = new Set(stack.resourceAddresses());
  return addresses
    .filter(({ address, tier, stateful }) => stateful && isOfStack(tier) && !kept.has(address))
    .map(({ address }) => address);
}

/** Terraform would say so only at the plan, and without the line in the environment's file. */
function checkImports(stack: PalierStack, file: Environment | OrganizationFile): void {
  const known = new Set(stack.resourceAddresses());
  const unknown = Object.keys(file.settings.stack.imports).filter((address) => !known.has(withoutKey(address)));
  if (unknown.length === 0) return;
  throw new EnvironmentError(
    unknown.map((address) =>
      file.problem(['imports', address], `${address} is not in this ${file.kind}.${ofATier(address)}`, [...known]),
    ),
  );
}

/** What comes down a tier may still have lines for what the upper one had. */
function ofATier(address: string): string {
  const known = addresses.find((one) => one.address === withoutKey(address));
  if (known === undefined) return '';
  const owner = known.tier === 'organization' ? 'an organization' : `tier ${known.tier}`;
  return ` It belongs to ${owner}, with the settings for it: remove the line.`;
}

/** `aws_cloudwatch_log_group.application["/aws/lambda/api"]` is one of `aws_cloudwatch_log_group.application`. */
function withoutKey(address: string): string {
  return address.replace(/\[.*$/, '');
}

try {
  main();
} catch (error) {
  // Anything else is a defect of Palier: its stack trace belongs into the report.
  if (!(error instanceof EnvironmentError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

import { App } from 'cdktf';
import { type Environment, EnvironmentError, loadEnvironments } from './config';
import { Beta } from './modules/beta';
import { PalierStack } from './modules/common/stack';

function main(): void {
  const environments = loadEnvironments();
  const app = new App();
  for (const environment of environments) addStack(app, environment);
  app.synth();
}

function addStack(app: App, environment: Environment): void {
  const stack = new PalierStack(app, environment.settings.stack);
  new Beta(stack, 'beta', environment.settings);
  checkImports(stack, environment);
}

/** Terraform would say so only at the plan, and without the line in the environment's file. */
function checkImports(stack: PalierStack, environment: Environment): void {
  const known = new Set(stack.resourceAddresses());
  const unknown = Object.keys(environment.settings.stack.imports).filter((address) => !known.has(withoutKey(address)));
  if (unknown.length === 0) return;
  throw new EnvironmentError(
    unknown.map((address) =>
      environment.problem(['imports', address], `${address} is not in this environment.`, [...known]),
    ),
  );
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

import { App } from 'cdktf';
import { type Environment, EnvironmentError, loadEnvironments } from './config';
import { Beta } from './modules/beta';
import { PalierStack } from './modules/common/stack';

function main(): void {
  const app = new App();
  for (const environment of loadEnvironments()) addStack(app, environment);
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
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

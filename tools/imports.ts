/**
 * `npm run -s imports -- <directory of the stack> <saved plan>`: the lines of an environment's file by which Terraform takes
 * back what that plan makes it forget. Writes YAML to standard output, and changes nothing.
 */
import { execa } from 'execa';
import { stringify } from 'yaml';
import { importsOfForgotten } from '../review/imports-of-forgotten';

const [directory, plan, ...others] = process.argv.slice(2);
if (directory === undefined || plan === undefined || others.length > 0) {
  console.error('Usage: npm run -s imports -- cdktf.out/stacks/NAME PLAN_FILE');
  process.exit(2);
}
const { stdout, stderr, exitCode } = await execa('terraform', [`-chdir=${directory}`, 'show', '-json', plan], {
  reject: false,
});
if (exitCode !== 0) {
  console.error(`terraform cannot read the plan ${plan} in ${directory}:\n${stderr}`);
  process.exit(1);
}
const imports = importsOfForgotten(JSON.parse(stdout).resource_changes ?? []);
if (Object.keys(imports).length === 0) console.error(`The plan ${plan} forgets nothing.`);
else process.stdout.write(stringify({ imports }, { lineWidth: 0 }));

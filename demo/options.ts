import { parseArgs } from 'node:util';

export const HELP = `Deploys the tier beta for real, without an AWS account: the plan of environments/huntaze.yaml, cdktf deploy to an AWS
emulator on this machine, a second plan, the search for the secret's value, and the destroy. About five minutes.

Usage: npm run demo -- [--keep] [--full-plan] [--port N]

  --keep        stop before the destroy, with everything running; says how to talk to it, and how to end it
  --full-plan   print Terraform's own text of the plan, not only its summary by checklist line
  --port N      the emulator listens on 127.0.0.1:N (default: a free port)
  --help        this text

Needs Node.js, Terraform, Python and the AWS CLI, and Go where no Terraform registry can be reached; says what is missing.
No AWS credentials are used, and nothing is written into this directory but the bundled app (dist/). What happens is
told on standard output, progress on standard error. NO_COLOR is respected.

Examples:
  npm run demo                        everything, from the plan to the destroy
  npm run demo -- --keep              to look around, with terraform, aws and cdktf, in another terminal
  npm run -s demo -- --full-plan > demo.txt

Exit codes: 0 all went as it should, 1 a step failed or something is missing, 2 wrong usage, 130 ended by Ctrl-C (a second
one ends it at once), 143 by SIGTERM, 129 by SIGHUP.
`;

export interface DemoOptions {
  readonly keep: boolean;
  readonly fullPlan: boolean;
  /** @default a free port */
  readonly port?: number;
}

export class UsageError extends Error {
  override name = 'UsageError';
}

/**
 * @returns the options, or `help` where they are asked for
 * @throws UsageError saying which argument is wrong
 */
export function readOptions(args: readonly string[]): DemoOptions | 'help' {
  const { values } = parse(args);
  if (values.help) return 'help';
  const port = values.port === undefined ? undefined : Number(values.port);
  if (port !== undefined && !(/^\d+$/.test(values.port as string) && port <= 65_535)) {
    throw new UsageError(`--port: a number from 0 to 65535 is wanted, not '${values.port}'.`);
  }
  return { keep: values.keep ?? false, fullPlan: values['full-plan'] ?? false, port };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        keep: { type: 'boolean' },
        'full-plan': { type: 'boolean' },
        port: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

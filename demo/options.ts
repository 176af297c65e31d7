import { parseArgs } from 'node:util';
import { TIERS, type Tier } from '../config/tiers';

export const HELP = `Deploys environments/huntaze.yaml for real, without an AWS account, to an AWS emulator on this machine. First the tier beta:
the plan, cdktf deploy, a second plan, the search for the secret's value. Then one word of the file changes, and the tier
is early-ga: the plan of the step up, its deploy, two rotations of the secret, the way back on paper. At last the
destroy. With --to it stops earlier, or climbs on, to production-ga and enterprise.

Usage: npm run demo -- [--to TIER] [--keep] [--full-plan] [--port N]

  --to TIER     the last tier: beta, early-ga (default), production-ga or enterprise
  --keep        stop before the destroy, with everything running; says how to talk to it, and how to end it
  --full-plan   print Terraform's own text of each plan, not only its summary by checklist line
  --port N      the emulator listens on 127.0.0.1:N (default: a free port)
  --help        this text

Needs Node.js, Terraform, Python and the AWS CLI, and Go where no Terraform registry can be reached; says what is missing.
No AWS credentials are used, and nothing is written into this directory but the bundled app (dist/). What happens is
told on standard output, progress on standard error. NO_COLOR is respected.

Examples:
  npm run demo                        everything, from the first plan to the destroy
  npm run demo -- --to beta           only the first tier
  npm run demo -- --to enterprise     to the top
  npm run demo -- --keep              to look around, with terraform, aws and cdktf, in another terminal
  npm run -s demo -- --full-plan > demo.txt

Exit codes: 0 all went as it should, 1 a step failed or something is missing, 2 wrong usage, 130 ended by Ctrl-C (a second
one ends it at once), 143 by SIGTERM, 129 by SIGHUP.
`;

/** The tiers above add minutes: the provider polls a database for 80 s at each change. */
const DEFAULT_TIER = 'early-ga';

export interface DemoOptions {
  /** How far the environment is raised. */
  readonly to: Tier;
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
  const to = TIERS.find((tier) => tier === (values.to ?? DEFAULT_TIER));
  if (to === undefined) throw new UsageError(`--to: one of ${TIERS.join(', ')} is wanted, not '${values.to}'.`);
  return { to, keep: values.keep ?? false, fullPlan: values['full-plan'] ?? false, port };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        to: { type: 'string' },
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

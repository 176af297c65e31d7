import { execa } from 'execa';

import { EmulatorError } from './errors';

/** What a person has to install before anything here can run; `npm ci` brings the rest. */
export type Tool = 'node' | 'terraform' | 'python' | 'aws';

export interface FoundTool {
  /** What to run: a command on the PATH. */
  readonly command: string;
  readonly version: string;
}

interface Requirement {
  readonly title: string;
  /** Tried in this order, the first that is new enough is taken: macOS comes with an old python3. */
  readonly commands: readonly string[];
  readonly argument: readonly string[];
  /** Oldest versions that work, one for each major version that is kept up, and why no older one does. */
  readonly oldest: readonly string[];
  readonly why: string;
  /** The version that the output names. */
  readonly parse: (output: string) => string | undefined;
  readonly howToGet: readonly string[];
}

const firstVersion = (output: string) => /(\d+\.\d+(\.\d+)?)/.exec(output)?.[1];

const REQUIREMENTS: Record<Tool, Requirement> = {
  node: {
    title: 'Node.js',
    commands: ['node'],
    argument: ['--version'],
    oldest: ['20.11'],
    why: 'import.meta.dirname',
    parse: firstVersion,
    howToGet: ['https://nodejs.org/en/download', 'macOS: brew install node'],
  },
  terraform: {
    title: 'Terraform',
    commands: ['terraform'],
    argument: ['version', '-json'],
    oldest: ['1.11'],
    why: 'write-only arguments, so that no password gets into the state',
    parse: (output) => /"terraform_version":\s*"([^"]+)"/.exec(output)?.[1],
    howToGet: [
      'https://developer.hashicorp.com/terraform/install',
      'Debian, Ubuntu: add HashiCorp’s repository as described there, then sudo apt-get install terraform',
      'macOS: brew install hashicorp/tap/terraform',
    ],
  },
  python: {
    title: 'Python',
    commands: ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11'],
    argument: ['--version'],
    oldest: ['3.11'],
    why: 'moto, the emulator, and what it needs',
    parse: firstVersion,
    howToGet: [
      'https://www.python.org/downloads/',
      'Debian, Ubuntu: sudo apt-get install python3 python3-venv',
      'macOS: brew install python',
    ],
  },
  aws: {
    title: 'AWS CLI',
    commands: ['aws'],
    argument: ['--version'],
    oldest: ['1.32', '2.13'],
    why: 'AWS_ENDPOINT_URL',
    parse: (output) => firstVersion(/aws-cli\/\S+/.exec(output)?.[0] ?? ''),
    howToGet: [
      'https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html',
      'Debian, Ubuntu: sudo apt-get install awscli',
      'macOS: brew install awscli',
    ],
  },
};

/** Every tool that is missing or too old, all in one message, each with how to get it. */
export class MissingPrerequisites extends EmulatorError {
  override name = 'MissingPrerequisites';

  constructor(readonly missing: readonly { readonly tool: Tool; readonly found: string }[]) {
    const lines = missing.flatMap(({ tool, found }) => {
      const { title, oldest, why, howToGet } = REQUIREMENTS[tool];
      return [
        `  ${title} ${oldest.join(' or ')} or newer (${why}): ${found}.`,
        ...howToGet.map((hint) => `      ${hint}`),
      ];
    });
    super(['This needs, and did not find:', ...lines].join('\n'));
  }
}

/**
 * Looks for the named tools on the PATH.
 *
 * @param tools @default all of them
 * @throws MissingPrerequisites naming all that are missing or too old, not only the first
 */
export async function checkPrerequisites<T extends Tool = Tool>(
  tools: readonly T[] = Object.keys(REQUIREMENTS) as T[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<Record<T, FoundTool>> {
  const results = await Promise.all(tools.map(async (tool) => [tool, await find(REQUIREMENTS[tool], env)] as const));
  const missing = results.flatMap(([tool, found]) => (typeof found === 'string' ? [{ tool, found }] : []));
  if (missing.length > 0) throw new MissingPrerequisites(missing);
  return Object.fromEntries(results) as Record<T, FoundTool>;
}

/** The tool, or in words why there is none. */
async function find(requirement: Requirement, env: NodeJS.ProcessEnv): Promise<FoundTool | string> {
  // A TF_CLI_CONFIG_FILE that names a missing file makes Terraform print a warning around its answer.
  const { TF_CLI_CONFIG_FILE: _config, TF_CLI_ARGS: _arguments, ...rest } = env;
  const problems: string[] = [];
  for (const command of requirement.commands) {
    const run = await execa(command, requirement.argument, {
      env: { ...rest, CHECKPOINT_DISABLE: '1' },
      extendEnv: false,
      reject: false,
      stdin: 'ignore',
      timeout: 30_000,
    });
    if (run.code === 'ENOENT') continue;
    const version = run.exitCode === 0 ? requirement.parse(`${run.stdout}\n${run.stderr}`) : undefined;
    if (version === undefined) problems.push(`${command} does not say its version (${firstLine(run)})`);
    else if (isTooOld(version, requirement.oldest)) problems.push(`${command} is ${version}`);
    else return { command, version };
  }
  return problems.length > 0 ? problems.join(', ') : `${requirement.commands[0]} is not on the PATH`;
}

function firstLine(run: { stderr: string; stdout: string; shortMessage?: string }): string {
  return `${run.stderr}\n${run.stdout}\n${run.shortMessage ?? ''}`.trim().split('\n')[0] ?? '';
}

/** Held to the oldest of its own major version; a newer major version to the last that is named. */
function isTooOld(version: string, oldest: readonly string[]): boolean {
  const ofThisMajor = oldest.findLast((one) => Number.parseInt(one, 10) <= Number.parseInt(version, 10));
  return ofThisMajor === undefined || isOlder(version, ofThisMajor);
}

/** Compares the numbers only: 1.11.0-rc1 counts as 1.11.0. */
function isOlder(version: string, oldest: string): boolean {
  const [a, b] = [version, oldest].map((text) => text.split('-', 1)[0]?.split('.').map(Number) ?? []) as [
    number[],
    number[],
  ];
  for (let i = 0; i < b.length; i++) {
    if ((a[i] ?? 0) !== (b[i] ?? 0)) return (a[i] ?? 0) < (b[i] ?? 0);
  }
  return false;
}

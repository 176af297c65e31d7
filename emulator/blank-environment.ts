import { devNull } from 'node:os';

/** An environment as `child_process` takes it: every value a string, `undefined` never. */
export type Environment = Record<string, string>;

/** Settings of the user's shell that would lead Terraform or the AWS CLI away from the emulator or from their own directory. */
const REMOVED = [
  /^AWS_/,
  /^TF_CLI_ARGS/,
  /^TF_WORKSPACE$/,
  /^TF_DATA_DIR$/,
  /^TF_CLI_CONFIG_FILE$/,
  /^TERRAFORM_CONFIG$/,
  // The cache may be what serves as the mirror, and Terraform refuses to copy a directory to itself.
  /^TF_PLUGIN_CACHE_DIR$/,
];

/** What is a good default on AWS and a slow one here. The user's own settings go before. */
const QUICKER: Environment = {
  // Terraform starts the AWS provider anew for each command, and half of its time then goes into collecting garbage. It need
  // not do so that often. Still less often, and ten of them at once fill the memory of a machine.
  GOGC: '400',
  // Of the runbooks: the emulator takes a step whenever somebody looks.
  POLL_SECONDS: '1',
};

export interface EmulatorTarget {
  /** Of the emulator, such as `http://127.0.0.1:5000`. */
  readonly endpoint: string;
  /** @default `us-east-1`, the region of the plan */
  readonly region?: string;
  /** Terraform's CLI configuration. @default none: Terraform takes the user's own, in its usual place. */
  readonly cliConfigFile?: string;
}

/**
 * What points Terraform and the AWS CLI at an emulator. Test keys only: moto takes any.
 *
 * @param env where the hosts are named that no proxy is asked for
 */
export function emulatorVariables(
  { endpoint, region = 'us-east-1', cliConfigFile }: EmulatorTarget,
  env: NodeJS.ProcessEnv = process.env,
): Environment {
  return {
    ...withoutProxy(env),
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    // The user's profiles may hold real credentials, endpoints, or a role to assume.
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: 'true',
    // A call that the emulator lacks fails at once instead of being tried for minutes.
    AWS_MAX_ATTEMPTS: '2',
    AWS_PAGER: '',
    // Neither Terraform nor cdktf asks its maker for news.
    CHECKPOINT_DISABLE: '1',
    TF_IN_AUTOMATION: '1',
    // cdktf's own plugin cache breaks when two commands start at once ("mkdir: file exists").
    CDKTF_DISABLE_PLUGIN_CACHE_ENV: '1',
    ...(cliConfigFile === undefined ? {} : { TF_CLI_CONFIG_FILE: cliConfigFile }),
  };
}

/**
 * The environment of everything that is run against an emulator: the user's own without anything that holds or leads to
 * AWS credentials, then the variables of the emulator. `TF_VAR_…` and `TF_LOG` pass.
 */
export function blankEnvironment(target: EmulatorTarget, env: NodeJS.ProcessEnv = process.env): Environment {
  const kept = Object.entries(env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !REMOVED.some((pattern) => pattern.test(entry[0])),
  );
  return { ...QUICKER, ...Object.fromEntries(kept), ...emulatorVariables(target, env) };
}

/**
 * Lines for a person's shell (sh, bash, zsh): they unset all that leads to a real account, whatever its name, and then
 * export the environment.
 */
export function shellLines(environment: Environment): string[] {
  const leadingAway = "$(env | sed -n 's/^\\(AWS_[A-Za-z0-9_]*\\)=.*/\\1/p')";
  return [
    // The one that is always named: zsh refuses an `unset` of nothing.
    `unset TF_PLUGIN_CACHE_DIR ${leadingAway}`,
    ...Object.entries(environment).map(([name, value]) => `export ${name}='${value.replaceAll("'", "'\\''")}'`),
  ];
}

/** A proxy must not be asked for loopback. Both spellings: tools differ in which they read. */
function withoutProxy(env: NodeJS.ProcessEnv): Environment {
  const already = (env.no_proxy ?? env.NO_PROXY ?? '').split(',').filter((host) => host.trim() !== '');
  const hosts = [...new Set([...already, '127.0.0.1', 'localhost', '::1'])].join(',');
  return { NO_PROXY: hosts, no_proxy: hosts };
}

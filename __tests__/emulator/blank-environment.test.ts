import { execa } from 'execa';

import { blankEnvironment, shellLines } from '../../emulator/blank-environment';

const target = { endpoint: 'http://127.0.0.1:5000' };

test('nothing that holds or leads to real credentials passes', () => {
  const secret = 'real';
  const environment = blankEnvironment(target, {
    PATH: '/bin',
    AWS_PROFILE: secret,
    AWS_ACCESS_KEY_ID: secret,
    AWS_SECRET_ACCESS_KEY: secret,
    AWS_SESSION_TOKEN: secret,
    AWS_CONFIG_FILE: secret,
    AWS_SHARED_CREDENTIALS_FILE: secret,
    AWS_WEB_IDENTITY_TOKEN_FILE: secret,
    AWS_ROLE_ARN: secret,
    AWS_CONTAINER_CREDENTIALS_FULL_URI: secret,
    AWS_ENDPOINT_URL_S3: secret,
    AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: secret,
    AWS_SOMETHING_NEW: secret,
  });
  expect(Object.values(environment)).not.toContain(secret);
  expect(environment).toMatchObject({
    PATH: '/bin',
    AWS_ENDPOINT_URL: target.endpoint,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
  });
});

test('settings that lead Terraform out of its own directory do not pass, variables and the log level do', () => {
  const environment = blankEnvironment(target, {
    TF_CLI_ARGS: '-lock=false',
    TF_CLI_ARGS_apply: '-auto-approve',
    TF_WORKSPACE: 'production',
    TF_DATA_DIR: '/elsewhere',
    TF_PLUGIN_CACHE_DIR: '/cache',
    TF_CLI_CONFIG_FILE: '/missing',
    TF_VAR_name: 'kept',
    TF_LOG: 'debug',
  });
  expect(
    Object.keys(environment)
      .filter((name) => name.startsWith('TF_'))
      .sort(),
  ).toEqual(['TF_IN_AUTOMATION', 'TF_LOG', 'TF_VAR_name']);
});

test('Terraform collects its garbage less often and the runbooks look more often, unless the user says otherwise', () => {
  expect(blankEnvironment(target, {})).toMatchObject({ GOGC: '400', POLL_SECONDS: '1' });
  expect(blankEnvironment(target, { GOGC: '100' })).toMatchObject({ GOGC: '100' });
});

test('a proxy is not asked for loopback, whatever it was already not asked for', () => {
  const environment = blankEnvironment(target, { HTTP_PROXY: 'http://proxy:3128', NO_PROXY: 'intranet,localhost' });
  expect(environment.NO_PROXY).toBe('intranet,localhost,127.0.0.1,::1');
  expect(environment.no_proxy).toBe(environment.NO_PROXY);
});

test('Terraform gets the CLI configuration of the provider search, and the region asked for', () => {
  const environment = blankEnvironment({ ...target, region: 'eu-west-3', cliConfigFile: '/run/terraform.rc' }, {});
  expect(environment).toMatchObject({
    TF_CLI_CONFIG_FILE: '/run/terraform.rc',
    AWS_REGION: 'eu-west-3',
    AWS_DEFAULT_REGION: 'eu-west-3',
  });
});

test('a shell that takes the lines has nothing left of an account, and odd values as they are', async () => {
  const lines = shellLines({ AWS_ENDPOINT_URL: target.endpoint, ODD: "it's $HOME `x`" });
  const real = {
    AWS_PROFILE: 'real',
    AWS_ENDPOINT_URL_S3: 'real',
    AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true',
    TF_PLUGIN_CACHE_DIR: '/cache',
    KEPT: 'kept AWS_PROFILE=x',
  };
  const script = `${lines.join('\n')}\nenv | grep -E '^(AWS_|TF_|ODD|KEPT)' | sort`;
  const { stdout } = await execa('sh', ['-euc', script], {
    env: { PATH: process.env.PATH, ...real },
    extendEnv: false,
  });
  expect(stdout.split('\n')).toEqual([
    `AWS_ENDPOINT_URL=${target.endpoint}`,
    'KEPT=kept AWS_PROFILE=x',
    "ODD=it's $HOME `x`",
  ]);
  const again = `${script}; ${lines.join('; ')}`;
  await expect(
    execa('sh', ['-euc', again], { env: { PATH: process.env.PATH }, extendEnv: false }),
  ).resolves.toBeDefined();
});

import { checkPrerequisites, MissingPrerequisites, type Tool } from '../../emulator/prerequisites';
import { stub } from './support/stub';
import { temporaryDirectory } from './support/temporary-directory';

const bin = temporaryDirectory();

const GOOD: Record<string, string> = {
  node: 'echo v20.11.0',
  terraform: `echo '{"terraform_version":"1.11.4","platform":"linux_amd64"}'`,
  python3: 'echo Python 3.12.1',
  aws: 'echo aws-cli/2.15.0 Python/3.11.6 Linux/6.1',
};

/** Only what is stubbed is on the PATH. */
function check(stubs: Record<string, string>, tools?: readonly Tool[]) {
  for (const [name, script] of Object.entries(stubs)) stub(bin(), name, script);
  return checkPrerequisites(tools, { PATH: bin() });
}

async function problem(stubs: Record<string, string>): Promise<string> {
  const error = await check(stubs).then(
    () => undefined,
    (reason) => reason,
  );
  expect(error).toBeInstanceOf(MissingPrerequisites);
  return error.message;
}

test('says what it found', async () => {
  await expect(check(GOOD)).resolves.toMatchObject({
    node: { command: 'node', version: '20.11.0' },
    terraform: { version: '1.11.4' },
    python: { command: 'python3', version: '3.12.1' },
    aws: { version: '2.15.0' },
  });
});

test('names all that is missing at once, and how to get each', async () => {
  const message = await problem({ node: GOOD.node as string });
  expect(message).toContain('Terraform 1.11 or newer');
  expect(message).toContain('terraform is not on the PATH');
  expect(message).toContain('https://developer.hashicorp.com/terraform/install');
  expect(message).toContain('python3 is not on the PATH');
  expect(message).toContain('sudo apt-get install python3 python3-venv');
  expect(message).toContain('aws is not on the PATH');
  expect(message).not.toContain('Node.js');
});

test.each([
  ['terraform', `echo '{"terraform_version":"1.9.8","platform":"linux_amd64"}'`, 'terraform is 1.9.8'],
  ['python3', 'echo Python 3.9.6', 'python3 is 3.9.6'],
  ['python3', 'echo Python 2.7.18 >&2', 'python3 is 2.7.18'],
  ['aws', 'echo aws-cli/1.18.69 Python/3.8.10 >&2', 'aws is 1.18.69'],
  ['aws', 'echo aws-cli/2.12.7 Python/3.11.4 Linux/6.1', 'aws is 2.12.7'],
  ['node', 'echo v18.20.0', 'node is 18.20.0'],
])('%s that is too old is refused: %s', async (name, script, expected) => {
  expect(await problem({ ...GOOD, [name]: script })).toContain(expected);
});

test('a command that is there and does not run is not called missing', async () => {
  const broken = 'echo "pyenv: python3: command not found" >&2; exit 127';
  expect(await problem({ ...GOOD, python3: broken })).toContain('pyenv: python3: command not found');
});

test('a newer Python beside an old one is taken', async () => {
  const tools = await check({ ...GOOD, python3: 'echo Python 3.9.6', 'python3.13': 'echo Python 3.13.0' });
  expect(tools.python).toEqual({ command: 'python3.13', version: '3.13.0' });
});

test('1.11.0 as a release candidate and 1.100 count as new enough', async () => {
  const version = (text: string) => `echo '{"terraform_version":"${text}","platform":"linux_amd64"}'`;
  await expect(check({ ...GOOD, terraform: version('1.11.0-rc1') })).resolves.toBeDefined();
  await expect(check({ ...GOOD, terraform: version('1.100.0') })).resolves.toBeDefined();
});

test.each(['1.32.0', '2.13.0', '3.0.0'])('an AWS CLI %s reads AWS_ENDPOINT_URL', async (version) => {
  const aws = `echo aws-cli/${version} Python/3.11.4 Linux/6.1`;
  await expect(check({ ...GOOD, aws })).resolves.toMatchObject({ aws: { version } });
});

test('a TF_CLI_CONFIG_FILE that names a missing file is kept from terraform, which would print a warning', async () => {
  stub(bin(), 'terraform', `test -z "$TF_CLI_CONFIG_FILE" && ${GOOD.terraform}`);
  const env = { PATH: bin(), TF_CLI_CONFIG_FILE: '/missing' };
  await expect(checkPrerequisites(['terraform'], env)).resolves.toMatchObject({ terraform: { version: '1.11.4' } });
});

test('only what is asked for is looked for', async () => {
  await expect(check({ python3: GOOD.python3 as string }, ['python'])).resolves.toHaveProperty('python');
});

import { existsSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { execa } from 'execa';

import { type Emulator, startEmulator } from '../../emulator';
import { packageRoot } from '../../modules/common/package-root';
import { call, createUser } from './support/call';
import { temporaryDirectory } from './support/temporary-directory';

// The first start on a machine installs moto.

const root = temporaryDirectory();
let running: Emulator[];

beforeEach(() => {
  running = [];
});
afterEach(() => Promise.all(running.map((emulator) => emulator.stop())));

async function start(options: Parameters<typeof startEmulator>[0] = {}): Promise<Emulator> {
  const emulator = await startEmulator({ terraform: false, ...options });
  running.push(emulator);
  return emulator;
}

const open = (endpoint: string) =>
  new Promise<Socket>((resolve, reject) => {
    const { hostname, port } = new URL(endpoint);
    const socket = connect(Number(port), hostname, () => resolve(socket)).once('error', reject);
  });
const createSecret = (endpoint: string) =>
  call(endpoint, 'secretsmanager', 'CreateSecret', { Name: 'database', SecretString: 'hidden' });
const readSecret = (endpoint: string, accessKeyId?: string) =>
  call(endpoint, 'secretsmanager', 'GetSecretValue', { SecretId: 'database' }, accessKeyId);

test('starts, answers, and leaves nothing when stopped, also when stopped twice', async () => {
  const emulator = await start();
  expect((await createSecret(emulator.endpoint)).status).toBe(200);
  expect(emulator.environment).toMatchObject({ AWS_ENDPOINT_URL: emulator.endpoint, AWS_ACCESS_KEY_ID: 'test' });
  expect(existsSync(emulator.log)).toBe(true);
  await Promise.all([emulator.stop(), emulator.stop()]);
  await emulator.stop();
  await expect(open(emulator.endpoint)).rejects.toThrow('ECONNREFUSED');
  expect(existsSync(dirname(emulator.log))).toBe(false);
});

test('several run side by side, and nothing is installed again', async () => {
  const said: string[] = [];
  await start();
  const options = { onProgress: (line: string) => said.push(line) };
  const [one, other] = await Promise.all([start(options), start(options)]);
  await createSecret(one.endpoint);
  expect((await readSecret(one.endpoint)).status).toBe(200);
  expect((await readSecret(other.endpoint)).status).toBe(404);
  expect(said).toEqual([]);
});

test('a port that is taken is an error that names it', async () => {
  const holder = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => holder.once('listening', resolve));
  const { port } = holder.address() as { port: number };
  await expect(start({ port })).rejects.toThrow(`127.0.0.1:${port}: Address already in use. Choose another port`);
  await new Promise((resolve) => holder.close(resolve));
});

test('a directory of the caller keeps the log, and stays', async () => {
  const emulator = await start({ directory: root() });
  await createSecret(emulator.endpoint);
  await emulator.stop();
  expect(existsSync(join(root(), 'emulator.log'))).toBe(true);
});

test('a server that cannot start is an error that shows why', async () => {
  const missing = join(root(), 'missing');
  await expect(start({ directory: missing })).rejects.toThrow(/did not start[\s\S]*No such file or directory/);
});

test('aborted as it starts, it says so and leaves no server', async () => {
  const reason = new Error('interrupted');
  await expect(start({ signal: AbortSignal.abort(reason) })).rejects.toThrow('interrupted');
  const controller = new AbortController();
  const starting = start({ signal: controller.signal, directory: root() });
  controller.abort(reason);
  await expect(starting).rejects.toThrow();
  const { stdout } = await execa('ps', ['-eo', 'args']);
  expect(stdout).not.toContain(root());
});

test('it ends when the process that started it is killed', async () => {
  const script = join(packageRoot(), '__tests__/emulator/support/start-and-wait.ts');
  const parent = execa(process.execPath, ['--import', 'tsx', script], {
    cwd: packageRoot(),
    // Killed, it cannot remove its own.
    env: { TMPDIR: root() },
    reject: false,
  });
  const endpoint = await new Promise<string>((resolve) =>
    parent.stdout.once('data', (data) => resolve(String(data).trim())),
  );
  const connection = await open(endpoint);
  const closed = new Promise((resolve) => connection.once('close', resolve));
  parent.kill('SIGKILL');
  await closed;
  await parent;
  await expect(open(endpoint)).rejects.toThrow('ECONNREFUSED');
});

test('a reset forgets what moto and what the corrections keep', async () => {
  const { endpoint, reset } = await start();
  await createSecret(endpoint);
  const monitor = { AnomalyMonitor: { MonitorName: 'm', MonitorType: 'DIMENSIONAL' } } as never;
  await call(endpoint, 'ce', 'CreateAnomalyMonitor', monitor);
  expect((await call(endpoint, 'ce', 'GetAnomalyMonitors')).body).toContain('"MonitorName": "m"');
  await reset();
  expect((await readSecret(endpoint)).status).toBe(404);
  expect((await call(endpoint, 'ce', 'GetAnomalyMonitors')).body).toBe('{"AnomalyMonitors": []}');
});

test('an IAM user may do what its policies say, the test key everything', async () => {
  const { endpoint } = await start();
  await createSecret(endpoint);
  const everything = { Effect: 'Allow', Action: '*', Resource: '*' };
  const noSecrets = { Effect: 'Deny', Action: 'secretsmanager:GetSecretValue', Resource: '*' };
  const { accessKeyId } = await createUser(endpoint, 'planner', everything, noSecrets);
  expect((await readSecret(endpoint)).body).toContain('hidden');
  const refused = await readSecret(endpoint, accessKeyId);
  expect(refused.status).toBe(400);
  expect(refused.body).toContain('AccessDeniedException');
  expect(refused.body).toContain('user/planner is not authorized to perform: secretsmanager:GetSecretValue');
  const allowed = await call(endpoint, 'secretsmanager', 'DescribeSecret', { SecretId: 'database' }, accessKeyId);
  expect(allowed.status).toBe(200);
});

test('a call that moto lacks fails by name, in a way that no SDK tries again', async () => {
  const { endpoint } = await start();
  const { status, body } = await call(endpoint, 'iam', 'ListServiceSpecificCredentials', { UserName: 'x' });
  expect(status).toBe(501);
  expect(body).toContain('the emulator has no iam:ListServiceSpecificCredentials');
});

test.each([
  ['a service that moto lacks', 'devops-guru', '/accounts/health', 'no devops-guru POST /accounts/health'],
  ['an address that moto lacks', 'guardduty', '/malware-scan/start', 'no guardduty POST /malware-scan/start'],
])('%s fails by name too', async (_, service, path, expected) => {
  const { endpoint } = await start();
  const { status, body } = await call(`${endpoint}${path}`, service, 'Any');
  expect(status).toBe(501);
  expect(body).toContain(`the emulator has ${expected}`);
});

test('an SDK that asks again, its answer lost, gets the same answer, and nothing is done twice', async () => {
  const { endpoint } = await start();
  const create = async (attempt: number, invocation: string) => {
    const answer = await fetch(endpoint, {
      method: 'POST',
      headers: {
        authorization: `AWS4-HMAC-SHA256 Credential=test/20261123/us-east-1/ec2/aws4_request, SignedHeaders=host, Signature=x`,
        'content-type': 'application/x-www-form-urlencoded',
        'amz-sdk-invocation-id': invocation,
        'amz-sdk-request': `attempt=${attempt}; max=3`,
      },
      body: 'Action=CreateSecurityGroup&Version=2016-11-15&GroupName=once&GroupDescription=once',
    });
    return { status: answer.status, body: await answer.text() };
  };
  const first = await create(1, 'one');
  expect(first.status).toBe(200);
  expect(await create(2, 'one')).toEqual(first);
  expect((await create(1, 'another')).body).toContain('InvalidGroup.Duplicate');
  // A refusal is not repeated, but looked at anew.
  expect((await create(2, 'another')).body).toContain('InvalidGroup.Duplicate');
});

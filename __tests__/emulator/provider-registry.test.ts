import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { isRegistryReachable } from '../../emulator/provider-registry';

const registry = 'https://registry.example/.well-known/terraform.json';
let proxy: Server;
let asked: string[];
let authorization: string | undefined;
let consents: boolean;

beforeEach(async () => {
  asked = [];
  consents = true;
  proxy = createServer().on('connect', (request, socket) => {
    asked.push(request.url ?? '');
    authorization = request.headers['proxy-authorization'];
    socket.end(consents ? 'HTTP/1.1 200 OK\r\n\r\n' : 'HTTP/1.1 502 Bad Gateway\r\n\r\n');
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
});

afterEach(() => new Promise((resolve) => proxy.close(resolve)));

const url = () => `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;

test('is reachable where the proxy leads to it', async () => {
  await expect(isRegistryReachable({ HTTPS_PROXY: url() }, registry)).resolves.toBe(true);
  expect(asked).toEqual(['registry.example:443']);
});

test('a proxy may be given without a scheme, and with a user', async () => {
  const host = url().replace('http://', '');
  await expect(isRegistryReachable({ HTTPS_PROXY: host }, registry)).resolves.toBe(true);
  await expect(isRegistryReachable({ HTTPS_PROXY: `http://me:p%40ss@${host}` }, registry)).resolves.toBe(true);
  expect(authorization).toBe(`Basic ${Buffer.from('me:p@ss').toString('base64')}`);
});

test('is not reachable where the proxy refuses', async () => {
  consents = false;
  await expect(isRegistryReachable({ https_proxy: url() }, registry)).resolves.toBe(false);
});

test.each(['http://', 'proxy:99999', 'http://a b'])(
  'is not reachable through a proxy that is no URL: %s',
  async (given) => {
    await expect(isRegistryReachable({ HTTPS_PROXY: given }, registry)).resolves.toBe(false);
  },
);

test('a user whose name is not encoded is passed on as it is', async () => {
  const host = url().replace('http://', '');
  await expect(isRegistryReachable({ HTTPS_PROXY: `http://50%:x@${host}` }, registry)).resolves.toBe(true);
  expect(authorization).toBe(`Basic ${Buffer.from('50%:x').toString('base64')}`);
});

test('is not reachable where nobody answers', async () => {
  const free = url().replace('http:', 'https:');
  await new Promise((resolve) => proxy.close(resolve));
  await expect(isRegistryReachable({}, free)).resolves.toBe(false);
  proxy = createServer().listen(0, '127.0.0.1');
});

import { request as httpRequest } from 'node:http';
import { get } from 'node:https';
import querystring from 'node:querystring';

const TIMEOUT_MS = 5_000;

/**
 * Whether Terraform could download a provider: one short request to the registry, through the proxy of the environment
 * if there is one, as Terraform would. Any answer counts: a reachable registry that refuses is for Terraform to report.
 *
 * @param url @default the discovery document of registry.terraform.io
 */
export async function isRegistryReachable(
  env: NodeJS.ProcessEnv = process.env,
  url = 'https://registry.terraform.io/.well-known/terraform.json',
): Promise<boolean> {
  const proxy = proxyUrl(env.HTTPS_PROXY || env.https_proxy || '');
  if (proxy === 'malformed') return false;
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const request = proxy ? askProxy(proxy, new URL(url), signal, resolve) : get(url, { signal });
    request.on('response', (response) => {
      response.destroy();
      // From a proxy this is a refusal: consent comes as 'connect'.
      resolve(!proxy);
    });
    request.on('error', () => resolve(false));
  });
}

/** As curl and Go take it: `proxy:3128` is a host and a port. */
function proxyUrl(proxy: string): URL | 'malformed' | undefined {
  if (proxy === '') return undefined;
  const url = proxy.includes('://') ? proxy : `http://${proxy}`;
  return URL.canParse(url) ? new URL(url) : 'malformed';
}

function askProxy(proxy: URL, target: URL, signal: AbortSignal, resolve: (reachable: boolean) => void) {
  const request = httpRequest({
    host: proxy.hostname,
    port: proxy.port || 80,
    method: 'CONNECT',
    path: `${target.hostname}:${target.port || 443}`,
    headers: proxy.username ? { 'Proxy-Authorization': basic(proxy) } : {},
    signal,
  });
  request.on('connect', (response, socket) => {
    socket.destroy();
    resolve(response.statusCode === 200);
  });
  request.end();
  return request;
}

function basic({ username, password }: URL): string {
  return `Basic ${Buffer.from(`${querystring.unescape(username)}:${querystring.unescape(password)}`).toString('base64')}`;
}

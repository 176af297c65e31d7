import * as z from 'zod';
import { about, choice, compare, custom, keysOf, list, oneOf, text, wholeNumber } from '../fields';

/** Where Route 53 checks from. @see https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html (2026-11-23) */
const CHECKERS = [
  'us-east-1',
  'us-west-1',
  'us-west-2',
  'eu-west-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ap-northeast-1',
  'sa-east-1',
] as const;
const FEWEST_CHECKERS = 3;

const fqdn = text(
  /^(?=.{1,253}$)([a-zA-Z0-9_]([a-zA-Z0-9_-]{0,61}[a-zA-Z0-9])?\.)+[a-zA-Z]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?$/,
  'is not the name of an endpoint (got {got}, allowed such as app.example.com, without https://)',
);

const path = text(
  /^\/[\x21-\x7e]{0,254}$/,
  'is not a path (got {got}, allowed / and up to 254 characters without spaces, such as /health)',
  (value) =>
    /[$%]\{/.test(value)
      ? 'has ${ or %{, which Terraform takes for an expression (got {got}): write %24%7B or %25%7B'
      : undefined,
);

/** fqdn and path are in the alarm's name, of 255 characters at most, with the environment's, the port and what is wrong. */
const MAX_ENDPOINT = 200;

const checker = oneOf(
  CHECKERS,
  () => `is no region that Route 53 checks from (got {got}, allowed ${CHECKERS.join(', ')})`,
);

const healthCheck = keysOf(
  {
    fqdn: about(fqdn, {
      what: "The endpoint's name in DNS. Reachable from the internet: Route 53 asks from there.",
      why: 'it is what is asked.',
      samples: ['app.example.com'],
    }),
    type: about(choice('HTTPS', 'HTTP', 'TCP').default('HTTPS'), {
      what: '`HTTPS` and `HTTP` want an answer from 200 to 399, `TCP` a connection. HTTPS costs 1 USD a month more, 2 USD outside AWS.',
      why: 'it is what customers use. The certificate is not checked.',
    }),
    port: about(wholeNumber(1, 65_535).optional(), {
      what: 'The port. Required for TCP.',
      derived: '443 for HTTPS, 80 for HTTP',
      why: 'the usual ones.',
    }),
    path: about(path.optional(), {
      what: 'What is asked for, with its leading slash. Not for TCP.',
      derived: '/',
      why: 'every endpoint has it; one that also asks the database says more.',
    }),
    interval: about(
      z
        .literal([10, 30], { error: 'is not an interval that Route 53 has (got {got}, allowed 10, 30 seconds)' })
        .default(30),
      {
        what: 'Seconds between two checks from one region: 10 or 30. 10 costs 1 USD a month more, 2 USD outside AWS.',
        why: 'three failures are seen within two minutes.',
      },
    ),
    failure_threshold: about(wholeNumber(1, 10, 'checks').default(3), {
      what: 'Checks in a row that fail before the endpoint counts as unhealthy: 1 to 10.',
      why: 'one lost packet is no outage.',
    }),
    regions: about(list(checker).prefault([]), {
      what: `Where Route 53 checks from, at least ${FEWEST_CHECKERS}: ${CHECKERS.join(', ')}. Empty means everywhere.`,
      why: 'an outage seen from everywhere is one.',
    }),
  },
  compare(['type', 'port'], (value, report) => {
    if (value.type === 'TCP' && value.port === undefined) report(['port'], 'is required for TCP');
  }),
  compare(['type', 'path'], (value, report) => {
    if (value.type === 'TCP' && value.path !== undefined) report(['path'], 'has no effect with type TCP. Remove it');
  }),
  compare(['fqdn', 'path'], (value, report) => {
    const length = value.fqdn.length + (value.path?.length ?? 0);
    if (length > MAX_ENDPOINT) {
      const message = `is too long for the name of its alarm (got ${length} characters with path, allowed ${MAX_ENDPOINT})`;
      report(['fqdn'], message);
    }
  }),
  compare(['regions'], (value, report) => {
    const count = value.regions.length;
    if (count > 0 && count < FEWEST_CHECKERS) {
      report(['regions'], `names too few regions (got ${count}, allowed ${FEWEST_CHECKERS} or more, or none for all)`);
    }
  }),
);

type HealthCheck = z.output<typeof healthCheck>;

export function healthCheckPort({ type, port }: Pick<HealthCheck, 'type' | 'port'>): number {
  return port ?? (type === 'HTTP' ? 80 : 443);
}

/** The quota of an account is 200. @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html (2026-11-23) */
export const healthChecks = list(healthCheck).check(({ value, issues }) => {
  const seen = new Set<string>();
  for (const [index, check] of value.entries()) {
    // What the Terraform address is made of.
    const endpoint = `${check.fqdn}:${healthCheckPort(check)}${check.type === 'TCP' ? '' : (check.path ?? '/')}`;
    if (seen.has(endpoint)) {
      issues.push(custom(check.fqdn, [index, 'fqdn'], `is checked already (got {got}, that is ${endpoint})`));
    }
    seen.add(endpoint);
  }
});

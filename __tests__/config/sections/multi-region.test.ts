import { alarmName } from '../../../modules/beta/alarms';
import { lines, load, MINIMAL, testMistakes } from '../support';

const ENTERPRISE = MINIMAL.replace('beta', 'enterprise').replace(
  'us-east-1',
  'us-east-1\n  recovery_region: eu-west-1',
);

const LOAD_BALANCER = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/web/0123456789abcdef';

testMistakes([
  [
    ['tier: beta', 'tier: enterprise'],
    '3:1 aws.recovery_region: is required at enterprise: name the region that the database is copied to',
  ],
  [
    'multi_region: { network: { vpc_id: vpc-01234567 } }',
    '8:36 multi_region.network.vpc_id: needs at least two subnets in subnet_ids (got 0, allowed 2 or more, in two availability zones)',
  ],
  [
    'multi_region: { network: { cidr_block: 10.21.0.0/8 } }',
    '8:40 multi_region.network.cidr_block: has the wrong size (got "10.21.0.0/8", allowed an IPv4 range such as 10.20.0.0/16, /16 to /26)',
  ],
  [
    'multi_region: { health_checks: [{ fqdn: "https://app.example.com/" }] }',
    '8:41 multi_region.health_checks[0].fqdn: is not the name of an endpoint (got "https://app.example.com/", allowed such as app.example.com, without https://)',
  ],
  [
    'multi_region: { health_checks: [{ fqdn: app.example.com, path: health }] }',
    '8:64 multi_region.health_checks[0].path: is not a path (got "health", allowed / and up to 254 characters without spaces, such as /health)',
  ],
  [
    'multi_region: { health_checks: [{ fqdn: app.example.com, path: "/${path.cwd}" }] }',
    '8:64 multi_region.health_checks[0].path: has ${ or %{, which Terraform takes for an expression (got "/${path.cwd}"): write %24%7B or %25%7B',
  ],
  [
    'multi_region: { health_checks: [{ fqdn: app.example.com, path: "/%{if}" }] }',
    '8:64 multi_region.health_checks[0].path: has ${ or %{, which Terraform takes for an expression (got "/%{if}"): write %24%7B or %25%7B',
  ],
  [
    `multi_region: { health_checks: [{ fqdn: app.example.com, path: /${'a'.repeat(185)} }] }`,
    '8:41 multi_region.health_checks[0].fqdn: is too long for the name of its alarm (got 201 characters with path, allowed 200)',
  ],
  [
    'multi_region: { health_checks: [{ fqdn: app.example.com, interval: 20 }] }',
    '8:68 multi_region.health_checks[0].interval: is not an interval that Route 53 has (got 20, allowed 10, 30 seconds)',
  ],
  [
    'multi_region: { health_checks: [{ fqdn: app.example.com, type: TCP }] }',
    '8:33 multi_region.health_checks[0].port: is required for TCP',
  ],
  [
    'multi_region: { health_checks: [{ fqdn: app.example.com, type: TCP, port: 22, path: / }] }',
    '8:85 multi_region.health_checks[0].path: has no effect with type TCP. Remove it',
  ],
  [
    'multi_region: { health_checks: [{ fqdn: app.example.com, regions: [us-east-1, eu-west-1] }] }',
    '8:58 multi_region.health_checks[0].regions: names too few regions (got 2, allowed 3 or more, or none for all)',
  ],
  [
    'multi_region: { health_checks: [{ fqdn: app.example.com, regions: [us-east-1, eu-west-1, eu-west-2] }] }',
    '8:90 multi_region.health_checks[0].regions[2]: is no region that Route 53 checks from (got "eu-west-2", allowed us-east-1, us-west-1, us-west-2, eu-west-1, ap-southeast-1, ap-southeast-2, ap-northeast-1, sa-east-1)',
  ],
  [
    'multi_region: { health_checks: [{ fqdn: app.example.com }, { fqdn: app.example.com, port: 443, path: / }] }',
    '8:68 multi_region.health_checks[1].fqdn: is checked already (got "app.example.com", that is app.example.com:443/)',
  ],
  [
    `multi_region: { firewall_target_arns: ["${LOAD_BALANCER}"] }`,
    '8:17 multi_region.firewall_target_arns: needs aws.recovery_region: there is no web ACL to protect these',
  ],
]);

test.each([
  ['network: { cidr_block: 10.21.128.0/20 }', '10.21.128.0/20', '10.21.0.0/16'],
  ['multi_region: { network: { cidr_block: 10.20.0.0/26 } }', '10.20.0.0/16', '10.20.0.0/26'],
])('ranges that cannot be peered: %s', (change, here, there) => {
  expect(lines(`${ENTERPRISE}${change}\n`)).toEqual([
    expect.stringContaining(
      `multi_region.network.cidr_block: overlaps with the range of network, ${here} (got "${there}"): the two could not be peered`,
    ),
  ]);
});

test.each([
  ['its own recovery network does not come with the tier', `${MINIMAL}network: { cidr_block: 10.21.0.0/16 }\n`],
  ['beside it', `${ENTERPRISE}network: { cidr_block: 10.22.0.0/16 }\n`],
  [
    'of an existing VPC, the range is not known',
    `${ENTERPRISE}network: { cidr_block: 10.21.0.0/16 }\nmulti_region: { network: { vpc_id: vpc-01234567, subnet_ids: [subnet-01234567, subnet-11234567] } }\n`,
  ],
])('ranges that are no trouble: %s', (_title, yaml) => {
  expect(() => load(yaml)).not.toThrow();
});

test('a section without a value means its defaults', () => {
  const empty = 'multi_region:\n  network:\n  clients:\n';
  expect(load(ENTERPRISE + empty).settings).toEqual(load(ENTERPRISE).settings);
  expect(load(ENTERPRISE).settings.enterprise?.recoveryNetwork).toEqual({
    network: { cidrBlock: '10.21.0.0/16' },
    port: 5432,
    engineVersion: '17',
    clientSecurityGroupIds: [],
    clientCidrBlocks: [],
  });
});

test.each([
  ['of the recovery region', LOAD_BALANCER, []],
  [
    'of another region',
    LOAD_BALANCER.replace('eu-west-1', 'us-east-1'),
    [
      expect.stringContaining(
        'multi_region.firewall_target_arns[0]: is in another region than aws.recovery_region eu-west-1',
      ),
    ],
  ],
  [
    'of another account',
    LOAD_BALANCER.replace('123456789012', '210987654321'),
    [expect.stringContaining('is of another account than aws.account_id 123456789012')],
  ],
])('a target %s', (_title, arn, expected) => {
  const yaml = `${ENTERPRISE}multi_region: { firewall_target_arns: ["${arn}"] }\n`;
  if (expected.length === 0) expect(load(yaml).settings.enterprise?.multiRegion.firewall.targetArns).toEqual([arn]);
  else expect(lines(yaml)).toEqual(expected);
});

test('a target, and a web ACL that is everywhere', () => {
  const yaml = `${ENTERPRISE}firewall: { scope: CLOUDFRONT }\nmulti_region: { firewall_target_arns: ["${LOAD_BALANCER}"] }\n`;
  expect(lines(yaml)).toEqual([
    expect.stringContaining('must be empty with firewall.scope CLOUDFRONT: that web ACL is everywhere'),
  ]);
});

test('a health check has the defaults of its type', () => {
  const yaml = `${ENTERPRISE}multi_region: { health_checks: [{ fqdn: a.example.com }, { fqdn: a.example.com, type: HTTP }, { fqdn: a.example.com, type: TCP, port: 443 }] }\n`;
  expect(load(yaml).settings.enterprise?.multiRegion.healthChecks).toMatchObject([
    { type: 'HTTPS', port: 443, path: '/', intervalSeconds: 30, failureThreshold: 3, regions: [] },
    { type: 'HTTP', port: 80, path: '/' },
    { type: 'TCP', port: 443, path: undefined },
  ]);
});

test('the longest name of an alarm is one that CloudWatch takes', () => {
  const name = 'a'.repeat(20);
  const check = `{ fqdn: app.example.com, port: 65535, path: /${'a'.repeat(184)} }`;
  const yaml = `${ENTERPRISE.replace(/^name: .*/m, `name: ${name}`)}multi_region: { health_checks: [${check}] }\n`;
  const [{ fqdn, port, path } = {}] = load(yaml).settings.enterprise?.multiRegion.healthChecks ?? [];
  expect(alarmName(name, 'endpoint_unhealthy', `${fqdn}:${port}${path}`).length).toBeLessThanOrEqual(255);
});

import { lines, load, MINIMAL, testMistakes } from '../support';

const ENTERPRISE = MINIMAL.replace('beta', 'enterprise').replace(
  'us-east-1',
  'us-east-1\n  recovery_region: eu-west-1',
);

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

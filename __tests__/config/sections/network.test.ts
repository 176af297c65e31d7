import { testMistakes } from '../support';

testMistakes([
  [
    'network: { subnet_ids: [subnet-01234567, subnet-11234567] }',
    '8:12 network.subnet_ids: is given without vpc_id: name the VPC of these subnets',
  ],
  [
    'network: { vpc_id: vpc-01234567, subnet_ids: [subnet-01234567] }',
    '8:34 network.subnet_ids: needs at least two subnets in subnet_ids (got 1, allowed 2 or more, in two availability zones)',
  ],
  [
    'network: { vpc_id: vpc-01234567 }',
    '8:20 network.vpc_id: needs at least two subnets in subnet_ids (got 0, allowed 2 or more, in two availability zones)',
  ],
  [
    'network: { vpc_id: vpc-01234567, subnet_ids: [subnet-01234567, subnet-11234567], cidr_block: 10.0.0.0/16 }',
    '8:94 network.cidr_block: is the range of a VPC that is created, and vpc_id names an existing one: remove one of them',
  ],
  [
    'network: { vpc_id: vpc-1 }',
    `8:20 network.vpc_id: is not a VPC's id (got "vpc-1", allowed vpc- and 8 or 17 hexadecimal digits)`,
  ],
  [
    'network: { cidr_block: 10.0.0.0/8 }',
    '8:24 network.cidr_block: has the wrong size (got "10.0.0.0/8", allowed an IPv4 range such as 10.20.0.0/16, /16 to /26)',
  ],
  [
    'network: { cidr_block: 10.0.0.7/24 }',
    '8:24 network.cidr_block: is an address within a range, not the range (got "10.0.0.7/24"). Did you mean "10.0.0.0/24"?',
  ],
  [
    'network: { cidr_block: 10.0.0/16 }',
    '8:24 network.cidr_block: is not an IPv4 range (got "10.0.0/16", allowed an IPv4 range such as 10.20.0.0/16, /16 to /26)',
  ],
  [
    'network: { cidr_block: "fd00::/16" }',
    '8:24 network.cidr_block: is not IPv4 (got "fd00::/16", allowed an IPv4 range such as 10.20.0.0/16, /16 to /26): IPv6 is not supported',
  ],
]);

import { about, compare, list, section, text, textThat } from '../fields';
import { cidrFault } from '../ipv4';

const ID = '[0-9a-f]{8}(?:[0-9a-f]{9})?';

export const vpcId = text(
  new RegExp(`^vpc-${ID}$`),
  "is not a VPC's id (got {got}, allowed vpc- and 8 or 17 hexadecimal digits)",
);

export const subnetId = text(
  new RegExp(`^subnet-${ID}$`),
  "is not a subnet's id (got {got}, allowed subnet- and 8 or 17 hexadecimal digits)",
);

export const securityGroupId = text(
  new RegExp(`^sg-${ID}$`),
  "is not a security group's id (got {got}, allowed sg- and 8 or 17 hexadecimal digits)",
);

/** As the construct has it (modules/common/network.ts). */
export const CIDR_BLOCK = '10.20.0.0/16';

export const cidrBlock = textThat((value) => cidrFault(value, 16, 26));

interface NetworkData {
  readonly vpc_id?: string | undefined;
  readonly subnet_ids?: readonly string[] | undefined;
  readonly cidr_block?: string | undefined;
}

/** An existing VPC with its subnets, or the range of one that is created. */
export function oneNetwork() {
  return compare<NetworkData>(['vpc_id', 'subnet_ids', 'cidr_block'], (value, report) => {
    const subnets = value.subnet_ids ?? [];
    if (value.vpc_id === undefined) {
      if (subnets.length > 0) report(['subnet_ids'], 'is given without vpc_id: name the VPC of these subnets');
      return;
    }
    if (subnets.length < 2) {
      const count = `got ${subnets.length}, allowed 2 or more, in two availability zones`;
      const where = value.subnet_ids === undefined ? ['vpc_id'] : ['subnet_ids'];
      report(where, `needs at least two subnets in subnet_ids (${count})`);
    }
    if (value.cidr_block !== undefined) {
      report(
        ['cidr_block'],
        'is the range of a VPC that is created, and vpc_id names an existing one: remove one of them',
      );
    }
  });
}

export const network = section(
  {
    vpc_id: about(vpcId.optional(), {
      what: 'An existing VPC; subnet_ids then names its subnets. A database does not move to another VPC.',
      derived: 'none',
      why: 'an isolated VPC with two private subnets and no NAT gateway is created.',
    }),
    subnet_ids: about(list(subnetId).optional(), {
      what: 'At least two subnets of vpc_id, in two availability zones, as RDS asks.',
      derived: 'none',
      why: 'the VPC that is created has its own.',
    }),
    cidr_block: about(cidrBlock.optional(), {
      what: 'The range of the VPC that is created: /16 to /26. It cannot change once there is a database, nor can the VPC.',
      derived: CIDR_BLOCK,
      why: 'private, and away from the ranges of Docker and of the default VPC.',
    }),
  },
  oneNetwork(),
);

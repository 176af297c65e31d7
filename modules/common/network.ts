import { DataAwsAvailabilityZones } from '@cdktf/provider-aws/lib/data-aws-availability-zones';
import { DefaultSecurityGroup } from '@cdktf/provider-aws/lib/default-security-group';
import type { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { RouteTable } from '@cdktf/provider-aws/lib/route-table';
import { RouteTableAssociation } from '@cdktf/provider-aws/lib/route-table-association';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { Fn, Token } from 'cdktf';
import { Construct } from 'constructs';

/** Either an existing VPC (`vpcId` and `subnetIds`), or, where those are absent, an isolated one that is created. */
export interface NetworkSettings {
  /** @default none: an isolated VPC is created */
  readonly vpcId?: string;
  /** At least two, in two availability zones, as RDS asks. Given with `vpcId`, and only then. */
  readonly subnetIds?: readonly string[];
  /** Of the VPC that is created: /16 to /26. @default 10.20.0.0/16: private, and away from the defaults of Docker and of the default VPC */
  readonly cidrBlock?: string;
}

/** For what is in another region than the stack's own. */
export interface Place {
  /** Before the names of the Terraform addresses: `recovery_` gives `aws_vpc.recovery_network`. @default none */
  readonly addressPrefix?: string;
  /** @default that of the stack's region */
  readonly provider?: AwsProvider;
}

const DEFAULT_CIDR_BLOCK = '10.20.0.0/16';

/**
 * Where a database lives. The network that is created has two private subnets, no internet gateway and no NAT:
 * nothing in it reaches the internet, and nothing there reaches it. Peer it, or give an existing VPC.
 */
export class Network extends Construct {
  readonly vpcId: string;
  readonly subnetIds: string[];

  constructor(scope: Construct, id: string, name: string, settings: NetworkSettings, place: Place = {}) {
    super(scope, id);
    const { addressPrefix = '', provider } = place;
    if (settings.vpcId && settings.subnetIds) {
      this.vpcId = settings.vpcId;
      this.subnetIds = [...settings.subnetIds];
      return;
    }
    const vpc = new Vpc(this, `${addressPrefix}network`, {
      provider,
      cidrBlock: settings.cidrBlock ?? DEFAULT_CIDR_BLOCK,
      enableDnsSupport: true,
      // Private DNS names of interface endpoints need it.
      enableDnsHostnames: true,
      tags: { Name: name },
    });
    // Security Hub's EC2.2: the default group, which anything lands in by oversight, admits nothing.
    new DefaultSecurityGroup(this, `${addressPrefix}network.default_security_group`, {
      provider,
      vpcId: vpc.id,
      tags: { Name: `${name}-closed` },
    });
    const routeTable = new RouteTable(this, `${addressPrefix}private.route_table`, {
      provider,
      vpcId: vpc.id,
      tags: { Name: `${name}-private` },
    });
    const zones = new DataAwsAvailabilityZones(this, `${addressPrefix}available`, {
      provider,
      state: 'available',
      // Local zones are listed too, and have no RDS.
      filter: [{ name: 'opt-in-status', values: ['opt-in-not-required'] }],
    });

    this.vpcId = vpc.id;
    this.subnetIds = ['a', 'b'].map((letter, index) => {
      const subnet = new Subnet(this, `${addressPrefix}private_${letter}`, {
        provider,
        vpcId: vpc.id,
        cidrBlock: Token.asString(Fn.cidrsubnet(vpc.cidrBlock, 2, index)),
        availabilityZone: Token.asString(Fn.element(zones.names, index)),
        tags: { Name: `${name}-private-${letter}` },
        // A zone that AWS adds must not move a subnet, and the database in it.
        lifecycle: { ignoreChanges: ['availability_zone'] },
      });
      new RouteTableAssociation(this, `${addressPrefix}private_${letter}.route_table`, {
        provider,
        subnetId: subnet.id,
        routeTableId: routeTable.id,
      });
      return subnet.id;
    });
  }
}

import { DbSubnetGroup } from '@cdktf/provider-aws/lib/db-subnet-group';
import { Construct } from 'constructs';
import { createDatabaseAccess, type DatabaseClients } from '../common/database-access';
import { createParameterGroup } from '../common/database-parameters';
import { Network, type NetworkSettings } from '../common/network';
import { PublishedValues } from '../common/published-values';
import type { PalierStack } from '../common/stack';

export interface RecoveryNetworkSettings extends DatabaseClients {
  /** In the recovery region. */
  readonly network: NetworkSettings;
  /** That the database listens on. */
  readonly port: number;
  /** The major version of PostgreSQL. */
  readonly engineVersion: string;
}

const ADDRESS_PREFIX = 'recovery_';

/**
 * Checklist: multi-region. The network of the recovery region, into which a database is restored, or replicated: its
 * subnets, who may connect, its parameters. On the day of the disaster it is there already. It costs nothing: no NAT gateway,
 * no endpoint (https://aws.amazon.com/vpc/pricing/, 2026-11-23).
 *
 * The names are those that the database has at home, with the environment's name first.
 */
export class RecoveryNetwork extends Construct {
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  /** Of RDS. */
  readonly subnetGroupName: string;
  /** Who is in it accepts connections from the clients that the environment names for the recovery region. */
  readonly securityGroupId: string;
  readonly parameterGroupName: string;

  constructor(
    scope: Construct,
    id: string,
    name: string,
    stack: PalierStack,
    region: string,
    settings: RecoveryNetworkSettings,
  ) {
    super(scope, id);
    const provider = stack.providerIn(region);
    const place = { addressPrefix: ADDRESS_PREFIX, provider };
    const network = new Network(this, 'network', name, settings.network, place);
    this.vpcId = network.vpcId;
    this.subnetIds = network.subnetIds;
    this.subnetGroupName = new DbSubnetGroup(this, `${ADDRESS_PREFIX}database.subnet_group`, {
      provider,
      name: `${name}-database`,
      description: `Subnets of the database of ${name}, for recovery`,
      subnetIds: network.subnetIds,
    }).name;
    const { securityGroup } = createDatabaseAccess(this, { ...settings, name, vpcId: network.vpcId }, place);
    this.securityGroupId = securityGroup.id;
    this.parameterGroupName = createParameterGroup(this, name, settings.engineVersion, place).name;

    // In the recovery region, too: a restore after the loss of the other one must find them.
    const published = new PublishedValues(this, 'published-values', name);
    published.publish({
      output: 'recovery_database_subnet_group',
      parameter: 'recovery/database-subnet-group',
      value: this.subnetGroupName,
      description: `Subnet group for a database that is restored in ${region}`,
      alsoIn: provider,
    });
    published.publish({
      output: 'recovery_database_security_group_id',
      parameter: 'recovery/database-security-group-id',
      value: this.securityGroupId,
      description: `Security group for a database that is restored in ${region}`,
      alsoIn: provider,
    });
    published.publish({
      output: 'recovery_database_parameter_group',
      parameter: 'recovery/database-parameter-group',
      value: this.parameterGroupName,
      description: `Parameter group for a database that is restored in ${region}`,
      alsoIn: provider,
    });
  }
}

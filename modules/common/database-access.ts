import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { type ITerraformDependable, TerraformIterator } from 'cdktf';
import type { Construct } from 'constructs';
import type { Place } from './network';

/** Who may connect to a database. */
export interface DatabaseClients {
  /** Security groups whose members may connect. Empty: nobody. */
  readonly clientSecurityGroupIds: readonly string[];
  /** IPv4 ranges that may connect. Empty: nobody. */
  readonly clientCidrBlocks: readonly string[];
}

export interface DatabaseAccessProps extends DatabaseClients {
  /** Of the environment. */
  readonly name: string;
  readonly vpcId: string;
  readonly port: number;
}

export interface DatabaseAccess {
  readonly securityGroup: SecurityGroup;
  /** Whoever connects as a client waits for these. */
  readonly clientRules: ITerraformDependable[];
}

/** A database's security group, which admits its clients and nobody else. */
export function createDatabaseAccess(
  scope: Construct,
  props: DatabaseAccessProps,
  { addressPrefix = '', provider }: Place = {},
): DatabaseAccess {
  const { name, port } = props;
  const securityGroup = new SecurityGroup(scope, `${addressPrefix}database.security_group`, {
    provider,
    name: `${name}-database`,
    description: `Who may connect to the database of ${name}`,
    vpcId: props.vpcId,
    tags: { Name: `${name}-database` },
  });
  const rule = {
    provider,
    securityGroupId: securityGroup.id,
    ipProtocol: 'tcp',
    fromPort: port,
    toPort: port,
    description: 'PostgreSQL',
  };
  const clientRules: ITerraformDependable[] = [];
  if (props.clientSecurityGroupIds.length > 0) {
    const groups = TerraformIterator.fromList([...props.clientSecurityGroupIds]);
    clientRules.push(
      new VpcSecurityGroupIngressRule(scope, `${addressPrefix}client_security_group`, {
        ...rule,
        forEach: groups,
        referencedSecurityGroupId: groups.value,
      }),
    );
  }
  if (props.clientCidrBlocks.length > 0) {
    const ranges = TerraformIterator.fromList([...props.clientCidrBlocks]);
    clientRules.push(
      new VpcSecurityGroupIngressRule(scope, `${addressPrefix}client_cidr_block`, {
        ...rule,
        forEach: ranges,
        cidrIpv4: ranges.value,
      }),
    );
  }
  return { securityGroup, clientRules };
}

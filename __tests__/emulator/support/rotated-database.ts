import { call, callRest, element } from './call';

const APPLICATION =
  'arn:aws:serverlessrepo:us-east-1:297356227824:applications/SecretsManagerRDSPostgreSQLRotationSingleUser';

export const OLD_PASSWORD = 'old-password';

export interface Deployed {
  /** The secret's name, with a slash as real ones. */
  readonly secret: string;
  readonly instance: string;
  readonly functionName: string;
  readonly vpc: string;
  readonly subnet: string;
  readonly databaseGroup: string;
  readonly functionGroup: string;
  readonly endpointGroup: string;
  readonly vpcEndpoint: string;
  /** The endpoint that was there before. */
  readonly other?: string;
  readonly functionArn: string;
  readonly secretArn: string;
  readonly stack: string;
}

interface Options {
  /** What to leave out of the network, or of the function's parameters. */
  readonly without?: 'ingress' | 'egress' | 'endpoint ingress';
  readonly endpoint?: string;
  /** Whether the VPC has another endpoint of Secrets Manager already: with private DNS, and closed to the function. */
  readonly besideAnother?: boolean;
  /** ARN of the secret's key. */
  readonly key?: string;
  /** Whether the function is told of the key. */
  readonly functionKnowsKey?: boolean;
}

let deployed = 0;

/**
 * A database, its secret, and AWS's rotation function in a VPC that lets it reach both: what a rotation needs. Under names
 * of its own each time, for to reset the emulator takes longer.
 */
export async function deployRotatedDatabase(endpoint: string, options: Options = {}): Promise<Deployed> {
  const ec2 = async (action: string, input: Record<string, string>, wanted: string) =>
    element((await call(endpoint, 'ec2', action, input)).body, wanted);
  const group = (name: string, vpc: string) =>
    ec2('CreateSecurityGroup', { GroupName: name, GroupDescription: name, VpcId: vpc }, 'groupId');
  const rule = (direction: 'Ingress' | 'Egress', id: string, other: string, port: number) =>
    call(endpoint, 'ec2', `AuthorizeSecurityGroup${direction}`, {
      GroupId: id,
      'IpPermissions.1.IpProtocol': 'tcp',
      'IpPermissions.1.FromPort': String(port),
      'IpPermissions.1.ToPort': String(port),
      'IpPermissions.1.Groups.1.GroupId': other,
    });

  const name = `shop-${++deployed}`;
  const vpc = await ec2('CreateVpc', { CidrBlock: '10.0.0.0/16' }, 'vpcId');
  const subnet = await ec2('CreateSubnet', { VpcId: vpc, CidrBlock: '10.0.1.0/24' }, 'subnetId');
  const databaseGroup = await group('database', vpc);
  const functionGroup = await group('function', vpc);
  const endpointGroup = await group('endpoint', vpc);
  // As Terraform does: a group of its own allows nothing out.
  await call(endpoint, 'ec2', 'RevokeSecurityGroupEgress', {
    GroupId: functionGroup,
    'IpPermissions.1.IpProtocol': '-1',
    'IpPermissions.1.IpRanges.1.CidrIp': '0.0.0.0/0',
  });
  if (options.without !== 'ingress') await rule('Ingress', databaseGroup, functionGroup, 5432);
  if (options.without !== 'egress') await rule('Egress', functionGroup, databaseGroup, 5432);
  if (options.without !== 'endpoint ingress') await rule('Ingress', endpointGroup, functionGroup, 443);
  await rule('Egress', functionGroup, endpointGroup, 443);
  let other: string | undefined;
  if (options.besideAnother) {
    await enableDnsHostnames(endpoint, vpc);
    const closed = await group('closed', vpc);
    const { body } = await createEndpoint(endpoint, vpc, { subnet, group: closed, privateDns: true });
    other = element(body, 'vpcEndpointId');
  }
  const made = await createEndpoint(endpoint, vpc, { subnet, group: endpointGroup, privateDns: false });
  const vpcEndpoint = element(made.body, 'vpcEndpointId');

  await call(endpoint, 'rds', 'CreateDBSubnetGroup', {
    DBSubnetGroupName: name,
    DBSubnetGroupDescription: 'database',
    'SubnetIds.SubnetIdentifier.1': subnet,
  });
  await call(endpoint, 'rds', 'CreateDBInstance', {
    DBInstanceIdentifier: name,
    Engine: 'postgres',
    DBInstanceClass: 'db.t4g.micro',
    AllocatedStorage: '20',
    MasterUsername: 'master',
    MasterUserPassword: OLD_PASSWORD,
    DBSubnetGroupName: name,
    'VpcSecurityGroupIds.VpcSecurityGroupId.1': databaseGroup,
  });
  const { body } = await call(endpoint, 'rds', 'DescribeDBInstances', { DBInstanceIdentifier: name });
  const host = element(body, 'Address');
  const login = { engine: 'postgres', host, port: 5432, username: 'master', password: OLD_PASSWORD };
  const secret = await call(endpoint, 'secretsmanager', 'CreateSecret', {
    Name: `${name}/database`,
    SecretString: JSON.stringify(login),
    KmsKeyId: options.key,
  });

  const stack = await deployApplication(endpoint, name, {
    functionName: `${name}-rotation`,
    endpoint: options.endpoint ?? `https://${element(made.body, 'dnsName')}`,
    vpcSubnetIds: subnet,
    vpcSecurityGroupIds: functionGroup,
    ...(options.key && options.functionKnowsKey !== false ? { kmsKeyArn: options.key } : {}),
  });
  const functionArn = `arn:aws:lambda:us-east-1:123456789012:function:${name}-rotation`;
  const secretArn = JSON.parse(secret.body).ARN;
  const names = { secret: `${name}/database`, instance: name, functionName: `${name}-rotation` };
  return {
    ...names,
    vpc,
    subnet,
    databaseGroup,
    functionGroup,
    endpointGroup,
    vpcEndpoint,
    other,
    functionArn,
    secretArn,
    stack,
  };
}

/** An interface endpoint of Secrets Manager. @returns the answer */
export function createEndpoint(
  endpoint: string,
  vpc: string,
  options: { readonly subnet: string; readonly group: string; readonly privateDns: boolean },
) {
  return call(endpoint, 'ec2', 'CreateVpcEndpoint', {
    VpcId: vpc,
    VpcEndpointType: 'Interface',
    ServiceName: 'com.amazonaws.us-east-1.secretsmanager',
    'SubnetId.1': options.subnet,
    'SecurityGroupId.1': options.group,
    PrivateDnsEnabled: String(options.privateDns),
  });
}

/** Without them, as a VPC is made, an endpoint has no private DNS. */
export const enableDnsHostnames = (endpoint: string, vpc: string) =>
  call(endpoint, 'ec2', 'ModifyVpcAttribute', { VpcId: vpc, 'EnableDnsHostnames.Value': 'true' });

/** A stack of the rotation application, as the Terraform provider makes one. @returns its id */
export async function deployApplication(endpoint: string, name: string, parameters: Record<string, string>) {
  const answer = await changeSet(endpoint, { stackName: name, parameters });
  if (answer.status !== 201) throw new Error(answer.body);
  const { changeSetId, stackId } = JSON.parse(answer.body);
  await call(endpoint, 'cloudformation', 'ExecuteChangeSet', { ChangeSetName: changeSetId });
  return stackId as string;
}

export function changeSet(
  endpoint: string,
  options: {
    stackName: string;
    parameters: Record<string, string>;
    semanticVersion?: string;
    capabilities?: string[];
    application?: string;
  },
) {
  const path = `/applications/${encodeURIComponent(options.application ?? APPLICATION)}/changesets`;
  return callRest(endpoint, 'serverlessrepo', 'POST', path, {
    stackName: options.stackName,
    semanticVersion: options.semanticVersion,
    capabilities: options.capabilities ?? ['CAPABILITY_IAM', 'CAPABILITY_RESOURCE_POLICY'],
    parameterOverrides: Object.entries(options.parameters).map(([name, value]) => ({ name, value })),
  });
}

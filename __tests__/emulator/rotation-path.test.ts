import { call, element } from './support/call';
import { createEndpoint, enableDnsHostnames, OLD_PASSWORD } from './support/rotated-database';
import {
  aws,
  deploy,
  emulator,
  failsToRotate,
  live,
  rotate,
  rotates,
  secret,
  shop,
  useEmulator,
} from './support/rotating-secret';

useEmulator();

const PUBLIC = 'https://secretsmanager.us-east-1.amazonaws.com';
/** The text of the wanted element of the answer. The AWS CLI would take a second each time. */
async function ec2(action: string, input: Record<string, string> = {}, wanted = 'requestId'): Promise<string> {
  return element((await call(emulator.endpoint, 'ec2', action, input)).body, wanted);
}

test.each([
  ['the database', 'ingress', 'setSecret', /shop-\d+\..*:5432: connection timed out \(no ingress rule of .* admits/],
  ['the function', 'egress', 'setSecret', /shop-\d+\..*:5432: connection timed out \(no egress rule of .* allows 5432/],
  ['the endpoint', 'endpoint ingress', 'createSecret', /vpce-.*: connection timed out \(no ingress rule/],
] as const)('without the rule of %s (%s) it fails at %s', async (_, without, step, message) => {
  const { functionArn } = await deploy({ without });
  const failed = await failsToRotate(functionArn);
  expect(failed).toMatch(step);
  expect(failed).toMatch(message);
  expect(await live()).toBe(OLD_PASSWORD);
});

test.each([
  ['without a scheme', 'vpce-1.secretsmanager.us-east-1.vpce.amazonaws.com', 'Invalid endpoint'],
  ['that does not exist', 'https://vpce-0123-ab.secretsmanager.us-east-1.vpce.amazonaws.com', 'no interface endpoint'],
  ["of another region's", 'https://secretsmanager.eu-west-1.amazonaws.com', 'no such host'],
  ['without private DNS or NAT', PUBLIC, /subnet-\w+ has no route to a NAT gateway/],
])('an endpoint %s is not reached', async (_, endpoint, message) => {
  const { functionArn } = await deploy({ endpoint });
  expect(await failsToRotate(functionArn)).toMatch(message);
});

/** Sends what leaves the subnet there, by a route table of the subnet's own. */
async function route(subnet: string, to: Record<string, string>): Promise<void> {
  const table = await ec2('CreateRouteTable', { VpcId: shop.vpc }, 'routeTableId');
  await ec2('AssociateRouteTable', { RouteTableId: table, SubnetId: subnet });
  await ec2('CreateRoute', { RouteTableId: table, DestinationCidrBlock: '0.0.0.0/0', ...to });
}

/** Lets the function out by a NAT gateway. @returns its id */
async function createNat(subnet: string, kind: 'public' | 'private'): Promise<string> {
  // Public is what one is that says nothing.
  const which: Record<string, string> =
    kind === 'public'
      ? { AllocationId: await ec2('AllocateAddress', {}, 'allocationId') }
      : { ConnectivityType: 'private' };
  const nat = await ec2('CreateNatGateway', { SubnetId: subnet, ...which }, 'natGatewayId');
  await route(shop.subnet, { NatGatewayId: nat });
  await ec2('AuthorizeSecurityGroupEgress', {
    GroupId: shop.functionGroup,
    'IpPermissions.1.IpProtocol': 'tcp',
    'IpPermissions.1.FromPort': '443',
    'IpPermissions.1.ToPort': '443',
    'IpPermissions.1.IpRanges.1.CidrIp': '0.0.0.0/0',
  });
  return nat;
}

/** Another subnet of the VPC, which leads to the internet. @returns its id */
async function createPublicSubnet(): Promise<string> {
  const subnet = await ec2('CreateSubnet', { VpcId: shop.vpc, CidrBlock: '10.0.2.0/24' }, 'subnetId');
  const gateway = await ec2('CreateInternetGateway', {}, 'internetGatewayId');
  await ec2('AttachInternetGateway', { InternetGatewayId: gateway, VpcId: shop.vpc });
  await route(subnet, { GatewayId: gateway });
  return subnet;
}

test('through a public NAT gateway in a public subnet it goes without an endpoint, until the gateway is deleted', async () => {
  const { functionArn } = await deploy({ endpoint: PUBLIC });
  const nat = await createNat(await createPublicSubnet(), 'public');
  await rotates(functionArn);
  await ec2('DeleteNatGateway', { NatGatewayId: nat });
  expect(await failsToRotate()).toMatch(`${nat} is deleted`);
});

test.each([
  [
    "in the function's own subnet",
    () => createNat(shop.subnet, 'public'),
    / is in subnet-\w+, which has no route to an/,
  ],
  ['that is private', async () => createNat(await createPublicSubnet(), 'private'), / is a private NAT gateway/],
])('a NAT gateway %s leads nowhere', async (_, create, message) => {
  const { functionArn } = await deploy({ endpoint: PUBLIC });
  const nat = await create();
  const failed = await failsToRotate(functionArn);
  expect(failed).toContain(nat);
  expect(failed).toMatch(message);
});

test('an internet gateway does not do for a function', async () => {
  const { functionArn, vpc, subnet } = await deploy({ endpoint: PUBLIC });
  const gateway = await ec2('CreateInternetGateway', {}, 'internetGatewayId');
  await ec2('AttachInternetGateway', { InternetGatewayId: gateway, VpcId: vpc });
  await route(subnet, { GatewayId: gateway });
  expect(await failsToRotate(functionArn)).toMatch('has no route to a NAT gateway');
});

test('an endpoint without private DNS is accepted beside one with it, a second one with it is refused; the rotation goes by its own', async () => {
  const { functionArn, vpc, subnet, endpointGroup } = await deploy({ besideAnother: true });
  const second = await createEndpoint(emulator.endpoint, vpc, { subnet, group: endpointGroup, privateDns: true });
  expect(second.status).toBe(400);
  expect(second.body).toContain('<Code>InvalidParameter</Code>');
  expect(second.body).toContain(
    'private-dns-enabled cannot be set because there is already a conflicting DNS domain for ' +
      `secretsmanager.us-east-1.amazonaws.com in the VPC ${vpc}`,
  );
  await rotates(functionArn);
});

test('by private DNS the function comes to the endpoint that has it, even to one that is closed to it', async () => {
  const { functionArn, vpc, subnet, endpointGroup, other } = await deploy({ endpoint: PUBLIC, besideAnother: true });
  expect(await failsToRotate(functionArn)).toMatch(/connection timed out \(no egress rule of/);
  // Gone, it stands in nobody's way any more.
  await ec2('DeleteVpcEndpoints', { 'VpcEndpointId.1': other as string });
  const { status } = await createEndpoint(emulator.endpoint, vpc, { subnet, group: endpointGroup, privateDns: true });
  expect(status).toBe(200);
});

test('private DNS takes both attributes of the VPC, then and later', async () => {
  const { functionArn, vpc, subnet, endpointGroup } = await deploy({ endpoint: PUBLIC });
  const create = () => createEndpoint(emulator.endpoint, vpc, { subnet, group: endpointGroup, privateDns: true });
  expect((await create()).body).toMatch(
    /InvalidParameter.*Enabling private DNS requires both enableDnsSupport and enableDnsHostnames/,
  );
  await enableDnsHostnames(emulator.endpoint, vpc);
  expect((await create()).status).toBe(200);
  await rotates(functionArn);
  await ec2('ModifyVpcAttribute', { VpcId: vpc, 'EnableDnsHostnames.Value': 'false' });
  expect(await failsToRotate()).toMatch('no interface endpoint with private DNS');
});

test('without DNS support not even the name of an endpoint is found', async () => {
  const { functionArn, vpc } = await deploy();
  await ec2('ModifyVpcAttribute', { VpcId: vpc, 'EnableDnsSupport.Value': 'false' });
  expect(await failsToRotate(functionArn)).toMatch(/vpce-.* \(enableDnsSupport is off in vpc-/);
});

test('an endpoint that was deleted is not reached', async () => {
  const { functionArn, vpcEndpoint } = await deploy();
  await ec2('DeleteVpcEndpoints', { 'VpcEndpointId.1': vpcEndpoint });
  expect(await failsToRotate(functionArn)).toMatch('no interface endpoint of Secrets Manager');
});

test("an endpoint's policy is held", async () => {
  const { functionArn, vpcEndpoint } = await deploy();
  const statement = { Effect: 'Allow', Principal: '*', Action: 'secretsmanager:Get*', Resource: '*' };
  const policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  await ec2('ModifyVpcEndpoint', { VpcEndpointId: vpcEndpoint, PolicyDocument: policy });
  expect(await failsToRotate(functionArn)).toMatch(
    /createSecret: AccessDeniedException: the policy of vpce-.* secretsmanager:Describe/,
  );
});

test('a function that is missing, or that Secrets Manager may not call, is refused, and nothing is left', async () => {
  const { functionArn } = await deploy();
  await expect(rotate()).rejects.toThrow("doesn't already have a Lambda function ARN configured");
  await expect(rotate(`${functionArn}2`)).rejects.toThrow('ResourceNotFoundException');
  const statement = 'SecretsManagerRDSPostgreSQLRotationSingleUserPermission';
  await aws.call('lambda', 'remove-permission', '--function-name', shop.functionName, '--statement-id', statement);
  const refusal = /AccessDeniedException.*Secrets Manager cannot invoke the specified Lambda function/;
  await expect(rotate(functionArn)).rejects.toThrow(refusal);
  const allow = (account: string) => [
    ...['--function-name', shop.functionName, '--statement-id', `from-${account}`, '--action', 'lambda:InvokeFunction'],
    ...['--principal', 'secretsmanager.amazonaws.com', '--source-account', account],
  ];
  await aws.call('lambda', 'add-permission', ...allow('210987654321'));
  await expect(rotate(functionArn)).rejects.toThrow(refusal);
  const described = await secret('DescribeSecret');
  expect(described.RotationEnabled).toBeUndefined();
  expect(Object.values(described.VersionIdsToStages)).toEqual([['AWSCURRENT']]);
  await aws.call('lambda', 'add-permission', ...allow('123456789012'));
  await rotates(functionArn);
});

import { OLD_PASSWORD } from './support/rotated-database';
import {
  aws,
  deploy,
  failure,
  finish,
  labels,
  live,
  rotate,
  secret,
  shop,
  useEmulator,
} from './support/rotating-secret';

useEmulator();

test.each([
  ['the database', 'ingress', 'setSecret', /shop-\d+\..*:5432: connection timed out \(no ingress rule of .* admits/],
  ['the function', 'egress', 'setSecret', /shop-\d+\..*:5432: connection timed out \(no egress rule of .* allows 5432/],
  ['the endpoint', 'endpoint ingress', 'createSecret', /vpce-.*: connection timed out \(no ingress rule/],
] as const)('without the rule of %s (%s) it fails at %s', async (_, without, step, message) => {
  const { functionArn } = await deploy({ without });
  const version = await rotate(functionArn);
  expect(await finish()).toMatchObject({ [version]: ['AWSPENDING'] });
  expect(await failure()).toMatch(step);
  expect(await failure()).toMatch(message);
  expect(await live()).toBe(OLD_PASSWORD);
});

test.each([
  ['without a scheme', 'vpce-1.secretsmanager.us-east-1.vpce.amazonaws.com', 'Invalid endpoint'],
  ['that does not exist', 'https://vpce-0123-ab.secretsmanager.us-east-1.vpce.amazonaws.com', 'no interface endpoint'],
  ["of another region's", 'https://secretsmanager.eu-west-1.amazonaws.com', 'no such host'],
  ['without private DNS or NAT', 'https://secretsmanager.us-east-1.amazonaws.com', 'route to a NAT gateway'],
])('an endpoint %s is not reached', async (_, endpoint, message) => {
  const { functionArn } = await deploy({ endpoint });
  await rotate(functionArn);
  await labels();
  expect(await failure()).toMatch(message);
});

test('through a NAT gateway it goes without an endpoint', async () => {
  const { functionArn, vpc, subnet, functionGroup } = await deploy({
    endpoint: 'https://secretsmanager.us-east-1.amazonaws.com',
  });
  const ec2 = (operation: string, ...options: string[]) => aws.call('ec2', operation, ...options);
  const { NatGateway } = await ec2('create-nat-gateway', '--subnet-id', subnet, '--connectivity-type', 'private');
  const tables = await ec2('describe-route-tables', '--filters', `Name=vpc-id,Values=${vpc}`);
  const table = tables.RouteTables[0].RouteTableId;
  const everywhere = ['--destination-cidr-block', '0.0.0.0/0', '--nat-gateway-id', NatGateway.NatGatewayId];
  await ec2('create-route', '--route-table-id', table, ...everywhere);
  const out = ['--protocol', 'tcp', '--port', '443', '--cidr', '0.0.0.0/0'];
  await ec2('authorize-security-group-egress', '--group-id', functionGroup, ...out);
  const version = await rotate(functionArn);
  expect((await finish())[version]).toEqual(['AWSCURRENT']);
});

test("an endpoint's policy is held", async () => {
  const { functionArn, vpcEndpoint } = await deploy();
  const statement = { Effect: 'Allow', Principal: '*', Action: 'secretsmanager:Get*', Resource: '*' };
  const policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  await aws.call('ec2', 'modify-vpc-endpoint', '--vpc-endpoint-id', vpcEndpoint, '--policy-document', policy);
  await rotate(functionArn);
  await labels();
  expect(await failure()).toMatch(/createSecret: AccessDeniedException: the policy of vpce-.* secretsmanager:Describe/);
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
  await rotate(functionArn);
  expect(Object.values(await finish())).toContainEqual(['AWSPREVIOUS']);
});

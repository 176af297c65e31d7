import { argumentsOf } from '../../support/early-ga';
import { AWS, enterpriseJson } from '../../support/enterprise';
import { addresses, type Json, stackJson } from '../../support/stack-json';

let stack: Json;

beforeAll(async () => {
  stack = await enterpriseJson();
});

/** `type.name` of everything in the recovery region whose name begins so, data sources too. */
function there(json: Json, prefix: string): string[] {
  return [json.resource, json.data ?? {}]
    .flatMap((types) => Object.entries<Json>(types))
    .flatMap(([type, named]) =>
      Object.entries<Json>(named)
        .filter(([name, { provider }]) => name.startsWith(prefix) && provider === 'aws.eu_west_1')
        .map(([name]) => `${type}.${name}`),
    );
}

/** Without the provider, and with the names of the addresses in the stack's own region. */
function asAtHome(resource: Json): Json {
  const { provider: _, ...rest } = argumentsOf(resource);
  return JSON.parse(JSON.stringify(rest).replaceAll('recovery_', ''));
}

test('is the network of the environment once more, in the recovery region, with a range beside it', () => {
  for (const address of [
    'aws_vpc.network',
    'aws_default_security_group.network',
    'aws_route_table.private',
    'aws_subnet.private_a',
    'aws_subnet.private_b',
    'aws_route_table_association.private_a',
    'aws_route_table_association.private_b',
    'aws_security_group.database',
    'aws_db_parameter_group.database',
  ]) {
    const [type = '', name = ''] = address.split('.');
    const recovery = stack.resource[type][`recovery_${name}`];
    expect(recovery.provider).toBe('aws.eu_west_1');
    expect(asAtHome(recovery)).toEqual({
      ...argumentsOf(stack.resource[type][name]),
      ...(type === 'aws_vpc' && { cidr_block: '10.21.0.0/16' }),
    });
  }
  expect(stack.data.aws_availability_zones.recovery_available.provider).toBe('aws.eu_west_1');
});

test('has a subnet group, and says where everything is in both regions', () => {
  expect(argumentsOf(stack.resource.aws_db_subnet_group.recovery_database)).toEqual({
    provider: 'aws.eu_west_1',
    name: 'acme-database',
    description: 'Subnets of the database of acme, for recovery',
    subnet_ids: ['${aws_subnet.recovery_private_a.id}', '${aws_subnet.recovery_private_b.id}'],
  });
  const published = {
    recovery_database_subnet_group: ['database-subnet-group', '${aws_db_subnet_group.recovery_database.name}'],
    recovery_database_security_group_id: ['database-security-group-id', '${aws_security_group.recovery_database.id}'],
    recovery_database_parameter_group: ['database-parameter-group', '${aws_db_parameter_group.recovery_database.name}'],
  };
  for (const [output, [parameter, value]] of Object.entries(published)) {
    const here = { name: `/acme/recovery/${parameter}`, insecure_value: value };
    expect(stack.output[output].value).toBe(value);
    expect(stack.resource.aws_ssm_parameter[output]).toMatchObject(here);
    expect(stack.resource.aws_ssm_parameter[output].provider).toBeUndefined();
    expect(stack.resource.aws_ssm_parameter[`${output}_copy`]).toMatchObject({ ...here, provider: 'aws.eu_west_1' });
  }
});

test('admits nobody until the environment names clients of that region', async () => {
  expect(there(stack, 'recovery_client')).toEqual([]);
  const { resource } = await enterpriseJson({
    database: { port: 6543, clients: { cidr_blocks: ['10.30.0.0/16'] } },
    multi_region: { clients: { cidr_blocks: ['10.31.0.0/16'], security_group_ids: ['sg-0123456789abcdef0'] } },
  });
  const rule = { provider: 'aws.eu_west_1', from_port: 6543, to_port: 6543, ip_protocol: 'tcp' };
  expect(resource.aws_vpc_security_group_ingress_rule.recovery_client_cidr_block).toMatchObject({
    ...rule,
    for_each: '${toset(["10.31.0.0/16"])}',
    security_group_id: '${aws_security_group.recovery_database.id}',
    cidr_ipv4: '${each.value}',
  });
  expect(resource.aws_vpc_security_group_ingress_rule.recovery_client_security_group).toMatchObject({
    ...rule,
    for_each: '${toset(["sg-0123456789abcdef0"])}',
    referenced_security_group_id: '${each.value}',
  });
});

test('can be an existing one', async () => {
  const json = await enterpriseJson({
    multi_region: { network: { vpc_id: 'vpc-01234567', subnet_ids: ['subnet-01234567', 'subnet-11234567'] } },
  });
  expect(there(json, 'recovery_private')).toEqual([]);
  expect(json.resource.aws_vpc.recovery_network).toBeUndefined();
  expect(json.data.aws_availability_zones.recovery_available).toBeUndefined();
  expect(json.resource.aws_db_subnet_group.recovery_database.subnet_ids).toEqual([
    'subnet-01234567',
    'subnet-11234567',
  ]);
  expect(json.resource.aws_security_group.recovery_database.vpc_id).toBe('vpc-01234567');
});

test('belongs to enterprise', async () => {
  const below = await stackJson({ tier: 'production-ga', aws: AWS });
  expect(addresses(below).filter((address) => address.includes('recovery_'))).toEqual([]);
});

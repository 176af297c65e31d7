/** The rotation's part of the configuration of corrected types: the function from SAR, its network, and the schedule. */
export function rotation(change: { days: number; endpoint: string }) {
  const rule = (group: string, other: string, port: number) => ({
    description: `to or from ${other}`,
    security_group_id: `\${aws_security_group.${group}.id}`,
    referenced_security_group_id: `\${aws_security_group.${other}.id}`,
    ip_protocol: 'tcp',
    from_port: port,
    to_port: port,
  });
  return {
    aws_vpc: { main: { cidr_block: '10.0.0.0/16' } },
    aws_subnet: {
      private: {
        for_each: { 'us-east-1a': '10.0.1.0/24', 'us-east-1b': '10.0.2.0/24' },
        vpc_id: '${aws_vpc.main.id}',
        availability_zone: '${each.key}',
        cidr_block: '${each.value}',
      },
    },
    aws_vpc_security_group_egress_rule: { function: rule('clients', 'endpoint', 443) },
    aws_vpc_endpoint: {
      secrets_manager: {
        vpc_id: '${aws_vpc.main.id}',
        service_name: 'com.amazonaws.us-east-1.secretsmanager',
        vpc_endpoint_type: 'Interface',
        private_dns_enabled: false,
        subnet_ids: ['${aws_subnet.private["us-east-1a"].id}'],
        security_group_ids: ['${aws_security_group.endpoint.id}'],
        policy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Principal: '*', Action: 'secretsmanager:*', Resource: '*' }],
        }),
      },
    },
    aws_serverlessapplicationrepository_cloudformation_stack: {
      rotation: {
        name: 'shop-rotation',
        application_id:
          'arn:aws:serverlessrepo:us-east-1:297356227824:applications/SecretsManagerRDSPostgreSQLRotationSingleUser',
        semantic_version: '1.1.671',
        capabilities: ['CAPABILITY_IAM', 'CAPABILITY_RESOURCE_POLICY'],
        parameters: {
          functionName: 'shop-rotation',
          endpoint: change.endpoint,
          vpcSubnetIds: '${join(",", [for subnet in aws_subnet.private : subnet.id])}',
          vpcSecurityGroupIds: '${aws_security_group.clients.id}',
        },
      },
    },
    aws_secretsmanager_secret_rotation: {
      database: {
        secret_id: '${data.aws_secretsmanager_secret.database.id}',
        rotation_lambda_arn:
          '${aws_serverlessapplicationrepository_cloudformation_stack.rotation.outputs.RotationLambdaARN}',
        rotate_immediately: false,
        rotation_rules: { automatically_after_days: change.days },
      },
    },
  };
}

import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { ServerlessapplicationrepositoryCloudformationStack } from '@cdktf/provider-aws/lib/serverlessapplicationrepository-cloudformation-stack';
import { VpcEndpoint } from '@cdktf/provider-aws/lib/vpc-endpoint';
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { Fn, type ITerraformDependable, Token } from 'cdktf';
import { Construct } from 'constructs';
import type { Beta } from '../beta';
import type { StackSettings } from '../common/stack-settings';
import type { EncryptionKeys } from './encryption-keys';

/** AWS's own rotation function, from the Serverless Application Repository: one ARN for all regions. */
const APPLICATION_ID =
  'arn:aws:serverlessrepo:us-east-1:297356227824:applications/SecretsManagerRDSPostgreSQLRotationSingleUser';
/** As aws-cdk pins it (aws-secretsmanager/lib/secret-rotation.ts, 2026-11-22). Those before 1.1.650 have a runtime that AWS withdraws. */
const APPLICATION_VERSION = '1.1.671';

const HTTPS = 443;

export interface RotationFunctionSettings {
  readonly networkPath: 'endpoint' | 'existing';
  readonly subnetIds: readonly string[];
}

/**
 * AWS's single-user rotation function for PostgreSQL, and its way through the network: to the database, and to Secrets
 * Manager. The application brings its role and the permission for Secrets Manager with it.
 */
export class RotationFunction extends Construct {
  readonly arn: string;
  readonly needs: readonly ITerraformDependable[];

  constructor(
    scope: Construct,
    id: string,
    private readonly stack: StackSettings,
    private readonly beta: Beta,
    keys: EncryptionKeys,
    settings: RotationFunctionSettings,
  ) {
    super(scope, id);
    const functionName = `${stack.name}-database-rotation`;
    const group = this.securityGroup('rotation_function', 'Rotation function');
    const toDatabase = this.connect('rotation_to_database', group, {
      id: beta.database.securityGroupId,
      port: beta.database.port,
    });
    const { host, path } =
      settings.networkPath === 'endpoint' ? this.endpoint(group, settings.subnetIds) : this.existingPath(group);

    // Lambda would create it at the first run, without retention and key.
    const logGroup = beta.logs.createLogGroup(this, 'rotation_function.log_group', `/aws/lambda/${functionName}`);
    const application = new ServerlessapplicationrepositoryCloudformationStack(this, 'rotation_function', {
      name: functionName,
      applicationId: APPLICATION_ID,
      semanticVersion: APPLICATION_VERSION,
      capabilities: ['CAPABILITY_IAM', 'CAPABILITY_RESOURCE_POLICY'],
      // None that equals its default in the application: the provider would find it missing in every plan.
      parameters: {
        functionName,
        endpoint: `https://${host}`,
        kmsKeyArn: keys.secretsKeyArn,
        vpcSubnetIds: Fn.join(',', [...settings.subnetIds]),
        vpcSecurityGroupIds: group.id,
      },
      dependsOn: [logGroup],
      // Lambda lets go of a function's network interfaces after up to three quarters of an hour; the provider waits for 30 minutes.
      timeouts: { delete: '60m' },
    });
    this.arn = application.outputs.lookup('RotationLambdaARN');
    this.needs = [application, ...toDatabase, ...path];
  }

  /**
   * One network interface, in the first subnet, which the function reaches from the others: 0.01 USD an hour, about
   * 7.30 USD a month, and 0.01 USD per GB (https://aws.amazon.com/privatelink/pricing/, us-east-1, 2026-11-22). A second one would
   * double that for a function that runs for seconds once a month, and is tried again when it fails.
   *
   * Without private DNS: with it the VPC's other clients of Secrets Manager would come here too, and be refused by the
   * security group; and AWS refuses a second endpoint with it in one VPC.
   */
  private endpoint(group: SecurityGroup, subnetIds: readonly string[]) {
    const { aws } = this.stack;
    const endpointGroup = this.securityGroup('secrets_manager_endpoint', 'Interface endpoint of Secrets Manager');
    const rules = this.connect('rotation_to_secrets_manager', group, { id: endpointGroup.id, port: HTTPS });
    const endpoint = new VpcEndpoint(this, 'secrets_manager', {
      vpcId: this.beta.network.vpcId,
      vpcEndpointType: 'Interface',
      serviceName: `com.amazonaws.${aws.region}.secretsmanager`,
      subnetIds: [Token.asString(Fn.element([...subnetIds], 0))],
      securityGroupIds: [endpointGroup.id],
      privateDnsEnabled: false,
      policy: Fn.jsonencode(endpointPolicy(aws.accountId, this.beta.credentials.secretArn)),
      tags: { Name: `${this.stack.name}-secrets-manager` },
    });
    return { host: endpoint.dnsEntry.get(0).dnsName, path: [endpoint, ...rules] };
  }

  private existingPath(group: SecurityGroup) {
    const rule = new VpcSecurityGroupEgressRule(this, 'rotation_to_secrets_manager', {
      securityGroupId: group.id,
      cidrIpv4: '0.0.0.0/0',
      ipProtocol: 'tcp',
      fromPort: HTTPS,
      toPort: HTTPS,
      description: 'Secrets Manager',
    });
    return { host: `secretsmanager.${this.stack.aws.region}.amazonaws.com`, path: [rule] };
  }

  private securityGroup(id: string, description: string): SecurityGroup {
    const name = `${this.stack.name}-${id.replace(/_/g, '-')}`;
    return new SecurityGroup(this, `${id}.security_group`, {
      name,
      description: `${description} of ${this.stack.name}`,
      vpcId: this.beta.network.vpcId,
      tags: { Name: name },
    });
  }

  /** Out of the one group, and into the other. */
  private connect(id: string, from: SecurityGroup, to: { readonly id: string; readonly port: string | number }) {
    const number = Token.asNumber(to.port);
    const port = { ipProtocol: 'tcp', fromPort: number, toPort: number };
    return [
      new VpcSecurityGroupEgressRule(this, `${id}.egress`, {
        ...port,
        securityGroupId: from.id,
        referencedSecurityGroupId: to.id,
        description: 'Rotation function',
      }),
      new VpcSecurityGroupIngressRule(this, `${id}.ingress`, {
        ...port,
        securityGroupId: to.id,
        referencedSecurityGroupId: from.id,
        description: 'Rotation function',
      }),
    ];
  }
}

/** This account only, and of its secrets only the one that is rotated. A random password belongs to no secret. */
function endpointPolicy(accountId: string, secretArn: string) {
  const fromThisAccount = { StringEquals: { 'aws:PrincipalAccount': accountId } };
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'RotateTheSecret',
        Effect: 'Allow',
        Principal: '*',
        Action: [
          'secretsmanager:DescribeSecret',
          'secretsmanager:GetSecretValue',
          'secretsmanager:PutSecretValue',
          'secretsmanager:UpdateSecretVersionStage',
        ],
        Resource: secretArn,
        Condition: fromThisAccount,
      },
      {
        Sid: 'DrawAPassword',
        Effect: 'Allow',
        Principal: '*',
        Action: 'secretsmanager:GetRandomPassword',
        Resource: '*',
        Condition: fromThisAccount,
      },
    ],
  };
}

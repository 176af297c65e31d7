import { databaseIdentifier } from '../settings/names';
import { isAtLeast } from '../tiers';
import type { Rule } from './rule';

const databaseKey: Rule = (data) => {
  if (!isAtLeast(data.tier, 'early-ga')) return undefined;
  const identifier = databaseIdentifier(data);
  return {
    severity: 'warning',
    where: 'aws_db_instance.database',
    why:
      'A database that was created at beta keeps the AWS-managed key of RDS: its key cannot change in place, and it is ' +
      'not replaced. Only one that is created from early-ga on has the customer key.',
    whatToDo:
      `See which it has: \`aws rds describe-db-instances --db-instance-identifier ${identifier} --query ` +
      '"DBInstances[].KmsKeyId"`. Acknowledge the answer; the runbook reencrypt-database gives it the customer key: docs/guides/reencrypt.md.',
  };
};

const managedSecretKey: Rule = ({ tier, credentials }) => {
  if (!isAtLeast(tier, 'early-ga') || credentials.mode !== 'rds-managed') return undefined;
  return {
    severity: 'warning',
    where: 'credentials.mode',
    why:
      'The secret that RDS owns keeps the key that it was made with, which is the AWS-managed one if RDS began to manage ' +
      'the password at beta, or on a database that existed: RDS takes no other key later.',
    whatToDo:
      'See which it has: `aws rds describe-db-instances --query "DBInstances[].MasterUserSecret.KmsKeyId"`. Acknowledge ' +
      'the answer.',
  };
};

const rotationWithoutNetworkPath: Rule = ({ tier, credentials, network, secret_rotation }) => {
  if (!isAtLeast(tier, 'early-ga') || credentials.mode !== 'secret' || secret_rotation.function_arn) return undefined;
  if (network.vpc_id !== undefined || secret_rotation.network_path !== 'existing') return undefined;
  return {
    severity: 'error',
    where: 'secret_rotation.network_path',
    why:
      'The rotation function has no way to Secrets Manager: the VPC that Palier creates has no NAT gateway and no ' +
      'endpoint of its own. Every rotation would fail.',
    whatToDo:
      'Set it to endpoint (about 7.30 USD a month). Acknowledge it if another stack adds an endpoint with private DNS to ' +
      'this VPC.',
  };
};

const rotationRoleWithoutBoundary: Rule = ({ tier, aws, credentials, secret_rotation }) => {
  if (!isAtLeast(tier, 'early-ga') || credentials.mode !== 'secret') return undefined;
  if (aws.permissions_boundary === undefined || secret_rotation.function_arn !== undefined) return undefined;
  return {
    severity: 'error',
    where: 'secret_rotation.function_arn',
    why:
      "The role of AWS's rotation function gets no permissions boundary: the application that deploys it has no such " +
      'parameter. Where the account demands one, the apply fails.',
    whatToDo:
      'Deploy a rotation function yourself and name it here, or use credentials.mode rds-managed. Acknowledge it if the ' +
      'account lets that role be.',
  };
};

const firewallLogsWithoutKey: Rule = ({ tier, aws, firewall }) => {
  if (!isAtLeast(tier, 'early-ga') || firewall.scope !== 'CLOUDFRONT' || aws.region === 'us-east-1') return undefined;
  return {
    severity: 'warning',
    where: 'aws_cloudwatch_log_group.firewall',
    why: `The log group of a firewall in front of CloudFront is in us-east-1, and the customer keys are in ${aws.region}: it keeps the encryption that CloudWatch Logs has of its own.`,
    whatToDo: 'Acknowledge it, or move the environment to us-east-1.',
  };
};

/** What is looked for from early-ga. */
export const earlyGaRules: Readonly<Record<string, Rule>> = {
  'database-key': databaseKey,
  'managed-secret-key': managedSecretKey,
  'rotation-without-network-path': rotationWithoutNetworkPath,
  'rotation-role-without-boundary': rotationRoleWithoutBoundary,
  'firewall-logs-without-key': firewallLogsWithoutKey,
};

import type { AlarmMeaning } from '../beta/alarms';

export interface AuditAlarmDefinition extends Partial<Pick<AlarmMeaning, 'severity'>> {
  readonly pattern: string;
  readonly description: string;
}

/**
 * What should be known at once of what a trail records: CloudWatch.1 to CloudWatch.14 of Security Hub, which are the CIS AWS
 * Foundations Benchmark's. Each pattern stands here as AWS writes it, for Security Hub accepts no other
 * (https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html, 2026-11-23).
 *
 * Critical are those which no deployment sets off, and after which it may be too late the next morning.
 */
export const AUDIT_ALARMS = {
  // CloudWatch.1
  'root-use': {
    severity: 'critical',
    pattern: '{$.userIdentity.type="Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType !="AwsServiceEvent"}',
    description:
      'The root user of the account was used. Nobody works as root: find out who did, and change its password.',
  },
  // CloudWatch.2
  'unauthorized-calls': {
    pattern: '{($.errorCode="*UnauthorizedOperation") || ($.errorCode="AccessDenied*")}',
    description: 'A call was denied: an application lacks a permission, or somebody tries what they may not.',
  },
  // CloudWatch.3
  'console-login-without-mfa': {
    pattern:
      '{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") && ($.userIdentity.type = "IAMUser") && ($.responseElements.ConsoleLogin = "Success") }',
    description: 'An IAM user logged in to the console without MFA: give the user a second factor.',
  },
  // CloudWatch.4
  'iam-policy-changes': {
    pattern:
      '{($.eventSource=iam.amazonaws.com) && (($.eventName=DeleteGroupPolicy) || ($.eventName=DeleteRolePolicy) || ($.eventName=DeleteUserPolicy) || ($.eventName=PutGroupPolicy) || ($.eventName=PutRolePolicy) || ($.eventName=PutUserPolicy) || ($.eventName=CreatePolicy) || ($.eventName=DeletePolicy) || ($.eventName=CreatePolicyVersion) || ($.eventName=DeletePolicyVersion) || ($.eventName=AttachRolePolicy) || ($.eventName=DetachRolePolicy) || ($.eventName=AttachUserPolicy) || ($.eventName=DetachUserPolicy) || ($.eventName=AttachGroupPolicy) || ($.eventName=DetachGroupPolicy))}',
    description: 'An IAM policy changed: somebody may do now what they could not before.',
  },
  // CloudWatch.5
  'trail-changes': {
    severity: 'critical',
    pattern:
      '{($.eventName=CreateTrail) || ($.eventName=UpdateTrail) || ($.eventName=DeleteTrail) || ($.eventName=StartLogging) || ($.eventName=StopLogging)}',
    description: 'A trail was changed, stopped or deleted: what happens from now on may not be recorded.',
  },
  // CloudWatch.6
  'console-login-failures': {
    pattern: '{($.eventName=ConsoleLogin) && ($.errorMessage="Failed authentication")}',
    description: 'A login to the console failed: a typing error, or somebody who guesses.',
  },
  // CloudWatch.7
  'key-deletion': {
    severity: 'critical',
    pattern: '{($.eventSource=kms.amazonaws.com) && (($.eventName=DisableKey) || ($.eventName=ScheduleKeyDeletion))}',
    description:
      'A customer key was disabled, or its deletion scheduled: what it encrypts cannot be read then. `aws kms cancel-key-deletion` takes it back.',
  },
  // CloudWatch.8
  'bucket-policy-changes': {
    pattern:
      '{($.eventSource=s3.amazonaws.com) && (($.eventName=PutBucketAcl) || ($.eventName=PutBucketPolicy) || ($.eventName=PutBucketCors) || ($.eventName=PutBucketLifecycle) || ($.eventName=PutBucketReplication) || ($.eventName=DeleteBucketPolicy) || ($.eventName=DeleteBucketCors) || ($.eventName=DeleteBucketLifecycle) || ($.eventName=DeleteBucketReplication))}',
    description: 'Who may reach a bucket, or how long it keeps its objects, changed.',
  },
  // CloudWatch.9
  'config-changes': {
    pattern:
      '{($.eventSource=config.amazonaws.com) && (($.eventName=StopConfigurationRecorder) || ($.eventName=DeleteDeliveryChannel) || ($.eventName=PutDeliveryChannel) || ($.eventName=PutConfigurationRecorder))}',
    description: 'The AWS Config recorder was changed or stopped: changes from now on may not be recorded.',
  },
  // CloudWatch.10
  'security-group-changes': {
    pattern:
      '{($.eventName=AuthorizeSecurityGroupIngress) || ($.eventName=AuthorizeSecurityGroupEgress) || ($.eventName=RevokeSecurityGroupIngress) || ($.eventName=RevokeSecurityGroupEgress) || ($.eventName=CreateSecurityGroup) || ($.eventName=DeleteSecurityGroup)}',
    description: 'A security group changed: something can be reached now that could not before, or no longer.',
  },
  // CloudWatch.11
  'network-acl-changes': {
    pattern:
      '{($.eventName=CreateNetworkAcl) || ($.eventName=CreateNetworkAclEntry) || ($.eventName=DeleteNetworkAcl) || ($.eventName=DeleteNetworkAclEntry) || ($.eventName=ReplaceNetworkAclEntry) || ($.eventName=ReplaceNetworkAclAssociation)}',
    description: 'A network ACL changed: a whole subnet can be reached otherwise than before.',
  },
  // CloudWatch.12
  'gateway-changes': {
    pattern:
      '{($.eventName=CreateCustomerGateway) || ($.eventName=DeleteCustomerGateway) || ($.eventName=AttachInternetGateway) || ($.eventName=CreateInternetGateway) || ($.eventName=DeleteInternetGateway) || ($.eventName=DetachInternetGateway)}',
    description: 'A gateway changed: a network has another way to the internet, or to a customer.',
  },
  // CloudWatch.13
  'route-table-changes': {
    pattern:
      '{($.eventSource=ec2.amazonaws.com) && (($.eventName=CreateRoute) || ($.eventName=CreateRouteTable) || ($.eventName=ReplaceRoute) || ($.eventName=ReplaceRouteTableAssociation) || ($.eventName=DeleteRouteTable) || ($.eventName=DeleteRoute) || ($.eventName=DisassociateRouteTable))}',
    description: 'A route changed: traffic takes another way.',
  },
  // CloudWatch.14
  'vpc-changes': {
    pattern:
      '{($.eventName=CreateVpc) || ($.eventName=DeleteVpc) || ($.eventName=ModifyVpcAttribute) || ($.eventName=AcceptVpcPeeringConnection) || ($.eventName=CreateVpcPeeringConnection) || ($.eventName=DeleteVpcPeeringConnection) || ($.eventName=RejectVpcPeeringConnection) || ($.eventName=AttachClassicLinkVpc) || ($.eventName=DetachClassicLinkVpc) || ($.eventName=DisableVpcClassicLink) || ($.eventName=EnableVpcClassicLink)}',
    description: 'A VPC was created, deleted, changed or connected to another one.',
  },
} as const satisfies Readonly<Record<string, AuditAlarmDefinition>>;

export type AuditAlarm = keyof typeof AUDIT_ALARMS;

import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { Fn } from 'cdktf';
import { Construct } from 'constructs';
import type { StackSettings } from '../common/stack-settings';
import type { Statement } from '../early-ga/key-policies';

/**
 * As what the environment's EventBridge rules act on a target. Only rules of this environment may assume it, as
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/cross-service-confused-deputy-prevention.html asks (2026-11-23).
 */
export class EventRole extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, stack: StackSettings, statements: readonly Statement[]) {
    super(scope, id);
    const { accountId, region, permissionsBoundary } = stack.aws;
    const name = `${stack.name}-${id.replace(/_/g, '-')}`;
    const role = new IamRole(this, id, {
      name,
      permissionsBoundary,
      assumeRolePolicy: Fn.jsonencode({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'events.amazonaws.com' },
            Action: 'sts:AssumeRole',
            Condition: {
              StringEquals: { 'aws:SourceAccount': accountId },
              ArnLike: { 'aws:SourceArn': `arn:aws:events:${region}:${accountId}:rule/${stack.name}-*` },
            },
          },
        ],
      }),
    });
    new IamRolePolicy(this, `${id}.policy`, {
      name,
      role: role.name,
      policy: Fn.jsonencode({ Version: '2012-10-17', Statement: statements }),
    });
    this.arn = role.arn;
  }
}

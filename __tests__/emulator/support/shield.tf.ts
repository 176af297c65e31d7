const BALANCER = 'arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/web/0123456789abcdef';

/** Shield Advanced on a load balancer, which need not exist here. */
export function shieldAdvanced({ encrypted }: { readonly encrypted: boolean }) {
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'drt.shield.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  };
  return {
    aws_shield_subscription: { shield: { auto_renew: 'ENABLED', skip_destroy: true } },
    aws_shield_protection: {
      balancer: {
        name: 'acme loadbalancer app web 0123456789abcdef',
        resource_arn: BALANCER,
        depends_on: ['aws_shield_subscription.shield'],
      },
    },
    aws_shield_application_layer_automatic_response: {
      balancer: {
        resource_arn: '${aws_shield_protection.balancer.resource_arn}',
        action: encrypted ? 'BLOCK' : 'COUNT',
      },
    },
    aws_iam_role: { response_team: { name: 'response-team', assume_role_policy: JSON.stringify(trust) } },
    aws_iam_role_policy_attachment: {
      response_team: {
        role: '${aws_iam_role.response_team.name}',
        policy_arn: 'arn:aws:iam::aws:policy/service-role/AWSShieldDRTAccessPolicy',
      },
    },
    aws_shield_drt_access_role_arn_association: {
      response_team: {
        role_arn: '${aws_iam_role.response_team.arn}',
        depends_on: ['aws_iam_role_policy_attachment.response_team', 'aws_shield_subscription.shield'],
      },
    },
  };
}

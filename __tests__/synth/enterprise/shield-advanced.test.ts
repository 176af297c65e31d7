import { argumentsOf } from '../../support/early-ga';
import { AWS, enterpriseJson } from '../../support/enterprise';
import { addresses } from '../../support/stack-json';

const balancer = (region: string) =>
  `arn:aws:elasticloadbalancing:${region}:123456789012:loadbalancer/app/web/0123456789abcdef`;
const API = 'arn:aws:apigateway:us-east-1::/restapis/a1b2c3/stages/prod';
const ADDRESS = 'arn:aws:ec2:us-east-1:123456789012:eip-allocation/eipalloc-0123456789abcdef0';
const DISTRIBUTION = 'arn:aws:cloudfront::123456789012:distribution/E1ABCDEFGHIJKL';
const acknowledgements = [{ finding: 'shield-advanced-price', reason: 'Approved by the board.' }];
const list = (...arns: string[]) => `\${toset([${arns.map((arn) => `"${arn}"`).join(', ')}])}`;

test('is off until the environment asks for it', async () => {
  const stack = await enterpriseJson();
  expect(addresses(stack).filter((address) => address.includes('shield'))).toEqual([]);
});

test('costs so much that nothing is synthesized before somebody acknowledges it', async () => {
  await expect(enterpriseJson({ shield_advanced: { mode: 'managed' } })).rejects.toThrow('shield-advanced-price');
});

test('subscribes once, and no plan and no destroy touches the renewal again', async () => {
  const { resource } = await enterpriseJson({ shield_advanced: { mode: 'managed' }, acknowledgements });
  expect(argumentsOf(resource.aws_shield_subscription.shield)).toEqual({
    auto_renew: 'ENABLED',
    skip_destroy: true,
    lifecycle: { ignore_changes: ['auto_renew'] },
  });
  expect(resource.aws_shield_protection).toBeUndefined();
  expect(resource.aws_shield_application_layer_automatic_response).toBeUndefined();
});

test('protects the load balancers behind the firewalls and what the environment names, after the subscription', async () => {
  const { resource } = await enterpriseJson({
    firewall: { target_arns: [balancer('us-east-1'), API] },
    multi_region: { firewall_target_arns: [balancer('eu-west-1')] },
    shield_advanced: { mode: 'managed', resource_arns: [ADDRESS, balancer('us-east-1')], automatic_response: 'block' },
    acknowledgements,
  });
  expect(argumentsOf(resource.aws_shield_protection.shield_protection)).toEqual({
    for_each: list(balancer('us-east-1'), balancer('eu-west-1'), ADDRESS),
    // AWS refuses a name with a slash.
    name: 'acme ${replace(element(split(":", each.value), 5), "/", " ")}',
    resource_arn: '${each.value}',
    depends_on: ['aws_shield_subscription.shield'],
  });
  expect(argumentsOf(resource.aws_shield_application_layer_automatic_response.shield_response)).toEqual({
    for_each: list(balancer('us-east-1'), balancer('eu-west-1')),
    resource_arn: '${each.value}',
    action: 'BLOCK',
    // Shield refuses a resource without a web ACL.
    depends_on: [
      'aws_wafv2_web_acl_association.target',
      'aws_wafv2_web_acl_association.recovery_target',
      'aws_shield_protection.shield_protection',
    ],
  });
});

test.each([
  ['a distribution behind the web ACL of CloudFront', 'CLOUDFRONT', 'count', [DISTRIBUTION]],
  ['no distribution whose web ACL is not here', 'REGIONAL', 'count', undefined],
  ['nothing where it is off', 'CLOUDFRONT', 'off', undefined],
])('responds in the web ACL of %s', async (_title, scope, automatic_response, expected) => {
  const { resource } = await enterpriseJson({
    firewall: { scope },
    shield_advanced: { mode: 'existing', resource_arns: [DISTRIBUTION], automatic_response },
  });
  const response = resource.aws_shield_application_layer_automatic_response?.shield_response;
  expect(response?.for_each).toBe(expected && list(...expected));
});

test('lets the response team in by a role of its own, with the boundary of all roles', async () => {
  const boundary = 'arn:aws:iam::123456789012:policy/boundary';
  const { resource } = await enterpriseJson({
    aws: { ...AWS, permissions_boundary: boundary },
    credentials: { mode: 'rds-managed' },
    shield_advanced: { mode: 'existing' },
  });
  expect(resource.aws_shield_subscription).toBeUndefined();
  const role = resource.aws_iam_role.shield_response_team;
  expect(role).toMatchObject({ name: 'acme-shield-response-team', permissions_boundary: boundary });
  expect(role.assume_role_policy).toContain('drt.shield.amazonaws.com');
  expect(resource.aws_iam_role_policy_attachment.shield_response_team.policy_arn).toBe(
    'arn:aws:iam::aws:policy/service-role/AWSShieldDRTAccessPolicy',
  );
  expect(argumentsOf(resource.aws_shield_drt_access_role_arn_association.shield_response_team)).toEqual({
    role_arn: '${aws_iam_role.shield_response_team.arn}',
    depends_on: ['aws_iam_role_policy_attachment.shield_response_team'],
  });
  const without = await enterpriseJson({ shield_advanced: { mode: 'existing', response_team_access: false } });
  expect(addresses(without).filter((address) => address.includes('shield'))).toEqual([]);
});

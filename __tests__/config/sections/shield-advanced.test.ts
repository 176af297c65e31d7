import { testMistakes } from '../support';

const KINDS =
  'an Application or Classic Load Balancer, a CloudFront distribution, a Global Accelerator, a Route 53 hosted zone or an Elastic IP address';

testMistakes([
  [
    'shield_advanced: { mode: on }',
    '8:26 shield_advanced.mode: is not allowed (got "on", allowed off, managed, existing).',
  ],
  [
    'shield_advanced: { resource_arns: ["arn:aws:route53:::hostedzone/Z1"] }',
    '8:20 shield_advanced.resource_arns: has no effect with mode off: set shield_advanced.mode to managed or existing, or remove it',
  ],
  [
    'shield_advanced: { mode: existing, resource_arns: ["arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/a/b"] }',
    '8:52 shield_advanced.resource_arns[0]: is a Network Load Balancer (got "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/a/b"): protect its Elastic IP addresses',
  ],
  [
    'shield_advanced: { mode: existing, resource_arns: ["arn:aws:s3:::bucket"] }',
    `8:52 shield_advanced.resource_arns[0]: is not the ARN of what Shield Advanced can protect (got "arn:aws:s3:::bucket", allowed ${KINDS})`,
  ],
  [
    'shield_advanced: { automatic_response: allow }',
    '8:40 shield_advanced.automatic_response: is not allowed (got "allow", allowed block, count, off).',
  ],
]);

import { testMistakes } from '../support';

testMistakes([
  [
    'firewall: { scope: regional }',
    '8:20 firewall.scope: is not allowed (got "regional", allowed REGIONAL, CLOUDFRONT). Did you mean "REGIONAL"?',
  ],
  [
    'firewall: { rate_limit: 9 }',
    '8:25 firewall.rate_limit: is out of range (got 9, allowed 10 to 2000000000 requests)',
  ],
  [
    'firewall: { rules: { common: allow } }',
    '8:30 firewall.rules.common: is not allowed (got "allow", allowed block, count).',
  ],
  [
    'firewall: { scope: CLOUDFRONT, target_arns: ["arn:aws:apigateway:us-east-1::/restapis/a/stages/b"] }',
    '8:32 firewall.target_arns: must be empty with scope CLOUDFRONT: a distribution names its web ACL itself (web_acl_id); the ARN is an output',
  ],
  [
    'firewall: { target_arns: ["arn:aws:cloudfront::123456789012:distribution/E1"] }',
    '8:27 firewall.target_arns[0]: is a CloudFront distribution, or an Amplify app behind one (got "arn:aws:cloudfront::123456789012:distribution/E1"): give the distribution the web ACL by its web_acl_id, with scope CLOUDFRONT here',
  ],
  [
    'firewall: { target_arns: ["arn:aws:amplify:us-east-1:123456789012:apps/d1"] }',
    '8:27 firewall.target_arns[0]: is a CloudFront distribution, or an Amplify app behind one (got "arn:aws:amplify:us-east-1:123456789012:apps/d1"): give the distribution the web ACL by its web_acl_id, with scope CLOUDFRONT here',
  ],
  [
    'firewall: { target_arns: ["arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/a/b"] }',
    '8:27 firewall.target_arns[0]: is not an Application Load Balancer (got "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/a/b"): WAF protects no network or gateway load balancer',
  ],
  [
    'firewall: { target_arns: ["arn:aws:s3:::a"] }',
    '8:27 firewall.target_arns[0]: is not the ARN of what WAF can protect (got "arn:aws:s3:::a", allowed an Application Load Balancer, an API Gateway stage, an AppSync API, a Cognito user pool, an App Runner service or a Verified Access instance)',
  ],
  [
    'firewall: { target_arns: ["arn:aws:appsync:eu-west-1:123456789012:apis/x"] }',
    '8:27 firewall.target_arns[0]: is in another region than aws.region us-east-1 (got "arn:aws:appsync:eu-west-1:123456789012:apis/x"): a web ACL protects its own region',
  ],
  [
    'firewall: { target_arns: ["arn:aws:appsync:us-east-1:210987654321:apis/x"] }',
    '8:27 firewall.target_arns[0]: is of another account than aws.account_id 123456789012 (got "arn:aws:appsync:us-east-1:210987654321:apis/x")',
  ],
]);

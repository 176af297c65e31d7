import { otherPartition } from '../aws-names';
import { about, choice, compare, list, section, textThat, wholeNumber } from '../fields';

/** What a regional web ACL can protect. @see https://docs.aws.amazon.com/waf/latest/APIReference/API_AssociateWebACL.html (2026-11-22) */
const TARGETS = [
  /^arn:aws:elasticloadbalancing:[a-z0-9-]+:\d{12}:loadbalancer\/app\/[^/\s]+\/[^/\s]+$/,
  /^arn:aws:apigateway:[a-z0-9-]+::\/restapis\/[^/\s]+\/stages\/[^/\s]+$/,
  /^arn:aws:appsync:[a-z0-9-]+:\d{12}:apis\/[^/\s]+$/,
  /^arn:aws:cognito-idp:[a-z0-9-]+:\d{12}:userpool\/[^/\s]+$/,
  /^arn:aws:apprunner:[a-z0-9-]+:\d{12}:service\/[^/\s]+\/[^/\s]+$/,
  /^arn:aws:ec2:[a-z0-9-]+:\d{12}:verified-access-instance\/[^/\s]+$/,
];

const KINDS =
  'an Application Load Balancer, an API Gateway stage, an AppSync API, a Cognito user pool, an App Runner service ' +
  'or a Verified Access instance';

export const targetArn = textThat((value) => {
  const partition = otherPartition(value);
  if (partition !== undefined) return partition;
  if (/^arn:aws:(cloudfront|amplify):/.test(value)) {
    return 'is a CloudFront distribution, or an Amplify app behind one (got {got}): give the distribution the web ACL by its web_acl_id, with scope CLOUDFRONT here';
  }
  if (/:loadbalancer\/(net|gwy)\//.test(value)) {
    return 'is not an Application Load Balancer (got {got}): WAF protects no network or gateway load balancer';
  }
  return TARGETS.some((pattern) => pattern.test(value))
    ? undefined
    : `is not the ARN of what WAF can protect (got {got}, allowed ${KINDS})`;
});

const action = choice('block', 'count');

const rules = section({
  common: about(action.default('block'), {
    what: 'AWSManagedRulesCommonRuleSet: `block` refuses what it matches, `count` lets it pass and counts it.',
    why: 'a firewall that only counts protects nobody; count first where a live application has odd requests.',
  }),
  known_bad_inputs: about(action.default('block'), {
    what: 'AWSManagedRulesKnownBadInputsRuleSet: `block` or `count`.',
    why: 'no honest client sends what it matches.',
  }),
  ip_reputation: about(action.default('block'), {
    what: 'AWSManagedRulesAmazonIpReputationList: `block` or `count`.',
    why: 'addresses that AWS saw attacking others.',
  }),
  sql_injection: about(action.default('block'), {
    what: 'AWSManagedRulesSQLiRuleSet: `block` or `count`.',
    why: 'there is a SQL database behind it.',
  }),
  bot_control: about(action.default('count'), {
    what: 'AWSManagedRulesBotControlRuleSet, inspection level common, from early-ga: `block` or `count`. What it counts: the metric CountedRequests of the rule AWSManagedRulesBotControlRuleSet, and the labels in the log of the firewall.',
    why: 'it blocks every client that is no browser, scripts and SDKs of customers included: look at what it counts first, then set `block`.',
  }),
});

export const firewall = section(
  {
    scope: about(choice('REGIONAL', 'CLOUDFRONT').default('REGIONAL'), {
      what: '`REGIONAL` for load balancers, API stages and the like; `CLOUDFRONT` for distributions.',
      why: 'the plan has no distribution.',
    }),
    rate_limit: about(wholeNumber(10, 2_000_000_000, 'requests').default(2000), {
      what: 'Requests in five minutes from one IP address: 10 to 2,000,000,000.',
      why: 'seven a second, far above one person and below a flood; offices behind one address may need more.',
    }),
    rate_limit_action: about(action.default('block'), {
      what: 'What happens beyond rate_limit: `block` or `count`.',
      why: 'the limit is there to keep the service up for the others.',
    }),
    rules: about(rules.prefault({}), { what: "AWS's managed groups of rules, and what each does." }),
    target_arns: about(list(targetArn).prefault([]), {
      what: `ARNs of what the web ACL protects, in aws.region: ${KINDS}.`,
      why: 'the targets often come later, or from another stack.',
    }),
  },
  compare(['scope', 'target_arns'], (value, report) => {
    if (value.scope === 'CLOUDFRONT' && value.target_arns.length > 0) {
      report(
        ['target_arns'],
        'must be empty with scope CLOUDFRONT: a distribution names its web ACL itself (web_acl_id); the ARN is an output',
      );
    }
  }),
);

import * as z from 'zod';
import { otherPartition } from '../aws-names';
import { about, choice, compare, list, section, textThat } from '../fields';

/** What Shield Advanced can protect. @see https://docs.aws.amazon.com/waf/latest/DDOSAPIReference/API_CreateProtection.html (2026-11-23) */
const RESOURCES = [
  /^arn:aws:elasticloadbalancing:[a-z0-9-]+:\d{12}:loadbalancer\/app\/[^/\s]+\/[^/\s]+$/,
  // A Classic Load Balancer has a name only.
  /^arn:aws:elasticloadbalancing:[a-z0-9-]+:\d{12}:loadbalancer\/[^/\s]+$/,
  /^arn:aws:cloudfront::\d{12}:distribution\/[A-Z0-9]+$/,
  /^arn:aws:globalaccelerator::\d{12}:accelerator\/[a-z0-9-]+$/,
  /^arn:aws:route53:::hostedzone\/[A-Z0-9]+$/,
  /^arn:aws:ec2:[a-z0-9-]+:\d{12}:eip-allocation\/eipalloc-[0-9a-f]+$/,
];

const KINDS =
  'an Application or Classic Load Balancer, a CloudFront distribution, a Global Accelerator, a Route 53 hosted zone or ' +
  'an Elastic IP address';

const resourceArn = textThat((value) => {
  const partition = otherPartition(value);
  if (partition !== undefined) return partition;
  if (/:loadbalancer\/net\//.test(value)) {
    return 'is a Network Load Balancer (got {got}): protect its Elastic IP addresses';
  }
  return RESOURCES.some((pattern) => pattern.test(value))
    ? undefined
    : `is not the ARN of what Shield Advanced can protect (got {got}, allowed ${KINDS})`;
});

export const shieldAdvanced = section(
  {
    mode: about(choice('off', 'managed', 'existing').default('off'), {
      what: "Shield Advanced, of which an account has one subscription. `off` does without, `managed` subscribes the account: 3,000 USD a month for a year at least. `existing` relies on the account's subscription, or that of its organization.",
      why: "the plan calls it overkill below 10,000 users: Shield Standard is free, and the firewall counts each address's requests.",
    }),
    resource_arns: about(list(resourceArn).prefault([]), {
      what: `ARNs of what it protects, beside the load balancers in firewall.target_arns and multi_region.firewall_target_arns: ${KINDS}.`,
      why: 'a subscription protects nothing by itself, and only you know what is exposed.',
    }),
    automatic_response: about(choice('block', 'count', 'off').default('count'), {
      what: 'What the rules do that Shield adds to the web ACLs of load balancers and distributions in an attack: `block`, `count`, or `off` for none.',
      why: 'look at what they count first, then set `block`.',
    }),
    response_team_access: about(z.boolean().default(true), {
      what: "Whether AWS's Shield Response Team may see and change the protections and web ACLs of the account, by a role. AWS wants a Business or Enterprise support plan for it.",
      why: 'its help is what the price is for, and in an attack nobody finds the time to let it in.',
    }),
  },
  compare(['mode', 'resource_arns'], (value, report) => {
    if (value.mode === 'off' && value.resource_arns.length > 0) {
      report(
        ['resource_arns'],
        'has no effect with mode off: set shield_advanced.mode to managed or existing, or remove it',
      );
    }
  }),
);

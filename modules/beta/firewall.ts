import type { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import type { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { Wafv2WebAcl, type Wafv2WebAclRule } from '@cdktf/provider-aws/lib/wafv2-web-acl';
import { Wafv2WebAclAssociation } from '@cdktf/provider-aws/lib/wafv2-web-acl-association';
import { Wafv2WebAclLoggingConfiguration } from '@cdktf/provider-aws/lib/wafv2-web-acl-logging-configuration';
import { type ITerraformDependable, TerraformIterator } from 'cdktf';
import { Construct } from 'constructs';
import type { PalierStack } from '../common/stack';
import type { Logs } from './logs';

/** `block` refuses what a group of rules matches, `count` lets it pass and counts it. */
export type RuleGroupAction = 'block' | 'count';

export interface FirewallSettings {
  readonly scope: 'REGIONAL' | 'CLOUDFRONT';
  /** Requests in five minutes from one IP address: 10 to 2,000,000,000. */
  readonly rateLimit: number;
  readonly rateLimitAction: RuleGroupAction;
  readonly commonRules: RuleGroupAction;
  readonly knownBadInputs: RuleGroupAction;
  readonly ipReputation: RuleGroupAction;
  readonly sqlInjection: RuleGroupAction;
  /** ARNs of load balancers, API stages and the like. Empty with the scope CLOUDFRONT: a distribution names its web ACL itself. */
  readonly targetArns: readonly string[];
}

/** For the same firewall once more, in another region. With the scope CLOUDFRONT there is none: that one is everywhere. */
export interface FirewallPlace {
  readonly region: string;
  /** Before the names of the Terraform addresses: `recovery_` gives `aws_wafv2_web_acl.recovery_firewall`. */
  readonly addressPrefix: string;
  /** Of that region, for the log group. */
  readonly logsKeyArn: string;
}

/** Web ACLs in front of CloudFront live there, whatever region the stack is in. */
const CLOUDFRONT_REGION = 'us-east-1';

/** Headers that carry credentials: they never reach the firewall's log. */
const REDACTED_HEADERS = ['authorization', 'cookie'];

/**
 * Checklist: the firewall (WAF) with AWS's managed rules. A web ACL costs 5 USD a month, each rule or group 1 USD, a
 * million requests 0.60 USD (https://aws.amazon.com/waf/pricing/, 2026-11-22).
 *
 * Rules go from cheap to costly, in steps of ten, so that later ones find a place between them.
 */
export class Firewall extends Construct {
  readonly webAclArn: string;
  /** Where the web ACL and its metrics are. */
  readonly region: string;
  /** Of the web ACL's metrics as a whole. */
  readonly metricDimensions: Readonly<Record<string, string>>;
  /** Whoever needs what it protects to have its web ACL waits for these. */
  readonly targets: ITerraformDependable[] = [];
  private readonly webAcl: Wafv2WebAcl;
  private readonly rules: Wafv2WebAclRule[];

  constructor(
    scope: Construct,
    id: string,
    name: string,
    stack: PalierStack,
    logs: Logs,
    settings: FirewallSettings,
    place?: FirewallPlace,
  ) {
    super(scope, id);
    const addressPrefix = place?.addressPrefix ?? '';
    const inFrontOfCloudFront = settings.scope === 'CLOUDFRONT';
    this.region = inFrontOfCloudFront ? CLOUDFRONT_REGION : (place?.region ?? stack.region);
    // Those in front of CloudFront carry no region.
    this.metricDimensions = { WebACL: name, Rule: 'ALL', ...(!inFrontOfCloudFront && { Region: this.region }) };
    const provider = stack.providerIn(this.region);
    this.rules = [
      managedRuleGroup(10, 'AWSManagedRulesAmazonIpReputationList', settings.ipReputation),
      rateLimit(20, settings.rateLimit, settings.rateLimitAction),
      managedRuleGroup(30, 'AWSManagedRulesCommonRuleSet', settings.commonRules),
      managedRuleGroup(40, 'AWSManagedRulesKnownBadInputsRuleSet', settings.knownBadInputs),
      managedRuleGroup(50, 'AWSManagedRulesSQLiRuleSet', settings.sqlInjection),
    ];
    const webAcl = new Wafv2WebAcl(this, `${addressPrefix}firewall`, {
      name,
      description: `Firewall of ${name}`,
      scope: settings.scope,
      defaultAction: { allow: {} },
      visibilityConfig: visibility(name),
      rule: this.rules,
      provider,
    });
    this.webAcl = webAcl;
    this.webAclArn = webAcl.arn;

    if (settings.targetArns.length > 0) {
      const targets = TerraformIterator.fromList([...settings.targetArns]);
      const association = new Wafv2WebAclAssociation(this, `${addressPrefix}target`, {
        forEach: targets,
        resourceArn: targets.value,
        webAclArn: webAcl.arn,
        provider,
      });
      this.targets.push(association);
    }

    new Wafv2WebAclLoggingConfiguration(this, `${addressPrefix}firewall.logging`, {
      resourceArn: webAcl.arn,
      logDestinationConfigs: [this.createLogGroup(name, logs, provider, place).arn],
      redactedFields: REDACTED_HEADERS.map((header) => ({ singleHeader: { name: header } })),
      provider,
    });
  }

  /** AWS accepts only groups whose names start with `aws-waf-logs-`, in the web ACL's own region. */
  private createLogGroup(name: string, logs: Logs, provider: AwsProvider, place?: FirewallPlace): CloudwatchLogGroup {
    if (place === undefined) return logs.createFirewallLogGroup(provider);
    const group = logs.createLogGroup(
      this,
      `${place.addressPrefix}firewall.log_group`,
      `aws-waf-logs-${name}`,
      provider,
    );
    group.kmsKeyId = place.logsKeyArn;
    return group;
  }

  /** Adds AWS's rules about bots, after all others: they are charged by the request that reaches them. */
  addBotControl(inspectionLevel: 'COMMON', action: RuleGroupAction): void {
    // Machine learning belongs to the level targeted. The provider's default is true, which AWS does not keep at common: every
    // plan would be different (provider issues 39825 and 41101).
    const config = { inspection_level: inspectionLevel, enable_machine_learning: false };
    this.rules.push(
      managedRuleGroup(60, 'AWSManagedRulesBotControlRuleSet', action, [
        { aws_managed_rules_bot_control_rule_set: config },
      ]),
    );
    this.webAcl.putRule(this.rules);
  }
}

// `statement` is untyped in the provider's classes, and passed on as it is: hence Terraform's own names inside.
function managedRuleGroup(
  priority: number,
  group: string,
  action: RuleGroupAction,
  configs?: readonly Record<string, unknown>[],
): Wafv2WebAclRule {
  return {
    name: group,
    priority,
    // `none` leaves the actions of the group's own rules, which block.
    overrideAction: action === 'block' ? { none: {} } : { count: {} },
    statement: {
      managed_rule_group_statement: {
        vendor_name: 'AWS',
        name: group,
        ...(configs && { managed_rule_group_configs: configs }),
      },
    },
    visibilityConfig: visibility(group),
  };
}

function rateLimit(priority: number, limit: number, action: RuleGroupAction): Wafv2WebAclRule {
  return {
    name: 'rate-limit',
    priority,
    action: action === 'block' ? { block: {} } : { count: {} },
    statement: { rate_based_statement: { limit, aggregate_key_type: 'IP' } },
    visibilityConfig: visibility('rate-limit'),
  };
}

function visibility(metricName: string) {
  return { cloudwatchMetricsEnabled: true, sampledRequestsEnabled: true, metricName };
}

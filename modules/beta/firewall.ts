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

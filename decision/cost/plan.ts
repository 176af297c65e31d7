import type { Tier } from '../../config/tiers';

/** USD a month, as the plan estimates them. */
export interface Estimate {
  readonly low: number;
  readonly high: number;
}

/** One addition of the plan, and the lines of Palier's checklist that are it. */
export interface PlanItem {
  readonly tier: Tier;
  readonly what: string;
  /** What the plan's totals count for it. */
  readonly estimate: Estimate;
  /** `encryption-keys`, of the item's own tier. `*`: all that no other item of the tier has. */
  readonly checklistLines: readonly string[] | '*';
  /** Why the bill says something else. */
  readonly why: string;
}

const usd = (low: number, high = low): Estimate => ({ low, high });

const NOT_COUNTED = usd(0);

/** Source: the plan (Plan de Bascule GA, version 1.0, 27 October 2024), "Paliers d'Évolution" and "Checklist par Palier". */
export const PLAN_ITEMS: readonly PlanItem[] = [
  {
    tier: 'beta',
    what: 'Beta as a whole',
    estimate: usd(30),
    checklistLines: '*',
    why:
      'The plan has one figure for all of it, and keeps it at every tier. Requests, what they log, events and checks grow with ' +
      'the users; a dashboard is 3.00 USD and ten of the alarms 1.00 USD once the free ones of the account are used up.',
  },
  {
    tier: 'early-ga',
    what: 'Secrets Manager rotation',
    estimate: usd(1),
    checklistLines: ['secret-rotation'],
    why:
      "The plan counts the secret, which beta has already, and its calls. AWS's function runs in the private subnets and " +
      'needs an interface endpoint, 7.30 USD at the list price in us-east-1, unless the network has a NAT gateway (secret_rotation.network_path: existing).',
  },
  {
    tier: 'early-ga',
    what: 'KMS customer managed keys',
    estimate: usd(2),
    checklistLines: ['encryption-keys'],
    why:
      'There are four: of the database, the logs, the alerts and the secrets, so that each admits only the services that use ' +
      'it. The first two yearly rotations of each add 1.00 USD.',
  },
  {
    tier: 'early-ga',
    what: 'CloudWatch Logs kept for 90 days',
    estimate: usd(5, 10),
    checklistLines: ['log-retention'],
    why:
      'A longer retention adds storage only, at 0.03 USD for each GB after compression. What comes in, 0.50 USD per GB, ' +
      'beta pays already. Both are list prices in us-east-1.',
  },
  {
    tier: 'early-ga',
    what: 'WAF Bot Control (common)',
    estimate: NOT_COUNTED,
    checklistLines: ['bot-control'],
    why:
      "It is on the plan's checklist, but not in its total: 10.00 USD, 1.00 USD for the rule, and 1.00 USD for each million " +
      'requests beyond ten.',
  },
  {
    tier: 'early-ga',
    what: 'Performance Insights (7 days), and the rest of early-ga',
    estimate: NOT_COUNTED,
    checklistLines: '*',
    why: 'Seven days are free.',
  },
  {
    tier: 'production-ga',
    what: 'RDS Multi-AZ',
    estimate: usd(15, 20),
    checklistLines: ['multi-az'],
    why: 'Instance and storage once more: what the plan says, for the smallest class.',
  },
  {
    tier: 'production-ga',
    what: 'Incident Manager',
    estimate: usd(5, 10),
    checklistLines: ['incident-response'],
    why:
      'AWS takes no new customers for it since 7 November 2025. OpsItems, the default, are 2.97 USD a thousand; a response plan ' +
      "of Incident Manager is 7.00 USD. The plan's 0.50 USD an incident is on no page of AWS.",
  },
  {
    tier: 'production-ga',
    what: 'CloudTrail S3 trail',
    estimate: usd(2, 5),
    checklistLines: ['audit-trail'],
    why: 'Its key and fourteen alarms are most of it. A second trail costs 2.00 USD per 100,000 events.',
  },
  {
    tier: 'production-ga',
    what: 'AWS Config',
    estimate: NOT_COUNTED,
    checklistLines: ['configuration-history'],
    why: "It is on the plan's checklist, but not in its total: 0.003 USD for each recorded change, 0.001 USD an evaluation.",
  },
  {
    tier: 'production-ga',
    what: 'Cross-region backup (optional)',
    estimate: NOT_COUNTED,
    checklistLines: ['cross-region-backup', 'recovery-keys'],
    why:
      'Optional, and not in the total of the plan. Besides storage and transfer, each customer key in the recovery region is ' +
      '1.00 USD; enterprise makes more of them for what stands ready there.',
  },
  {
    tier: 'production-ga',
    what: 'CloudWatch Logs kept for 180 days, and the rest of production-ga',
    estimate: NOT_COUNTED,
    checklistLines: '*',
    why: 'On the checklist, but not in the total of the plan.',
  },
  {
    tier: 'enterprise',
    what: 'RDS cross-region snapshot copies',
    estimate: usd(10, 20),
    checklistLines: ['snapshot-copies', 'restore-drill'],
    why: 'What is kept is 0.095 USD per GB, what is sent 0.02 USD, at list prices in us-east-1: it depends on how much each day changes.',
  },
  {
    tier: 'enterprise',
    what: 'Aurora Global Database (if migrating)',
    estimate: usd(100, 200),
    checklistLines: ['aurora-global'],
    why:
      'Nothing without aurora.stage. With it, there are three instances of the smallest class that a global database takes, ' +
      'beside the RDS instance, which stays.',
  },
  {
    tier: 'enterprise',
    what: 'Shield Advanced (if necessary)',
    estimate: NOT_COUNTED,
    checklistLines: ['shield-advanced'],
    why:
      'Nothing without shield_advanced.mode: managed. The 3,000 USD a month are in the text of the plan, not in its total. AWS ' +
      'then asks nothing for the web ACL, rules and requests of what it protects, which this bill still counts.',
  },
  {
    tier: 'enterprise',
    what: 'Multi-region deployment, and the rest of enterprise',
    estimate: NOT_COUNTED,
    checklistLines: '*',
    why:
      'On the checklist, but not in the total of the plan: a second web ACL with Bot Control stands ready in the recovery ' +
      'region, and a copy of the secret. Organizations is free; its trail has a stack of its own.',
  },
];

/** The plan's table "Évolution des Coûts": MRR in USD, and the totals that the items above add up to. */
export const PLAN_TOTALS: Readonly<Record<Tier, { readonly mrr: Estimate; readonly cost: Estimate }>> = {
  beta: { mrr: usd(0, 5_000), cost: usd(30) },
  'early-ga': { mrr: usd(5_000, 20_000), cost: usd(38, 43) },
  'production-ga': { mrr: usd(20_000, 100_000), cost: usd(60, 78) },
  enterprise: { mrr: usd(100_000, Number.POSITIVE_INFINITY), cost: usd(170, 298) },
};

/** The plan's golden rule: less than this share of MRR, in percent. */
export const GOLDEN_RULE_PERCENT = 1;

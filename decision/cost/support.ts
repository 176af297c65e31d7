import { SUPPORT_PLANS, type SupportPlan } from '../../config/support-plans';
import type { Tier } from '../../config/tiers';

/** A support plan is bought apart, for the account: it is in no bill here. */
export interface SupportCost {
  /** What the plan names, and its price in USD a month. */
  readonly planned: { readonly name: string; readonly usd: number };
  /** What AWS sells in its place: `minimumUsd` a month, or a share of the charges where that is more. */
  readonly sold: SupportPlan;
}

/**
 * Source: the plan, "AWS Support Plans". AWS ends Developer and Business on 1 January 2027
 * (https://aws.amazon.com/premiumsupport/pricing/, 2026-11-23).
 */
const PLANNED: Readonly<Record<Tier, SupportCost['planned']>> = {
  beta: { name: 'Basic', usd: 0 },
  'early-ga': { name: 'Developer', usd: 29 },
  'production-ga': { name: 'Business', usd: 100 },
  enterprise: { name: 'Enterprise', usd: 15_000 },
};

export function supportCost(tier: Tier): SupportCost {
  return { planned: PLANNED[tier], sold: SUPPORT_PLANS[tier] };
}

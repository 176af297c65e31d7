import type { Tier } from './tiers';

export interface SupportPlan {
  readonly name: string;
  /** USD a month at least; a share of what AWS charges where that is more. */
  readonly minimumUsd: number;
  /** What it is charged on: each account by itself, or all accounts of the contract together. */
  readonly charged: string;
  readonly gives: string;
}

const BUSINESS_PLUS: SupportPlan = {
  name: 'Business Support+',
  minimumUsd: 29,
  charged: '9 to 3 % of the charges of the account',
  gives: 'engineers at any hour, and the Support API',
};

/**
 * What AWS sells, and which plan each tier calls for.
 *
 * The plan that this follows names Developer (29 USD), Business (100 USD) and Enterprise (15,000 USD). AWS ends Developer,
 * Business and Enterprise On-Ramp on 1 January 2027, and sells Business Support+, Enterprise Support and Unified Operations
 * (50,000 USD a month at least) in their place. Sources: https://aws.amazon.com/premiumsupport/pricing/ and
 * https://docs.aws.amazon.com/awssupport/latest/user/about-support-api.html (2026-11-23).
 */
export const SUPPORT_PLANS: Readonly<Record<Tier, SupportPlan>> = {
  beta: { name: 'Basic Support', minimumUsd: 0, charged: 'nothing', gives: 'help with bills and the account only' },
  // In the place of Developer, at its price.
  'early-ga': BUSINESS_PLUS,
  'production-ga': BUSINESS_PLUS,
  enterprise: {
    name: 'Enterprise Support',
    minimumUsd: 5000,
    charged: '10 to 3 % of the charges of all accounts enrolled',
    gives: 'a designated technical account manager beside that',
  },
};

/** `Business Support+: 29 USD a month at least, 9 to 3 % of ...` */
export function describeSupportPlan({ name, minimumUsd, charged, gives }: SupportPlan): string {
  if (minimumUsd === 0) return `${name}: free, ${gives}`;
  return `${name}: ${minimumUsd.toLocaleString('en-US')} USD a month at least, ${charged} where that is more; ${gives}`;
}

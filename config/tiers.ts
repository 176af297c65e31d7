/** In the order in which a company climbs them. */
export const TIERS = ['beta', 'early-ga', 'production-ga', 'enterprise'] as const;

export type Tier = (typeof TIERS)[number];

export function isAtLeast(tier: Tier, other: Tier): boolean {
  return TIERS.indexOf(tier) >= TIERS.indexOf(other);
}

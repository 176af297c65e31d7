export type { Bill, BillLine, Subtotal, Unpriced } from './bill';
export { CATALOGUE } from './catalogue';
export type { Catalogue, Price } from './catalogue/price';
export { type PricingExport, readPricingExport } from './catalogue/pricing-export';
export {
  type Comparison,
  type ComparisonRow,
  compareWithPlan,
  type Delta,
  deltas,
  type MrrShare,
  shareOfMrr,
} from './compare';
export { CostError } from './cost-error';
export { type Estimate, GOLDEN_RULE_PERCENT, PLAN_ITEMS, PLAN_TOTALS } from './plan';
export { type PriceOptions, price } from './price';
export { difference, LEVELS, type Level, type Range, sum } from './range';
export { type SupportCost, supportCost } from './support';
export { USAGE_KEYS, USAGE_NAMES, type UsageKey, type UsageName, usageKey } from './usage/keys';
export { defaultUsage, readUsage, type Usage } from './usage/read';

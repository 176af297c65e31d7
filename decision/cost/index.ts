export type { Bill, BillLine, Subtotal, Unpriced } from './bill';
export { CATALOGUE } from './catalogue';
export type { Catalogue, Price } from './catalogue/price';
export { CostError } from './cost-error';
export { type PriceOptions, price } from './price';
export { difference, LEVELS, type Level, type Range, sum } from './range';
export { USAGE_KEYS, USAGE_NAMES, type UsageKey, type UsageName, usageKey } from './usage/keys';
export { defaultUsage, readUsage, type Usage } from './usage/read';

import type { Rule } from './rule';

/** What is looked for from production-ga. */
export const productionGaRules: Readonly<Record<string, Rule>> = {};

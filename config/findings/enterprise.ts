import type { Rule } from './rule';

/** What is looked for at enterprise. */
export const enterpriseRules: Readonly<Record<string, Rule>> = {};

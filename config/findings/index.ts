import type { Finding } from '../../findings/finding';
import type { EnvironmentData } from '../environment-schema';
import { betaRules } from './beta';
import { earlyGaRules } from './early-ga';
import { enterpriseRules } from './enterprise';
import { productionGaRules } from './production-ga';

const RULES = { ...betaRules, ...earlyGaRules, ...productionGaRules, ...enterpriseRules };

/** What is allowed in an environment, and should be known. */
export function findingsOf(data: EnvironmentData): Finding[] {
  return Object.entries(RULES).flatMap(([id, rule]) => {
    const found = rule(data);
    return found === undefined ? [] : [{ id, ...found }];
  });
}

/** The ids of all rules, also of those that found nothing. */
export function findingIds(): string[] {
  return Object.keys(RULES);
}

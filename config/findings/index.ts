import { antiPatternRules } from '../../decision/anti-patterns';
import type { Finding } from '../../findings/finding';
import type { EnvironmentData } from '../environment-schema';
import type { OrganizationData } from '../organization-schema';
import { betaRules } from './beta';
import { earlyGaRules } from './early-ga';
import { enterpriseRules } from './enterprise';
import { organizationRules } from './organization';
import { productionGaRules } from './production-ga';

const RULES = { ...betaRules, ...earlyGaRules, ...productionGaRules, ...enterpriseRules, ...antiPatternRules };

/** What is allowed in an environment, and should be known. */
export function findingsOf(data: EnvironmentData): Finding[] {
  return found(RULES, data);
}

/** What is allowed in an organization, and should be known. */
export function organizationFindingsOf(data: OrganizationData): Finding[] {
  return found(organizationRules, data);
}

function found<Data>(
  rules: Readonly<Record<string, (data: Data) => Omit<Finding, 'id'> | undefined>>,
  data: Data,
): Finding[] {
  return Object.entries(rules).flatMap(([id, rule]) => {
    const finding = rule(data);
    return finding === undefined ? [] : [{ id, ...finding }];
  });
}

/** The ids of all rules, also of those that found nothing. */
export function findingIds(): string[] {
  return Object.keys({ ...RULES, ...organizationRules });
}

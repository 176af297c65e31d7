import type { Rule } from '../config/findings/rule';
import { costRules } from './anti-patterns/costs';
import { metricsRules } from './anti-patterns/metrics';
import { overEngineeringRules } from './anti-patterns/over-engineering';
import type { MeasuredRule } from './anti-patterns/rule';
import { stepRules } from './anti-patterns/steps';

const RULES = { ...overEngineeringRules, ...costRules, ...metricsRules, ...stepRules };

/**
 * What the plan says not to do (`Anti-Patterns`), and `Un palier à la fois`. Looked for where the environment has
 * `metrics`. One line of the plan needs none: `CloudTrail data events sans besoin` is `audit-trail-data-events`.
 */
export const antiPatternRules: Readonly<Record<string, Rule>> = Object.fromEntries(
  Object.entries<MeasuredRule>(RULES).map(([id, rule]) => [
    id,
    (data) => (data.metrics === undefined ? undefined : rule(data, data.metrics)),
  ]),
);

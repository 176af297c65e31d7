import { TIERS, type Tier } from '../../config/tiers';
import { assess } from '../assess';
import { english } from '../language/english';
import { type Outcome, shownText } from '../rule';
import { TRIGGERS_NEEDED, type UpperTier } from '../thresholds';
import { triggers } from '../triggers';
import type { MeasuredRule } from './rule';

/** How many tiers the file is above the one that was measured. */
function steps(tier: Tier, measuredAt: Tier | undefined): number {
  return measuredAt === undefined ? 0 : TIERS.indexOf(tier) - TIERS.indexOf(measuredAt);
}

/** `Itérer Progressivement`: `Un palier à la fois` */
const tierSkipped: MeasuredRule = ({ tier }, { tier: measuredAt }) => {
  if (measuredAt === undefined || steps(tier, measuredAt) < 2) return undefined;
  const between = TIERS.slice(TIERS.indexOf(measuredAt) + 1, TIERS.indexOf(tier));
  return {
    severity: 'warning',
    where: 'tier',
    why: `The metrics are of ${measuredAt}, and the file says ${tier}: that skips ${between.join(' and ')}. What each step has brought is then never known, and all of it is paid for at once.`,
    whatToDo: `Set it to ${between[0]}, measure for a while, and assess again. Acknowledge it with what leaves no time for that.`,
  };
};

const upgradeWithoutGo: MeasuredRule = ({ tier }, metrics) => {
  if (metrics.tier === undefined || steps(tier, metrics.tier) !== 1) return undefined;
  const { verdict, summary } = assess(metrics.tier, metrics);
  if (verdict === 'GO') return undefined;
  return {
    severity: 'warning',
    where: 'tier',
    why: `The file goes up from ${metrics.tier} to ${tier}, and the plan's rules say otherwise. ${summary}`,
    whatToDo:
      '`npx palier assess` has every rule, and what would change the answer. Acknowledge it with who decided, and why.',
  };
};

const tierWithoutTriggers: MeasuredRule = ({ tier }, metrics) => {
  // On the way up, that is said already.
  if (tier === 'beta' || steps(tier, metrics.tier) > 0) return undefined;
  const rules = triggers(tier as UpperTier, { metrics, asOf: metrics.measured_on }, english);
  const possible = rules.filter(({ outcome }) => outcome !== 'not met').length;
  if (possible >= TRIGGERS_NEEDED) return undefined;
  const isAnyMet = rules.some(({ outcome }) => outcome === 'met');
  const open = (outcome: Outcome) => rules.filter((rule) => rule.outcome === outcome).map(shownText);
  const unknown = open('unknown');
  return {
    severity: 'warning',
    where: 'tier',
    why: `The plan has ${tier} for who meets ${TRIGGERS_NEEDED} of its triggers. Here ${isAnyMet ? 'one' : 'none'} is met, and not: ${open('not met').join('; ')}.${unknown.length > 0 ? ` Not known: ${unknown.join('; ')}.` : ''}`,
    whatToDo:
      'Go down to the tier that is called for (docs/guides/going-down.md), or acknowledge it with the reason to stay.',
  };
};

/** One tier at a time, and each for a reason. */
export const stepRules: Readonly<Record<string, MeasuredRule>> = {
  'tier-skipped': tierSkipped,
  'upgrade-without-go': upgradeWithoutGo,
  'tier-without-triggers': tierWithoutTriggers,
};

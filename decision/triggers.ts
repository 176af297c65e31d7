import type { Words } from './language/english';
import type { Metrics } from './metrics';
import { cents, mrrOf, mrrSources, recentMrr } from './mrr';
import { type Judgement, type MetricName, onOne, type Rule, ruleOf } from './rule';
import type { Situation } from './situation';
import { type SlaKind, TRIGGERS, type UpperTier } from './thresholds';

/** The triggers of a tier, in the plan's order. */
export function triggers(tier: UpperTier, situation: Omit<Situation, 'tier'>, words: Words): Rule[] {
  const { metrics } = situation;
  const { usersAbove, mrrAbove, sla, compliance } = TRIGGERS[tier];
  const { conditions, number } = words;
  const trigger = (id: string, judgement: Judgement) => ruleOf('trigger', `trigger-${id}`, judgement, metrics, words);
  return [
    trigger(
      'users',
      onOne(metrics, 'users', conditions.users(usersAbove), (users) => users > usersAbove, number),
    ),
    trigger('mrr', mrrTrigger(mrrAbove, situation, words)),
    trigger('sla', slaTrigger(sla.kind, sla.atLeastPercent, metrics, words)),
    ...(compliance ? [trigger('compliance', complianceTrigger(metrics, words))] : []),
  ];
}

function mrrTrigger(
  above: number,
  { metrics, asOf }: Omit<Situation, 'tier'>,
  { conditions, number, now }: Words,
): Judgement {
  const mrr = mrrOf(metrics, asOf);
  const { endsIn } = recentMrr(metrics, 1, asOf);
  return {
    condition: conditions.mrr(above),
    isMet: mrr === undefined ? undefined : cents(mrr) > cents(above),
    now: mrr === undefined ? endsIn && now.endsIn(endsIn) : number(mrr),
    looksAt: mrrSources(metrics),
    missing: mrrSources(metrics),
  };
}

function slaTrigger(kind: SlaKind, atLeast: number, metrics: Metrics, { conditions, none, percent }: Words): Judgement {
  const { sla_asked: asked, sla_signed: signed } = metrics;
  const looksAt: MetricName[] = kind === 'signed' ? ['sla_signed'] : ['sla_asked', 'sla_signed'];
  // What is signed was asked for. What is asked for is not signed.
  const sla = kind === 'signed' ? signed : asked === undefined ? signed : Math.max(asked, signed ?? 0);
  const isShort = sla === undefined || sla < atLeast;
  // Somebody may ask for more than is signed.
  const isKnown = kind === 'signed' ? signed !== undefined : asked !== undefined || !isShort;
  return {
    condition: kind === 'signed' ? conditions.slaSigned(atLeast) : conditions.slaAsked(atLeast),
    isMet: isKnown ? !isShort : undefined,
    now: isKnown && sla !== undefined ? (sla === 0 ? none : percent(sla)) : undefined,
    looksAt,
    missing: looksAt.filter((name) => metrics[name] === undefined),
  };
}

/** Either of the two is enough: the plan lists them, and few need both. */
function complianceTrigger({ compliance }: Metrics, { conditions, noCompliance }: Words): Judgement {
  const names = { 'soc-2': 'SOC 2', 'iso-27001': 'ISO 27001' };
  const demanded = compliance?.map((one) => names[one]).join(', ');
  return {
    condition: conditions.compliance,
    isMet: compliance === undefined ? undefined : compliance.length > 0,
    now: demanded === '' ? noCompliance : demanded,
    looksAt: ['compliance'],
    missing: ['compliance'],
  };
}

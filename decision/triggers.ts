import type { Words } from './language/english';
import type { Metrics } from './metrics';
import { mrrOf } from './mrr';
import { type Judgement, onOne, type Rule, ruleOf } from './rule';
import { type SlaKind, TRIGGERS, type UpperTier } from './thresholds';

/** The triggers of a tier, in the plan's order. */
export function triggers(tier: UpperTier, metrics: Metrics, words: Words): Rule[] {
  const { usersAbove, mrrAbove, sla, compliance } = TRIGGERS[tier];
  const { conditions, number } = words;
  const trigger = (id: string, judgement: Judgement) => ruleOf('trigger', `trigger-${id}`, judgement, metrics, words);
  return [
    trigger(
      'users',
      onOne(metrics, 'users', conditions.users(usersAbove), (users) => users > usersAbove, number),
    ),
    trigger('mrr', mrrTrigger(mrrAbove, metrics, words)),
    trigger('sla', slaTrigger(sla.kind, sla.atLeastPercent, metrics, words)),
    ...(compliance ? [trigger('compliance', complianceTrigger(metrics, words))] : []),
  ];
}

function mrrTrigger(above: number, metrics: Metrics, { conditions, number }: Words): Judgement {
  const mrr = mrrOf(metrics);
  return {
    condition: conditions.mrr(above),
    isMet: mrr === undefined ? undefined : mrr > above,
    now: mrr === undefined ? undefined : number(mrr),
    looksAt: metrics.mrr === undefined ? ['mrr_history'] : ['mrr'],
    missing: ['mrr'],
  };
}

function slaTrigger(kind: SlaKind, atLeast: number, metrics: Metrics, { conditions, none, percent }: Words): Judgement {
  const { sla_asked: asked, sla_signed: signed } = metrics;
  // What is signed was asked for. What is asked for is not signed.
  const sla = kind === 'signed' ? signed : asked === undefined ? signed : Math.max(asked, signed ?? 0);
  const isShort = sla === undefined || sla < atLeast;
  // Somebody may ask for more than is signed.
  const isKnown = kind === 'signed' ? signed !== undefined : asked !== undefined || !isShort;
  return {
    condition: kind === 'signed' ? conditions.slaSigned(atLeast) : conditions.slaAsked(atLeast),
    isMet: isKnown ? !isShort : undefined,
    now: isKnown && sla !== undefined ? (sla === 0 ? none : percent(sla)) : undefined,
    looksAt: kind === 'signed' ? ['sla_signed'] : ['sla_asked', 'sla_signed'],
    missing: kind === 'signed' ? ['sla_signed'] : ['sla_asked'],
  };
}

/** Either of the two is enough: the plan lists them, and few need both. */
function complianceTrigger({ compliance }: Metrics, { conditions, none }: Words): Judgement {
  const names = { 'soc-2': 'SOC 2', 'iso-27001': 'ISO 27001' };
  const demanded = compliance?.map((one) => names[one]).join(', ');
  return {
    condition: conditions.compliance,
    isMet: compliance === undefined ? undefined : compliance.length > 0,
    now: demanded === '' ? none : demanded,
    looksAt: ['compliance'],
    missing: ['compliance'],
  };
}

import type { Words } from './language/english';
import type { Metrics } from './metrics';
import { cents, grewMoreThan, growthOf, mrrOf, mrrSources, type RecentMrr, recentMrr } from './mrr';
import { type Judgement, type MetricName, onOne, type Rule, ruleOf } from './rule';
import type { Situation } from './situation';
import { GO_SIGNALS, UPTIME_TARGETS, WAIT_SIGNALS } from './thresholds';

/** What speaks for a move, in the plan's order. */
export function goSignals(situation: Situation, words: Words): Rule[] {
  const { metrics } = situation;
  const { conditions, percent } = words;
  const { churnBelowPercent } = GO_SIGNALS;
  const signal = (id: string, judgement: Judgement) => ruleOf('go-signal', `go-${id}`, judgement, metrics, words);
  const isLow = (churn: number) => churn < churnBelowPercent;
  return [
    signal('growth', growth(situation, words)),
    signal('churn', onOne(metrics, 'churn', conditions.churnBelow(churnBelowPercent), isLow, percent)),
    signal('incidents', fewIncidents(metrics, words)),
    signal('uptime', uptime(situation, words)),
    signal('demand', { ...demand(situation, words), condition: conditions.demand }),
  ];
}

/** What speaks against a move, in the plan's order. */
export function waitSignals(situation: Situation, words: Words): Rule[] {
  const { metrics } = situation;
  const { conditions, percent } = words;
  const { churnAbovePercent } = WAIT_SIGNALS;
  const signal = (id: string, judgement: Judgement) => ruleOf('wait-signal', `wait-${id}`, judgement, metrics, words);
  const isHigh = (churn: number) => churn > churnAbovePercent;
  const wanted = demand(situation, words);
  const isUnwanted = wanted.isMet === undefined ? undefined : !wanted.isMet;
  return [
    signal('mrr', flatMrr(situation, words)),
    signal('churn', onOne(metrics, 'churn', conditions.churnAbove(churnAbovePercent), isHigh, percent)),
    signal('incidents', manyIncidents(metrics, words)),
    signal('infrastructure', infrastructure(situation, words)),
    signal('demand', { ...wanted, isMet: isUnwanted, condition: conditions.noDemand }),
  ];
}

function growth({ metrics, asOf }: Situation, words: Words): Judgement {
  const { growthAbovePercent, growthMonths } = GO_SIGNALS;
  const recent = recentMrr(metrics, growthMonths, asOf);
  return {
    ...ofHistory(recent, words),
    condition: words.conditions.growth(growthAbovePercent, growthMonths),
    isMet: allOf(recent.steps.map((step) => grewMoreThan(step, growthAbovePercent))),
  };
}

/** Flat or falling is about now: the last month beside the one before. */
function flatMrr({ metrics, asOf }: Situation, words: Words): Judgement {
  const recent = recentMrr(metrics, 1, asOf);
  const [step] = recent.steps;
  const hasGrown = step === undefined ? undefined : grewMoreThan(step, 0);
  return {
    ...ofHistory(recent, words),
    condition: words.conditions.flat,
    isMet: hasGrown === undefined ? undefined : !hasGrown,
  };
}

function ofHistory({ steps, lacks, endsIn }: RecentMrr, { now }: Words): Omit<Judgement, 'condition' | 'isMet'> {
  const known = steps.filter(({ before, after }) => before !== undefined && after !== undefined);
  const parts = [
    ...known.map((step) => now.growth(step.month, growthOf(step))),
    ...(lacks.length > 0 ? [now.missingMonths(lacks)] : []),
    ...(endsIn === undefined ? [] : [now.endsIn(endsIn)]),
  ];
  return {
    now: parts.length > 0 ? parts.join(', ') : undefined,
    looksAt: ['mrr_history'],
    missing: ['mrr_history'],
  };
}

/** Incidents a month, of each period that is known. The plan does not say which; the worse one decides. */
function incidentRates({ incidents_30d, incidents_90d }: Metrics): number[] {
  return [
    ...(incidents_30d === undefined ? [] : [incidents_30d]),
    ...(incidents_90d === undefined ? [] : [incidents_90d / 3]),
  ];
}

function fewIncidents(metrics: Metrics, words: Words): Judgement {
  const { incidentsBelow } = GO_SIGNALS;
  return {
    ...onPeriods('incidents', metrics, words.number, words),
    condition: words.conditions.incidentsBelow(incidentsBelow),
    isMet: allOf(incidentRates(metrics).map((rate) => rate < incidentsBelow)),
  };
}

function manyIncidents(metrics: Metrics, words: Words): Judgement {
  const { incidentsAbove } = WAIT_SIGNALS;
  return {
    ...onPeriods('incidents', metrics, words.number, words),
    condition: words.conditions.incidentsAbove(incidentsAbove),
    isMet: anyOf(incidentRates(metrics).map((rate) => rate > incidentsAbove)),
  };
}

function uptime({ tier, metrics }: Situation, words: Words): Judgement {
  const target = UPTIME_TARGETS[tier];
  const known = [metrics.uptime_30d, metrics.uptime_90d].filter((value) => value !== undefined);
  return {
    ...onPeriods('uptime', metrics, words.percent, words),
    condition: words.conditions.uptimeAbove(target, tier),
    isMet: allOf(known.map((value) => value > target)),
  };
}

/** What is measured over 30 days, over 90, or both. */
function onPeriods(
  name: 'incidents' | 'uptime',
  metrics: Metrics,
  show: (value: number) => string,
  { now }: Words,
): Omit<Judgement, 'condition' | 'isMet'> {
  const looksAt: MetricName[] = [`${name}_30d`, `${name}_90d`];
  const parts = [30, 90].flatMap((days) => {
    const value = metrics[`${name}_${days as 30 | 90}d`];
    return value === undefined ? [] : [now.days(show(value), days)];
  });
  return { now: parts.length > 0 ? parts.join(', ') : undefined, looksAt, missing: looksAt };
}

function infrastructure({ metrics, asOf }: Situation, words: Words): Judgement {
  const { infrastructureAbovePercentOfMrr: most } = WAIT_SIGNALS;
  const { infrastructure_cost: cost } = metrics;
  const mrr = mrrOf(metrics, asOf);
  const isKnown = cost !== undefined && mrr !== undefined;
  const missing: MetricName[] = [
    ...(cost === undefined ? ['infrastructure_cost' as const] : []),
    ...(mrr === undefined ? mrrSources(metrics) : []),
  ];
  return {
    condition: words.conditions.infrastructureAbove(most),
    isMet: isKnown ? cents(cost) * 100 > cents(mrr) * most : undefined,
    now: isKnown ? words.now.shareOfMrr(cost, mrr) : undefined,
    looksAt: ['infrastructure_cost', ...mrrSources(metrics)],
    missing,
  };
}

/** Whether customers ask for more than the tier is for. An SLA above its target that is asked or signed is such a demand. */
export function demand({ tier, metrics }: Situation, { now }: Words): Omit<Judgement, 'condition'> {
  const { higher_sla_requests: requests, sla_asked: asked, sla_signed: signed } = metrics;
  if (requests !== undefined) {
    return { isMet: requests > 0, now: now.customers(requests), looksAt: ['higher_sla_requests'], missing: [] };
  }
  const looksAt: MetricName[] = ['higher_sla_requests', 'sla_asked', 'sla_signed'];
  const missing = looksAt.filter((name) => metrics[name] === undefined);
  const wanted = Math.max(asked ?? 0, signed ?? 0);
  if (wanted > UPTIME_TARGETS[tier]) return { isMet: true, now: now.slaWanted(wanted), looksAt, missing };
  if (asked !== undefined) return { isMet: false, now: now.noSlaAbove(asked), looksAt, missing };
  return { isMet: undefined, now: undefined, looksAt, missing };
}

/** True of any of several; undefined of none. */
function anyOf(values: readonly boolean[]): boolean | undefined {
  return values.length === 0 ? undefined : values.includes(true);
}

/** True of all of several, some of which may be unknown; undefined of none. */
function allOf(values: readonly (boolean | undefined)[]): boolean | undefined {
  if (values.includes(false)) return false;
  return values.length === 0 || values.includes(undefined) ? undefined : true;
}

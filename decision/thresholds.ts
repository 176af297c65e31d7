import type { Tier } from '../config/tiers';

/** Where every figure of this file is from. Each has beside it what the plan writes there. */
export const SOURCE = { title: 'Plan de Bascule GA - Huntaze Infrastructure', version: '1.0', date: '2024-10-27' };

/** `SLA demandé` is what a customer asks for, `SLA contractuel` what a contract promises. */
export type SlaKind = 'asked' | 'signed';

export interface TriggerThresholds {
  /** Met above, not at: the plan writes `>`. */
  readonly usersAbove: number;
  /** Met above, not at: the plan writes `>`. US dollars a month. */
  readonly mrrAbove: number;
  /** Met at and above: the plan writes the bare figure, and who asks for more asks for that, too. */
  readonly sla: { readonly kind: SlaKind; readonly atLeastPercent: number };
  /** Whether SOC 2 or ISO 27001 is a trigger: either of the two. */
  readonly compliance: boolean;
}

/** A tier that one moves up to. */
export type UpperTier = Exclude<Tier, 'beta'>;

/** `Paliers d'Évolution`: the triggers of each tier. */
export const TRIGGERS: Readonly<Record<UpperTier, TriggerThresholds>> = {
  /** `Palier 1`: Users: > 200, MRR: > $5K, SLA demandé: 99% */
  'early-ga': { usersAbove: 200, mrrAbove: 5000, sla: { kind: 'asked', atLeastPercent: 99 }, compliance: false },
  /** `Palier 2`: Users: > 1,000, MRR: > $20K, SLA contractuel: 99.5% */
  'production-ga': {
    usersAbove: 1000,
    mrrAbove: 20_000,
    sla: { kind: 'signed', atLeastPercent: 99.5 },
    compliance: false,
  },
  /** `Palier 3`: Users: > 10,000, MRR: > $100K, SLA contractuel: 99.9%, Compliance: SOC 2, ISO 27001 */
  enterprise: {
    usersAbove: 10_000,
    mrrAbove: 100_000,
    sla: { kind: 'signed', atLeastPercent: 99.9 },
    compliance: true,
  },
};

/**
 * `Déclencheurs (AU MOINS 2 sur 3)`. Palier 3 says so too, and lists four. Read as 2 of the four: the count of those
 * that are needed is the rule, and the `3` came along with the heading of the tiers below.
 */
export const TRIGGERS_NEEDED = 2;

/**
 * What a tier is for, percent of the time. `Uptime target: 95%` is the plan's for beta; for the others it names only the
 * SLA that brings one there, which is then what they have to keep.
 */
export const UPTIME_TARGETS: Readonly<Record<Tier, number>> = {
  beta: 95,
  'early-ga': TRIGGERS['early-ga'].sla.atLeastPercent,
  'production-ga': TRIGGERS['production-ga'].sla.atLeastPercent,
  enterprise: TRIGGERS.enterprise.sla.atLeastPercent,
};

/** `Signaux Positifs (GO)`. Percent, and incidents a month. */
export const GO_SIGNALS = {
  /** `MRR croît de > 20% MoM pendant 3 mois` */
  growthAbovePercent: 20,
  growthMonths: 3,
  /** `Churn rate < 5%` */
  churnBelowPercent: 5,
  /** `Incidents < 1 par mois` */
  incidentsBelow: 1,
};

/** `Signaux Négatifs (WAIT)`. Percent, and incidents a month. `MRR stagnant ou en baisse` has no figure. */
export const WAIT_SIGNALS = {
  /** `Churn rate > 10%` */
  churnAbovePercent: 10,
  /** `Incidents fréquents (> 2 par mois)` */
  incidentsAbove: 2,
  /** `Coûts infra > 2% of MRR` */
  infrastructureAbovePercentOfMrr: 2,
};

/** `Règle d'or: Infrastructure cost < 1% of MRR` */
export const GOLDEN_RULE_PERCENT_OF_MRR = 1;

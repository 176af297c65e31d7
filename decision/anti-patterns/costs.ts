import type { EnvironmentData } from '../../config/environment-schema';
import { isAtLeast, type Tier } from '../../config/tiers';
import { english } from '../language/english';
import type { MeasuredRule } from './rule';

/** A service that costs, and that the plan's checklist of the tier does without. */
interface Extra {
  /** What the environment's file calls it. */
  readonly key: string;
  /** The tier from which the key has an effect. */
  readonly from: Tier;
  /** The tier from which the plan has it. @default none: the plan has it nowhere */
  readonly plannedFrom?: Tier;
  isOn(data: EnvironmentData): boolean;
}

const EXTRAS: readonly Extra[] = [
  {
    key: 'account_wide.config_recorder',
    from: 'beta',
    plannedFrom: 'production-ga',
    isOn: ({ account_wide }) => account_wide.config_recorder === 'managed',
  },
  {
    key: 'database.performance_insights.retention_period',
    from: 'early-ga',
    // Seven days are free.
    isOn: ({ database }) => database.performance_insights.retention_period > 7,
  },
  {
    key: 'audit_trail.data_events',
    from: 'production-ga',
    isOn: ({ audit_trail: { mode, data_events } }) =>
      mode === 'managed' && data_events.s3_buckets.length + data_events.lambda_functions.length > 0,
  },
  {
    key: 'backup.cross_region',
    from: 'production-ga',
    plannedFrom: 'enterprise',
    isOn: ({ backup }) => backup.cross_region !== 'off',
  },
  {
    key: 'shield_advanced.mode',
    from: 'enterprise',
    isOn: ({ shield_advanced }) => shield_advanced.mode === 'managed',
  },
];

/** `Activer tous les services "au cas où"`: one may have its reason. With all that the tier offers, somebody has gone down a list. */
const servicesJustInCase: MeasuredRule = (data) => {
  const offered = EXTRAS.filter(
    ({ from, plannedFrom }) =>
      isAtLeast(data.tier, from) && (plannedFrom === undefined || !isAtLeast(data.tier, plannedFrom)),
  );
  if (!offered.every((extra) => extra.isOn(data))) return undefined;
  const keys = offered.map(({ key }) => key);
  return {
    severity: 'warning',
    where: 'tier',
    why: `All is on that costs and that the plan's ${data.tier} does without: ${keys.join(', ')}. The plan warns of what is switched on "just in case".`,
    whatToDo:
      'Keep what an incident, a customer or an auditor has asked for, and acknowledge it with that; take out the rest. ' +
      '`npx palier cost` shows what each costs.',
  };
};

/** The plan warns of retention without end. CloudWatch's longest here is ten years; nobody looks back further than auditors, who look back one. */
const A_YEAR = 365;

const logRetentionWithoutEnd: MeasuredRule = ({ tier, logs, audit_trail }, { compliance = [] }) => {
  if (compliance.length > 0) return undefined;
  const hasTrail = isAtLeast(tier, 'production-ga') && audit_trail.mode === 'managed';
  const kept = [
    { where: 'logs.retention_days', days: logs.retention_days ?? 0 },
    { where: 'audit_trail.retention_days', days: hasTrail ? audit_trail.retention_days : 0 },
  ];
  const [first] = kept.filter(({ days }) => days > A_YEAR).toSorted((a, b) => b.days - a.days);
  if (first === undefined) return undefined;
  return {
    severity: 'warning',
    where: first.where,
    why: `Logs are kept for ${english.number(first.days)} days, and metrics.compliance has nothing that asks for it. They are paid for all that time; the plan warns of retention without end.`,
    whatToDo: `Set it to ${A_YEAR} or less: a lower value deletes what is older. Acknowledge it with the rule that asks for it.`,
  };
};

/** `Sous-Estimation des Coûts` */
export const costRules: Readonly<Record<string, MeasuredRule>> = {
  'services-just-in-case': servicesJustInCase,
  'log-retention-without-end': logRetentionWithoutEnd,
};

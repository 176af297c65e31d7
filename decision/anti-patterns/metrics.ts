import { isAtLeast } from '../../config/tiers';
import { TRIGGERS } from '../thresholds';
import { hasStandby, type MeasuredRule } from './rule';

const uptimeNotMeasured: MeasuredRule = ({ tier }, { uptime_30d, uptime_90d }) => {
  if (!isAtLeast(tier, 'early-ga') || uptime_30d !== undefined || uptime_90d !== undefined) return undefined;
  return {
    severity: 'warning',
    where: 'metrics',
    why: `The environment is at ${tier}, and its uptime is not measured: nobody can tell whether the tier was needed, or has helped.`,
    whatToDo: 'Measure it, and give metrics.uptime_30d and metrics.uptime_90d. The plan asks for three months of it.',
  };
};

/** Zero incidents are on record, too. */
const multiAzWithoutIncidentRecord: MeasuredRule = (data, { incidents_30d, incidents_90d }) => {
  if (!hasStandby(data) || incidents_30d !== undefined || incidents_90d !== undefined) return undefined;
  return {
    severity: 'warning',
    where: 'database.multi_az',
    why: 'The database has a standby, and no record of incidents tells whether it is for anything. It doubles the price of instance and storage.',
    whatToDo: 'Keep records, and give metrics.incidents_30d or metrics.incidents_90d: 0 is an answer, too.',
  };
};

const SLA = TRIGGERS.enterprise.sla.atLeastPercent;

const slaWithoutDemand: MeasuredRule = ({ tier }, { higher_sla_requests: requests, sla_asked, sla_signed }) => {
  if (tier !== 'enterprise' || Math.max(sla_asked ?? 0, sla_signed ?? 0) >= SLA || (requests ?? 0) > 0)
    return undefined;
  return {
    severity: 'warning',
    where: 'tier',
    why: `The tier enterprise is paid for to keep ${SLA} %, and the metrics have no customer who asks for that (sla_asked, sla_signed, higher_sla_requests).`,
    whatToDo:
      'Give what customers ask for, or go back to production-ga. Acknowledge it if something else than the SLA is the reason.',
  };
};

/** `Ignorer les Métriques` */
export const metricsRules: Readonly<Record<string, MeasuredRule>> = {
  'uptime-not-measured': uptimeNotMeasured,
  'multi-az-without-incident-record': multiAzWithoutIncidentRecord,
  'sla-without-demand': slaWithoutDemand,
};

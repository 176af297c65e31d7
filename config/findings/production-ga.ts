import { configRecorder } from '../settings/account-wide';
import { isAtLeast } from '../tiers';
import type { Rule } from './rule';

const singleAz: Rule = ({ tier, database }) => {
  if (!isAtLeast(tier, 'production-ga') || database.multi_az !== false) return undefined;
  return {
    severity: 'warning',
    where: 'database.multi_az',
    why: 'The database has no standby: when its host or its availability zone fails, it is down until AWS has restored it there, or you elsewhere.',
    whatToDo: 'Remove it. A standby doubles the price of instance and storage, and is added in place.',
  };
};

const multiAzPending: Rule = ({ tier, database }) => {
  if (!isAtLeast(tier, 'production-ga') || database.multi_az === false || database.apply_immediately) return undefined;
  return {
    severity: 'warning',
    where: 'database.apply_immediately',
    why: `Where the database has no standby yet, it gets one in its next maintenance window (${database.maintenance_window} UTC). Until then it has none, and each plan repeats the change.`,
    whatToDo:
      'Set it to true to have the standby now, without downtime. Acknowledge it if the window is to be waited for.',
  };
};

const configurationNotRecorded: Rule = (data) => {
  if (!isAtLeast(data.tier, 'production-ga') || configRecorder(data) !== 'off') return undefined;
  return {
    severity: 'warning',
    where: 'account_wide.config_recorder',
    why: 'Nothing records how the resources were configured and when: what changes outside of Terraform is seen at the next plan only.',
    whatToDo:
      'Remove it, or set it to existing where the account has a recorder. It costs 0.003 USD per recorded change, a few ' +
      'dollars a month for a quiet account.',
  };
};

const incidentManagerClosed: Rule = ({ tier, incident_response }) => {
  if (!isAtLeast(tier, 'production-ga') || incident_response.mode !== 'incident-manager') return undefined;
  return {
    severity: 'warning',
    where: 'incident_response.mode',
    why:
      'Incident Manager takes no new customers since 7 November 2025. In an account that did not use it before, the apply ' +
      'fails.',
    whatToDo: 'Set it to ops-center, or acknowledge that this account used Incident Manager before.',
  };
};

const contactChannelsInactive: Rule = ({ tier, incident_response }) => {
  if (!isAtLeast(tier, 'production-ga') || incident_response.mode !== 'incident-manager') return undefined;
  return {
    severity: 'warning',
    where: 'incident_response.contacts',
    why: 'A contact channel calls nobody before its owner has activated it with a code. Terraform cannot do that.',
    whatToDo: 'Activate each (docs/guides/incident-response.md), test the escalation once, then acknowledge it.',
  };
};
const auditTrailOff: Rule = ({ tier, audit_trail }) => {
  if (!isAtLeast(tier, 'production-ga') || audit_trail.mode !== 'off') return undefined;
  return {
    severity: 'warning',
    where: 'audit_trail.mode',
    why: "Nothing records the account: CloudTrail's event history reaches back 90 days, can be searched but not proved, and no alarm watches it.",
    whatToDo: 'Set it to managed, or to existing where a trail of the organization records this account.',
  };
};

const auditTrailDataEvents: Rule = ({ tier, audit_trail: { mode, data_events } }) => {
  const count = data_events.s3_buckets.length + data_events.lambda_functions.length;
  if (!isAtLeast(tier, 'production-ga') || mode !== 'managed' || count === 0) return undefined;
  return {
    severity: 'warning',
    where: 'audit_trail.data_events',
    why:
      'Every read and write of an object, and every invocation, is an event: 0.10 USD per 100,000, and 0.50 USD per GB that ' +
      'goes to CloudWatch Logs. A busy bucket costs more in events than in storage.',
    whatToDo: 'Name only what somebody has asked to see recorded, and acknowledge that; remove the rest.',
  };
};

/** What is looked for from production-ga. */
export const productionGaRules: Readonly<Record<string, Rule>> = {
  'single-az': singleAz,
  'multi-az-pending': multiAzPending,
  'configuration-not-recorded': configurationNotRecorded,
  'incident-manager-closed': incidentManagerClosed,
  'contact-channels-inactive': contactChannelsInactive,
  'audit-trail-off': auditTrailOff,
  'audit-trail-data-events': auditTrailDataEvents,
};

import type { ContactChannel } from '../../modules/production-ga/incident-contacts';
import type { IncidentResponseSettings } from '../../modules/production-ga/incident-response';
import type { EnvironmentData } from '../environment-schema';
import { IMPACT, TITLE } from '../sections/incident-response';
import { responsePlanName } from './names';

type Contact = EnvironmentData['incident_response']['contacts'][number];

export function incidentResponseSettings(data: EnvironmentData): IncidentResponseSettings {
  const { mode, contacts, response_plan, pagerduty, ...section } = data.incident_response;
  if (mode === 'ops-center') {
    return {
      mode,
      alarms: section.alarms ?? 'all',
      escalateAfterMinutes: section.escalate_after_minutes,
      emails: unique(contacts.map(({ email }) => email)),
      phoneNumbers: unique(contacts.map(({ sms }) => sms)),
    };
  }
  return {
    mode,
    alarms: section.alarms ?? 'critical',
    replicationSet: data.account_wide.incident_replication_set,
    contacts: {
      names: contacts.map(({ name }) => name),
      channels: Object.fromEntries(contacts.flatMap(channelsOf)),
      escalateAfterMinutes: section.escalate_after_minutes,
    },
    responsePlanName: responsePlanName(data),
    title: response_plan.title ?? TITLE,
    impact: response_plan.impact ?? IMPACT,
    dedupeString: response_plan.dedupe_string ?? responsePlanName(data),
    pagerDuty: pagerduty && { serviceId: pagerduty.service_id, secretArn: pagerduty.secret_arn },
    snapshotOnIncident: section.snapshot_on_incident ?? false,
  };
}

function channelsOf({ name, email, sms, voice }: Contact): [string, ContactChannel][] {
  const given = [
    ['EMAIL', email],
    ['SMS', sms],
    ['VOICE', voice],
  ] as const;
  return given.flatMap(([type, address]): [string, ContactChannel][] =>
    address === undefined ? [] : [[`${name}-${type.toLowerCase()}`, { contact: name, type, address }]],
  );
}

/** Several contacts may share a mailbox, and a topic takes an address once. */
function unique(addresses: readonly (string | undefined)[]): string[] {
  return [...new Set(addresses.filter((address) => address !== undefined))];
}

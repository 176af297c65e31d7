import { load, MINIMAL, testMistakes } from '../support';

const ON_CALL = '{ name: on-call, email: a@acme.example }';
const MANAGER = 'mode: incident-manager';
const SECRET = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:pagerduty-AbCdEf';

describe('incident_response', () => {
  testMistakes([
    [
      'incident_response: { mode: incident-manger }',
      '8:28 incident_response.mode: is not allowed (got "incident-manger", allowed ops-center, incident-manager). Did you mean "incident-manager"?',
    ],
    [
      `incident_response: { ${MANAGER} }`,
      '8:1 incident_response.contacts: needs a contact with incident-manager: nobody would be called',
    ],
    [
      'incident_response: { escalate_after_minutes: 0 }',
      '8:46 incident_response.escalate_after_minutes: is out of range (got 0, allowed 1 to 1440 minutes)',
    ],
    [
      `incident_response: { ${MANAGER}, escalate_after_minutes: 31, contacts: [${ON_CALL}] }`,
      '8:70 incident_response.escalate_after_minutes: is out of range with incident-manager (got 31, allowed 1 to 30 minutes)',
    ],
    [
      'incident_response: { contacts: [{ name: On Call, email: a@acme.example }] }',
      '8:41 incident_response.contacts[0].name: is not the name of a contact (got "On Call", allowed 1 to 64 lower-case letters, digits and single hyphens, a letter first, no hyphen last)',
    ],
    [
      'incident_response: { contacts: [{ name: escalation, email: a@acme.example }] }',
      '8:41 incident_response.contacts[0].name: is the name of the escalation plan itself (got "escalation"): choose another',
    ],
    [
      'incident_response: { contacts: [{ name: on-call }] }',
      '8:41 incident_response.contacts[0].name: has no address (got "on-call"): give it email, sms or voice',
    ],
    [
      `incident_response: { contacts: [${ON_CALL}, { name: on-call, email: b@acme.example }] }`,
      '8:83 incident_response.contacts[1].name: is the name of another contact (got "on-call")',
    ],
    [
      'incident_response: { contacts: [{ name: on-call, sms: "0612345678" }] }',
      '8:55 incident_response.contacts[0].sms: is not a telephone number (got "0612345678", allowed + and 7 to 15 digits with the country code, such as "+33612345678")',
    ],
    [
      'incident_response: { contacts: [{ name: on-call, voice: "+33612345678" }] }',
      '8:57 incident_response.contacts[0].voice: has no effect with ops-center, which calls nobody: remove it',
    ],
    [
      'incident_response: { response_plan: { impact: 1 } }',
      '8:47 incident_response.response_plan.impact: has no effect with ops-center: remove it',
    ],
    [
      'incident_response: { snapshot_on_incident: false }',
      '8:44 incident_response.snapshot_on_incident: has no effect with ops-center: remove it',
    ],
    [
      `incident_response: { pagerduty: { service_id: P1, secret_arn: "${SECRET}" } }`,
      '8:22 incident_response.pagerduty: has no effect with ops-center: subscribe PagerDuty by contacts.https_endpoints instead',
    ],
    [
      `incident_response: { ${MANAGER}, contacts: [${ON_CALL}], response_plan: { impact: 6 } }`,
      '8:125 incident_response.response_plan.impact: is out of range (got 6, allowed 1 to 5)',
    ],
    [
      `incident_response: { ${MANAGER}, contacts: [${ON_CALL}], pagerduty: { service_id: P1, secret_arn: abc } }`,
      `8:141 incident_response.pagerduty.secret_arn: is not a secret's ARN (got "abc", allowed such as ${SECRET})`,
    ],
    [
      `incident_response: { ${MANAGER}, contacts: [${ON_CALL}], pagerduty: { service_id: P1, secret_arn: "${SECRET.replace('us-east-1', 'eu-west-1')}" } }`,
      `8:141 incident_response.pagerduty.secret_arn: is in another region or account than aws.region us-east-1 and aws.account_id 123456789012 (got "${SECRET.replace('us-east-1', 'eu-west-1')}")`,
    ],
    [
      `incident_response: { ${MANAGER}, contacts: [${ON_CALL}], response_plan: { title: "\${path.cwd}" } }`,
      '8:124 incident_response.response_plan.title: is not a title (got "${path.cwd}", allowed 1 to 200 characters in one line, no $ and no %, which Terraform reads as its own)',
    ],
    [
      'account_wide: { incident_replication_set: "off" }',
      '8:43 account_wide.incident_replication_set: is not allowed (got "off", allowed managed, existing).',
    ],
  ]);

  const settings = (yaml: string) =>
    load(MINIMAL.replace('beta', 'production-ga') + yaml).settings.productionGa?.incidentResponse;

  test('is OpsCenter without a word, and every alarm opens an OpsItem', () => {
    expect(settings('')).toEqual({
      mode: 'ops-center',
      alarms: 'all',
      escalateAfterMinutes: 15,
      emails: [],
      phoneNumbers: [],
    });
  });

  test('of Incident Manager is what the plan says', () => {
    expect(settings(`incident_response: { ${MANAGER}, contacts: [${ON_CALL}] }\n`)).toEqual({
      mode: 'incident-manager',
      alarms: 'critical',
      replicationSet: 'managed',
      contacts: {
        names: ['on-call'],
        channels: { 'on-call-email': { contact: 'on-call', type: 'EMAIL', address: 'a@acme.example' } },
        escalateAfterMinutes: 15,
      },
      responsePlanName: 'acme-critical-incident',
      title: 'Critical Service Disruption',
      impact: 1,
      dedupeString: 'acme-critical-incident',
      pagerDuty: undefined,
      snapshotOnIncident: false,
    });
  });

  test('refuses a name of the environment that AWS keeps for its own documents, from production-ga on', () => {
    const amazon = MINIMAL.replace('acme\n', 'amazon-shop\n');
    expect(() => load(amazon)).not.toThrow();
    expect(() => load(amazon.replace('beta', 'production-ga'))).toThrow(
      'begins with amazon or amzn (got "amazon-shop"), which AWS refuses for the documents of this tier: choose another',
    );
  });
});

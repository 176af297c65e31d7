import * as z from 'zod';
import { about, choice, compare, list, section, text, wholeNumber } from '../fields';

/** Defaults. Not of the schema: what is given is refused where it has no effect. */
export const TITLE = 'Critical Service Disruption';
export const IMPACT = 1;

/** Names become parts of aliases and of Terraform's keys. @see https://docs.aws.amazon.com/incident-manager/latest/APIReference/API_SSMContacts_CreateContact.html (2026-11-23) */
const contactName = text(
  /^(?=.{1,64}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
  'is not the name of a contact (got {got}, allowed 1 to 64 lower-case letters, digits and single hyphens, a letter first, no hyphen last)',
  (value) =>
    value === 'escalation' ? 'is the name of the escalation plan itself (got {got}): choose another' : undefined,
);

/** E.164, as both Incident Manager and Amazon SNS ask. */
const phoneNumber = text(
  /^\+[1-9]\d{6,14}$/,
  'is not a telephone number (got {got}, allowed + and 7 to 15 digits with the country code, such as "+33612345678")',
);

const email = z.email('is not an e-mail address (got {got}, allowed such as ops@example.com)');

const contact = section(
  {
    name: about(contactName, {
      what: 'What the contact is called: a person, or a duty that is handed over.',
      why: 'it tells contacts apart. Another name is another contact, who confirms anew.',
      samples: ['on-call'],
    }),
    email: about(email.optional(), {
      what: 'An e-mail address. In the state, as the numbers are.',
      derived: 'none',
      why: 'a contact has at least one of email, sms and voice.',
    }),
    sms: about(phoneNumber.optional(), {
      what: 'A mobile number for text messages, with the country code, in quotes. With ops-center it is Amazon SNS that sends: an account in the SMS sandbox reaches only numbers that it has verified, and every account sends SMS for 1.00 USD a month at most until AWS Support raises that.',
      derived: 'none',
      why: 'a contact has at least one of email, sms and voice.',
      samples: ['+33612345678'],
    }),
    voice: about(phoneNumber.optional(), {
      what: 'A number that Incident Manager calls, with the country code, in quotes. Only with incident-manager.',
      derived: 'none',
      why: 'a contact has at least one of email, sms and voice.',
      samples: ['+33612345678'],
    }),
  },
  compare(['email', 'sms', 'voice'], (value, report) => {
    if (value.email === undefined && value.sms === undefined && value.voice === undefined) {
      report(['name'], 'has no address (got {got}): give it email, sms or voice');
    }
  }),
);

const contacts = list(contact).check((context) => {
  const seen = new Set<string>();
  for (const [index, { name }] of context.value.entries()) {
    const message = 'is the name of another contact (got {got})';
    if (seen.has(name)) context.issues.push({ code: 'custom', input: name, path: [index, 'name'], message });
    seen.add(name);
  }
});

const responsePlan = section({
  name: about(
    text(
      /^[A-Za-z0-9_-]{1,200}$/,
      "is not a response plan's name (got {got}, allowed 1 to 200 letters, digits, _ and -)",
    ).optional(),
    {
      what: 'Name of the response plan. Another name is another plan: alarms and rules follow it.',
      derived: '<name>-critical-incident',
      why: "the plan's name, made the environment's own.",
    },
  ),
  title: about(
    text(
      /^[^\r\n$%]{1,200}$/,
      'is not a title (got {got}, allowed 1 to 200 characters in one line, no $ and no %, which Terraform reads as its own)',
    ).optional(),
    {
      what: 'Title of the incidents that it starts.',
      derived: TITLE,
      why: "the plan's words.",
    },
  ),
  impact: about(wholeNumber(1, 5).optional(), {
    what: 'Impact of the incidents that it starts: 1 critical, 2 high, 3 medium, 4 low, 5 none.',
    derived: String(IMPACT),
    why: "the plan's figure.",
  }),
  dedupe_string: about(
    text(
      /^[^\r\n$%]{1,1000}$/,
      'is not a text for deduplication (got {got}, allowed 1 to 1000 characters in one line, no $ and no %, which Terraform reads as its own)',
    ).optional(),
    {
      what: 'What starts while an incident with this text is open becomes part of that incident.',
      derived: "the response plan's name",
      why: 'alarms with one cause call people once; while one incident is open, everybody is at work already.',
    },
  ),
});

const secretArn = text(
  /^arn:aws:secretsmanager:[a-z0-9-]+:\d{12}:secret:[A-Za-z0-9/_+=.@-]{1,512}$/,
  "is not a secret's ARN (got {got}, allowed such as arn:aws:secretsmanager:us-east-1:123456789012:secret:pagerduty-AbCdEf)",
);

const pagerduty = section({
  service_id: about(
    text(/^[A-Za-z0-9]{1,200}$/, 'is not the id of a PagerDuty service (got {got}, allowed letters and digits)'),
    {
      what: 'The id of the service in PagerDuty.',
      why: 'it is where PagerDuty opens its incident.',
      samples: ['P1234AB'],
    },
  ),
  secret_arn: about(secretArn, {
    what: "ARN of the secret with the key of PagerDuty's API, in aws.region and aws.account_id. Its value is read by Incident Manager alone.",
    why: 'the key belongs into no file.',
    samples: ['arn:aws:secretsmanager:us-east-1:123456789012:secret:pagerduty-AbCdEf'],
  }),
});

export const incidentResponse = section(
  {
    mode: about(choice('ops-center', 'incident-manager').default('ops-center'), {
      what: '`ops-center`: OpsItems of Systems Manager OpsCenter. `incident-manager`: AWS Systems Manager Incident Manager, which takes no new customers since 7 November 2025: only for an account that used it before.',
      why: 'every account can have it.',
    }),
    alarms: about(choice('all', 'critical').optional(), {
      what: '`all`: every alarm opens an incident. `critical`: only those that say that customers are not served, or will not be soon, or that somebody may be taking the account over.',
      derived: 'all with ops-center, critical with incident-manager',
      why: 'an OpsItem costs a third of a cent and waits; an incident of Incident Manager gets people out of bed.',
    }),
    contacts: about(contacts.prefault([]), {
      what: 'Who is called when nobody reacts. With incident-manager one after the other, in this order; with ops-center all at once, after escalate_after_minutes. Each confirms: docs/guides/incident-response.md.',
      why: 'with ops-center the alerts topic tells the same people once more. incident-manager needs one.',
    }),
    escalate_after_minutes: about(wholeNumber(1, 1440, 'minutes').default(15), {
      what: 'Minutes before the next contact is called (incident-manager, at most 30), or before a critical OpsItem that nobody took is told again (ops-center): 1 to 1440.',
      why: 'time enough to open a laptop, and a small part of the 3.6 hours a month that 99.5 % allow.',
    }),
    response_plan: about(responsePlan.prefault({}), { what: 'The response plan. Only with incident-manager.' }),
    pagerduty: about(pagerduty.optional(), {
      what: 'PagerDuty, told by Incident Manager. With ops-center PagerDuty subscribes to the alerts topic: contacts.https_endpoints.',
      derived: 'none',
      why: 'not everybody has it.',
    }),
    snapshot_on_incident: about(z.boolean('must be true or false (got {got})').optional(), {
      what: 'Whether each incident takes a snapshot of the database at once. Only with incident-manager: with ops-center an operator starts it.',
      derived: 'false',
      why: 'a manual snapshot costs its storage until somebody deletes it, and point-in-time recovery reaches back already.',
    }),
  },
  compare(['mode', 'contacts'], (value, report) => {
    if (value.mode === 'incident-manager') {
      if (value.contacts.length === 0)
        report(['contacts'], 'needs a contact with incident-manager: nobody would be called');
      return;
    }
    for (const [index, { voice }] of value.contacts.entries()) {
      if (voice !== undefined)
        report(['contacts', index, 'voice'], 'has no effect with ops-center, which calls nobody: remove it');
    }
  }),
  compare(['mode', 'response_plan', 'pagerduty', 'snapshot_on_incident'], (value, report) => {
    if (value.mode === 'incident-manager') return;
    const message = 'has no effect with ops-center: remove it';
    for (const [key, given] of Object.entries(value.response_plan)) {
      if (given !== undefined) report(['response_plan', key], message);
    }
    if (value.snapshot_on_incident !== undefined) report(['snapshot_on_incident'], message);
    if (value.pagerduty !== undefined) {
      report(['pagerduty'], 'has no effect with ops-center: subscribe PagerDuty by contacts.https_endpoints instead');
    }
  }),
  compare(['mode', 'escalate_after_minutes'], (value, report) => {
    if (value.mode === 'incident-manager' && value.escalate_after_minutes > 30) {
      report(['escalate_after_minutes'], 'is out of range with incident-manager (got {got}, allowed 1 to 30 minutes)');
    }
  }),
);

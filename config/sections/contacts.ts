import * as z from 'zod';
import { about, compare, list, section } from '../fields';

const email = z.email('is not an e-mail address (got {got}, allowed such as ops@example.com)');

const httpsEndpoint = z.string().check((context) => {
  const fault = endpointFault(context.value);
  if (fault !== undefined) context.issues.push({ code: 'custom', input: context.value, message: fault });
});

function endpointFault(value: string): string | undefined {
  if (!URL.canParse(value)) return 'is not a URL (got {got}, allowed such as https://events.example.com/sns)';
  const url = new URL(value);
  if (url.protocol !== 'https:') return 'must begin with https:// (got {got}): alarms do not travel in the clear';
  if (url.username !== '' || url.password !== '') {
    return 'has a user or password in it: use the integration URL that the service gives for Amazon SNS';
  }
  if ([...url.searchParams.keys()].some((key) => /key|token|secret|password|signature/i.test(key))) {
    return 'has a credential in its query, which would be in every plan and in the state: subscribe that endpoint by hand, or use one without';
  }
  return undefined;
}

export const contacts = section(
  {
    emails: about(list(email).prefault([]), {
      what: 'Who is told by e-mail of alarms, findings and costs. Each must confirm the subscription.',
      why: 'an alarm nobody receives is no alarm.',
      samples: [['ops@example.com']],
    }),
    https_endpoints: about(list(httpsEndpoint).prefault([]), {
      what: 'HTTPS endpoints that confirm an SNS subscription by themselves (PagerDuty, Opsgenie, ...). The URL is in the JSON, in plans and in the state.',
      why: 'not everybody has such a service.',
    }),
  },
  compare(['emails', 'https_endpoints'], (value, report) => {
    if (value.emails.length + value.https_endpoints.length === 0) {
      report([], 'needs an address in emails or https_endpoints: an alarm nobody receives is no alarm');
    }
  }),
);

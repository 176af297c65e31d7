import { testMistakes } from '../support';

testMistakes([
  [['contacts:\n  emails: [ops@acme.example]\n', ''], '1:1 contacts: is required'],
  [
    ['[ops@acme.example]', '[]'],
    '6:1 contacts: needs an address in emails or https_endpoints: an alarm nobody receives is no alarm',
  ],
  [
    ['[ops@acme.example]', ''],
    '6:1 contacts: needs an address in emails or https_endpoints: an alarm nobody receives is no alarm',
  ],
  [
    ['[ops@acme.example]', '[ops]'],
    '7:12 contacts.emails[0]: is not an e-mail address (got "ops", allowed such as ops@example.com)',
  ],
  [
    ['[ops@acme.example]', '[a@b.io, c@b.io, a@b.io]'],
    '7:28 contacts.emails[2]: is in the list already (got "a@b.io")',
  ],
  [
    ['[ops@acme.example]', '[]\n  https_endpoints: ["http://a.io"]'],
    '8:21 contacts.https_endpoints[0]: must begin with https:// (got "http://a.io"): alarms do not travel in the clear',
  ],
  [
    ['[ops@acme.example]', '[]\n  https_endpoints: [a.io]'],
    '8:21 contacts.https_endpoints[0]: is not a URL (got "a.io", allowed such as https://events.example.com/sns)',
  ],
  [
    ['[ops@acme.example]', '[]\n  https_endpoints: ["https://u:p@a.io"]'],
    '8:21 contacts.https_endpoints[0]: has a user or password in it: use the integration URL that the service gives for Amazon SNS',
  ],
  [
    ['[ops@acme.example]', '[]\n  https_endpoints: ["https://a.io/sns?apiKey=1"]'],
    '8:21 contacts.https_endpoints[0]: has a credential in its query, which would be in every plan and in the state: subscribe that endpoint by hand, or use one without',
  ],
]);

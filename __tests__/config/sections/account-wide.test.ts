import { testMistakes } from '../support';

testMistakes([
  [
    'account_wide: { security_hub: manage }',
    '8:31 account_wide.security_hub: is not allowed (got "manage", allowed managed, existing, off). Did you mean "managed"?',
  ],
  [
    'account_wide: { guardduty: false }',
    '8:28 account_wide.guardduty: is not allowed (got false, allowed managed, existing, off). Write "off", in quotes.',
  ],
]);

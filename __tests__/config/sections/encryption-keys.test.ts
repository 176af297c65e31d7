import { MINIMAL, problemsIn, testMistakes } from '../support';

describe('encryption_keys', () => {
  testMistakes([
    [
      'encryption_keys: { access: all }',
      '8:28 encryption_keys.access: is not allowed (got "all", allowed account, iam).',
    ],
    [
      'encryption_keys: { alias_prefix: alias/acme }',
      '8:34 encryption_keys.alias_prefix: begins with alias/ (got "alias/acme"), which is put before it: leave it out',
    ],
    [
      'encryption_keys: { alias_prefix: aws/acme }',
      '8:34 encryption_keys.alias_prefix: begins with aws/ (got "aws/acme"), which AWS keeps for its own keys',
    ],
    [
      'encryption_keys: { alias_prefix: "a b" }',
      '8:34 encryption_keys.alias_prefix: is not the beginning of an alias (got "a b", allowed 1 to 236 letters, digits and /_-, without alias/)',
    ],
  ]);
});

test('two environments of one account need two prefixes', () => {
  const earlyGa = MINIMAL.replace('beta', 'early-ga');
  const off = 'account_wide: { security_hub: off, guardduty: off, access_analyzer: off, cost_anomaly_monitor: off }\n';
  const shop = `${earlyGa.replace('acme', 'shop')}${off}encryption_keys: { alias_prefix: acme }\n`;
  expect(problemsIn({ 'acme.yaml': earlyGa, 'shop.yaml': shop })).toMatchObject([
    { file: 'shop.yaml', path: 'encryption_keys.alias_prefix' },
  ]);
});

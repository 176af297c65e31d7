import { testMistakes } from '../support';

testMistakes([
  [
    'configuration_history: { excluded_rules: [database-encryption] }',
    '8:43 configuration_history.excluded_rules[0]: is not allowed (got "database-encryption", allowed audit-trail, buckets-not-public, buckets-tls-only, database-backups, database-deletion-protection, database-encrypted, database-multi-az, database-not-public, keys-not-deleted, secret-rotation-enabled, secret-rotation-succeeds). Did you mean "database-encrypted"?',
  ],
  [
    'configuration_history: { excluded_rules: [audit-trail, audit-trail] }',
    '8:56 configuration_history.excluded_rules[1]: is in the list already (got "audit-trail")',
  ],
]);

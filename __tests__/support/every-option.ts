/** Of an environment's file, whatever its tier: options that add resources. What beta has alone: __tests__/deploy/beta.test.ts. */
export const EVERY_OPTION = {
  audit_trail: { object_lock: { mode: 'GOVERNANCE', days: 30 } },
  aurora: { stage: 'replica' },
  backup: { cross_region: 'aws-backup' },
  incident_response: {
    mode: 'incident-manager',
    contacts: [{ name: 'on-call', email: 'on-call@huntaze.example', sms: '+33612345678' }],
    snapshot_on_incident: true,
  },
  multi_region: {
    clients: { cidr_blocks: ['10.20.0.0/16'] },
    health_checks: [{ fqdn: 'app.huntaze.example' }],
  },
  runbooks: { copy_snapshot: { revision: '1' } },
  shield_advanced: { mode: 'managed' },
  acknowledgements: [{ finding: 'shield-advanced-price', reason: 'Nothing is paid here.' }],
};

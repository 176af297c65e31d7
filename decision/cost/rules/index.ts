import type { Rule } from '../rule';
import { AUDIT_TRAIL_RULES } from './audit-trail';
import { AURORA_RULES } from './aurora';
import { BACKUP_RULES } from './backup';
import { DATABASE_RULES } from './database';
import { FIREWALL_RULES } from './firewall';
import { FUNCTION_RULES } from './functions';
import { INCIDENT_RESPONSE_RULES } from './incident-response';
import { KEY_AND_SECRET_RULES } from './keys-and-secrets';
import { LOG_RULES } from './logs';
import { MONITORING_RULES } from './monitoring';
import { NETWORK_RULES } from './network';
import { SECURITY_MONITORING_RULES } from './security-monitoring';

/** By resource type. What is in neither this nor `FREE` is listed as unpriced. */
export const RULES: Readonly<Record<string, Rule>> = {
  ...AUDIT_TRAIL_RULES,
  ...AURORA_RULES,
  ...BACKUP_RULES,
  ...DATABASE_RULES,
  ...FIREWALL_RULES,
  ...FUNCTION_RULES,
  ...INCIDENT_RESPONSE_RULES,
  ...KEY_AND_SECRET_RULES,
  ...LOG_RULES,
  ...MONITORING_RULES,
  ...NETWORK_RULES,
  ...SECURITY_MONITORING_RULES,
};

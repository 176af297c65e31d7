import type { Finding } from '../../findings/finding';

/** A finding as the rules of the tiers write them. */
export function finding(overrides: Partial<Finding> = {}): Finding {
  return {
    id: 'database-key',
    severity: 'warning',
    where: 'aws_db_instance.database',
    why: 'The database is encrypted with the key that AWS manages.',
    whatToDo: 'Run the runbook that encrypts it anew.',
    ...overrides,
  };
}

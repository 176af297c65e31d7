import { type Json, stackJson } from './stack-json';

export const AWS = { account_id: '123456789012', region: 'us-east-1', recovery_region: 'eu-west-1' };

/** What the real app writes for the smallest environment at enterprise, with some changes. */
export function enterpriseJson(changes: Record<string, unknown> = {}): Promise<Json> {
  return stackJson({ tier: 'enterprise', aws: AWS, ...changes });
}

import { type Json, stackJson } from './stack-json';

/** What the real app writes for the smallest environment at production-ga, with some changes. */
export function productionGaJson(changes: Record<string, unknown> = {}): Promise<Json> {
  return stackJson({ tier: 'production-ga', ...changes });
}

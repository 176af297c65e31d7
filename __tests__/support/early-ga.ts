import { type Json, stackJson } from './stack-json';

/** What early-ga makes a customer key for. */
export const KEYS = ['database', 'logs', 'notifications', 'secrets'] as const;

/** What the real app writes for the smallest environment at early-ga, with some changes. */
export function earlyGaJson(changes: Record<string, unknown> = {}): Promise<Json> {
  return stackJson({ tier: 'early-ga', ...changes });
}

/** Without CDKTF's own notes on where it comes from. */
export function argumentsOf(resource: Json): Json {
  const { '//': _, ...rest } = resource;
  return rest;
}

import Ajv from 'ajv';

/** Checks against a published schema, which allows more keys than it knows: here none but those, so that each is in it. */
export function strictly(schema: object) {
  return new Ajv({ strict: false, allErrors: true }).compile(closed(schema) as object);
}

function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== 'object' || value === null) return value;
  const inner = Object.fromEntries(Object.entries(value).map(([key, one]) => [key, closed(one)]));
  const isObject = 'type' in value && value.type === 'object' && 'properties' in value;
  return isObject && !('additionalProperties' in value) ? { ...inner, additionalProperties: false } : inner;
}

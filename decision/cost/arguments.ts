import { at, isMap, type Json, type Resource, type Stack } from './terraform-json';

/**
 * What a resource's argument is, followed through references within the JSON (`${each.value.type}`,
 * `${aws_db_instance.database.instance_class}`). Undefined where there is none, or only Terraform knows.
 */
export function argument(resource: Resource, name: string, stack: Stack): unknown {
  return resolve(resource.arguments[name], resource, stack);
}

export function numberOf(resource: Resource, name: string, stack: Stack): number | undefined {
  const value = argument(resource, name, stack);
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

export function textOf(resource: Resource, name: string, stack: Stack): string | undefined {
  const value = argument(resource, name, stack);
  return typeof value === 'string' ? value : undefined;
}

/** Nested blocks, which Terraform JSON writes as a map or as a list of maps. */
export function blocksOf(value: unknown): readonly Json[] {
  return (Array.isArray(value) ? value : [value]).filter(isMap);
}

function resolve(value: unknown, { each }: Pick<Resource, 'each'>, stack: Stack, depth = 0): unknown {
  if (typeof value !== 'string' || !value.includes('${')) return value;
  const path = /^\$\{([\w.-]+)\}$/.exec(value)?.[1]?.split('.');
  if (path === undefined || depth > 5) return undefined;
  if (path[0] === 'each') {
    if (path[1] === 'key') return each?.key;
    return path.length === 2 ? each?.value : at(each?.value, path.slice(2));
  }
  return path.length === 3 ? resolve(at(stack.blocks, path), {}, stack, depth + 1) : undefined;
}

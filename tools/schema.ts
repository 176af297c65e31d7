import * as z from 'zod';
import { environmentSchema } from '../config/environment-schema';
import type { About } from '../config/fields';
import { organizationSchema } from '../config/organization-schema';

/** A JSON schema, with what `about` in config/fields.ts says of a key, and how YAML may write it. */
export interface SchemaNode extends Partial<About> {
  type?: string | string[];
  description?: string;
  default?: unknown;
  examples?: unknown[];
  enum?: unknown[];
  const?: unknown;
  properties?: Record<string, SchemaNode>;
  required?: string[];
  items?: SchemaNode;
  oneOf?: SchemaNode[];
  additionalProperties?: boolean | SchemaNode;
  propertyNames?: SchemaNode;
  /** The key may stand without a value. */
  nullable?: boolean;
  /** A whole number is taken as text. */
  unquoted?: boolean;
  /** Text is taken as a number: `5K$`. */
  textual?: boolean;
}

/** What zod makes of a schema: of the file as it is written, before defaults. */
export function schemaTree(schema: z.ZodType = environmentSchema): SchemaNode {
  // Draft 7 is what YAML editors support best.
  return z.toJSONSchema(schema, { io: 'input', target: 'draft-7' }) as SchemaNode;
}

/** `config/environment.schema.json`: what an editor completes, explains and checks an environment by. */
export function environmentJsonSchema(): string {
  return `${JSON.stringify(forEditors(schemaTree(), false), null, 2)}\n`;
}

/** `config/organization.schema.json`: the same for the file of an organization. */
export function organizationJsonSchema(): string {
  return `${JSON.stringify(forEditors(schemaTree(organizationSchema), false), null, 2)}\n`;
}

/** Meaning, default and reason of a key in one text. */
export function descriptionOf(node: SchemaNode, isRequired: boolean): string | undefined {
  if (node.what === undefined) return undefined;
  const value = defaultOf(node);
  const reason = node.why ?? '';
  if (isRequired) return reason === '' ? node.what : `${node.what} Required: ${reason}`;
  if (value === undefined) return reason === '' ? node.what : `${node.what} ${reason}`;
  return reason === '' ? `${node.what} Default: ${value}.` : `${node.what} Default ${value}: ${reason}`;
}

/** A key's default as a person would write it. Undefined for a section: its keys have their own. */
export function defaultOf(node: SchemaNode): string | undefined {
  if (node.derived !== undefined) return node.derived;
  if (node.default === undefined || node.properties !== undefined) return undefined;
  if (node.oneOf !== undefined) return String((node.default as { type?: string }).type);
  if (typeof node.default !== 'object' || node.default === null)
    return JSON.stringify(node.default).replaceAll('"', '');
  return Object.keys(node.default).length === 0 ? 'none' : JSON.stringify(node.default);
}

function forEditors(node: SchemaNode, isRequired: boolean): SchemaNode {
  const { what, why, derived, samples, nullable, unquoted, textual, propertyNames, ...rest } = node;
  const result: SchemaNode = rest;
  const description = descriptionOf(node, isRequired);
  if (description !== undefined) result.description = description;
  if (samples !== undefined) result.examples = [...samples];
  if (node.properties !== undefined) {
    delete result.default;
    result.properties = Object.fromEntries(
      Object.entries(node.properties).map(([key, child]) => [
        key,
        forEditors(child, node.required?.includes(key) ?? false),
      ]),
    );
  }
  if (node.items !== undefined) result.items = forEditors(node.items, false);
  if (typeof node.additionalProperties === 'object') {
    result.additionalProperties = forEditors(node.additionalProperties, false);
  }
  if (node.oneOf !== undefined) result.oneOf = node.oneOf.map((option) => forEditors(option, false));
  // Without a value, a section with required keys would lack them.
  if (nullable === true && node.required === undefined) allowNull(result);
  if (unquoted === true) allowNumber(result);
  if (textual === true) result.type = [node.type ?? [], 'string'].flat();
  return result;
}

function allowNull(node: SchemaNode): void {
  if (node.oneOf !== undefined) node.oneOf = [...node.oneOf, { type: 'null' }];
  else node.type = [node.type, 'null'].flat().filter((type) => type !== undefined);
}

function allowNumber(node: SchemaNode): void {
  node.type = ['string', 'integer'];
  if (node.enum !== undefined) node.enum = [...node.enum, ...node.enum.map(Number)];
}

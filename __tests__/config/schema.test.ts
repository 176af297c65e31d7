import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { parse } from 'yaml';
import { environmentSchema } from '../../config/environment-schema';
import { organizationSchema } from '../../config/organization-schema';
import { environmentReference, organizationReference } from '../../tools/environment-reference';
import { environmentJsonSchema, organizationJsonSchema, type SchemaNode, schemaTree } from '../../tools/schema';
import { ROOT } from '../support/synthesize';
import { MINIMAL } from './support';

const ajv = new Ajv({ allErrors: true, allowUnionTypes: true, formats: { email: true } });
const validate = ajv.compile(JSON.parse(readFileSync(join(ROOT, 'config', 'environment.schema.json'), 'utf8')));

function faults(yaml: string): string[] {
  validate(parse(yaml));
  return (validate.errors ?? []).map(({ instancePath, keyword }) => `${instancePath} ${keyword}`);
}

describe('the JSON schema for editors', () => {
  test('accepts the smallest file and the one that ships', () => {
    expect(faults(MINIMAL)).toEqual([]);
    expect(faults(readFileSync(join(ROOT, 'environments', 'huntaze.yaml'), 'utf8'))).toEqual([]);
  });

  test.each([
    ['a section without a value', 'database:\n'],
    ['a version without quotes', 'database: { engine_version: 17 }\n'],
    ['a revision without quotes', 'runbooks: { set_database_password: { revision: 2 } }\n'],
    ['a state in s3', 'state_backend: { type: s3, bucket: states }\n'],
    ['tags in other alphabets', 'tags: { Équipe: Données }\n'],
  ])('accepts %s, as Palier does', (_title, yaml) => {
    expect(faults(MINIMAL + yaml)).toEqual([]);
  });

  test.each([
    ['a misspelt section', 'databse: {}\n', ' additionalProperties'],
    ['a misspelt key', 'database: { instance_clas: db.t4g.micro }\n', '/database additionalProperties'],
    ['a number out of range', 'database: { port: 80 }\n', '/database/port minimum'],
    ['a minor version', 'database: { engine_version: "17.4" }\n', '/database/engine_version enum'],
    ['an argument of another state backend', 'state_backend: { type: local, bucket: a }\n', '/state_backend oneOf'],
  ])('refuses %s', (_title, yaml, fault) => {
    expect(faults(MINIMAL + yaml)).toContain(fault);
  });

  test('refuses a file without a tier', () => {
    expect(faults(MINIMAL.replace('tier: beta\n', ''))).toEqual([' required']);
  });

  test.each([
    ['an environment', environmentSchema],
    ['an organization', organizationSchema],
  ])('explains every key of %s, and gives each default its reason', (_title, schema) => {
    const unexplained: string[] = [];
    visit(schemaTree(schema), '', (path, node, isRequired) => {
      const hasDefault = node.default !== undefined && node.properties === undefined;
      if (node.what === undefined || ((hasDefault || isRequired) && node.properties === undefined && !node.why)) {
        unexplained.push(path);
      }
    });
    // Terraform's own documentation explains these.
    const terraforms = /^\.state_backend(\.type|\.(assume_role|assume_role_with_web_identity|endpoints)\..*)$/;
    expect(unexplained.filter((path) => !terraforms.test(path))).toEqual([]);
  });
});

test('the generated files are up to date: "npm run docs" writes them', () => {
  expect(readFileSync(join(ROOT, 'config', 'environment.schema.json'), 'utf8')).toBe(environmentJsonSchema());
  expect(readFileSync(join(ROOT, 'docs', 'environment.md'), 'utf8')).toBe(environmentReference());
  expect(readFileSync(join(ROOT, 'config', 'organization.schema.json'), 'utf8')).toBe(organizationJsonSchema());
  expect(readFileSync(join(ROOT, 'docs', 'organization.md'), 'utf8')).toBe(organizationReference());
});

test('the reference names every key of the smallest file and of the database', () => {
  const reference = environmentReference();
  for (const key of ['name', 'tier', 'aws.account_id', 'contacts.emails', 'database.clients.cidr_blocks']) {
    expect(reference).toContain(`| \`${key}\` |`);
  }
});

function visit(
  node: SchemaNode,
  path: string,
  look: (path: string, node: SchemaNode, isRequired: boolean) => void,
): void {
  for (const option of node.oneOf ?? []) visit(option, path, look);
  for (const [key, child] of Object.entries(node.properties ?? {})) {
    look(`${path}.${key}`, child, node.required?.includes(key) ?? false);
    visit(child, `${path}.${key}`, look);
  }
}

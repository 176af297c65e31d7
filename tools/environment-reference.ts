import { organizationSchema } from '../config/organization-schema';
import { defaultOf, type SchemaNode, schemaTree } from './schema';

const HEADER = `# Environment files

Every key of \`environments/<name>.yaml\`, its default, and the reason for the default. An editor that knows YAML
schemas shows the same while you type: the first line of a file names the schema,
\`# yaml-language-server: $schema=../config/environment.schema.json\`.

This page is generated from the schema in \`config/\` by \`npm run docs\`.
`;

const ORGANIZATION_HEADER = `# Organization files

Every key of the file of a management account, its default, and the reason for the default. It lies among the environments,
and is told from them by its key \`organization\`. [The guide](guides/organization.md) says how to go about it. An editor that knows
YAML schemas shows the same while you type: \`# yaml-language-server: $schema=../config/organization.schema.json\`.

This page is generated from the schema in \`config/\` by \`npm run docs\`.
`;

/** `docs/organization.md` */
export function organizationReference(): string {
  const { scalars, sections } = split(schemaTree(organizationSchema), '');
  // Where a state can lie is the same for both.
  const all = sections.flatMap((section) =>
    section.key === 'state_backend'
      ? [`## state_backend\n\nAs [in an environment](environment.md#state_backend).\n`]
      : chapters(section),
  );
  return [ORGANIZATION_HEADER, table(scalars), ...all].join('\n');
}

/** `docs/environment.md` */
export function environmentReference(): string {
  const { scalars, sections } = split(schemaTree(), '');
  return [HEADER, table(scalars), ...sections.flatMap((section) => chapters(section))].join('\n');
}

interface Row {
  readonly key: string;
  readonly node: SchemaNode;
  readonly isRequired: boolean;
}

function split(node: SchemaNode, prefix: string): { scalars: Row[]; sections: Row[] } {
  const { properties = {}, required = [] } = node.items ?? node;
  const rows = Object.entries(properties).map(([key, child]) => ({
    key: `${prefix}${key}`,
    node: child,
    isRequired: required.includes(key),
  }));
  const isSection = ({ node: { properties, items, oneOf } }: Row) =>
    properties !== undefined || items?.properties !== undefined || oneOf !== undefined;
  return { scalars: rows.filter((row) => !isSection(row)), sections: rows.filter(isSection) };
}

/** A section with the sections below it in one table; the state backends have a table each. */
function chapters({ key, node, isRequired }: Row): string[] {
  const title = `## ${key}\n\n${text(node, isRequired)}\n`;
  if (node.oneOf === undefined) return [title, table(leaves(node, `${key}${node.items === undefined ? '' : '[]'}.`))];
  return [
    title,
    ...node.oneOf.flatMap((option) => [`### ${key}.type: ${typeOf(option)}\n`, table(leaves(option, ''))]),
  ];
}

function leaves(node: SchemaNode, prefix: string): Row[] {
  const { scalars, sections } = split(node, prefix);
  return [...scalars, ...sections.flatMap((row) => [row, ...leaves(row.node, `${row.key}.`)])].filter(
    ({ node: { const: constant } }) => constant === undefined,
  );
}

function table(rows: readonly Row[]): string {
  const lines = rows.map((row) => {
    const value = row.isRequired ? 'required' : code(defaultOf(row.node));
    return `| \`${row.key}\` | ${kind(row.node)} | ${value} | ${cell(row.node.what ?? '')} | ${cell(row.node.why ?? '')} |`;
  });
  return ['| key | type | default | what | why |', '|---|---|---|---|---|', ...lines, ''].join('\n');
}

function text(node: SchemaNode, isRequired: boolean): string {
  const reason = node.why === undefined ? '' : ` Default ${defaultOf(node) ?? 'none'}: ${node.why}`;
  return `${node.what ?? ''}${isRequired ? ' Required.' : reason}`;
}

function kind(node: SchemaNode): string {
  if (node.items !== undefined) return `list of ${kind(node.items)}`;
  if (node.enum !== undefined && node.enum.length <= 5) return node.enum.map((word) => `\`${word}\``).join(', ');
  const names: Record<string, string> = {
    string: 'text',
    integer: 'whole number',
    number: 'number',
    boolean: '`true`, `false`',
  };
  const name = names[String(node.type)] ?? 'map';
  return node.textual === true ? `${name} or text` : name;
}

function typeOf(option: SchemaNode): string {
  return String(option.properties?.type?.const ?? '');
}

function code(value: string | undefined): string {
  if (value === undefined) return '';
  return /^(none|Terraform's.*)$/.test(value) ? value : `\`${value}\``;
}

function cell(value: string): string {
  return value.replaceAll('|', '\\|').replaceAll('<', '&lt;');
}

import * as z from 'zod';
import { about, keysOf, text } from '../fields';
import { parameterNames } from './address-secrets';
import { flag, terraform } from './arguments';
import type { BackendContext, StateBackend } from './backend';

/**
 * A `/`, `#` or `?` may be in a password that nobody encoded, so an `@` behind a `:` counts wherever it is. With
 * sslinline, sslkey is the key itself.
 * @see https://github.com/lib/pq/pull/818 (2026-11-23)
 */
const PASSWORD = [/:\/\/.*:.*@/s, /\b(ssl)?password\s*=/i, /PRIVATE.{1,3}KEY/];

/** No message repeats the string: a password in it may be where nobody looks for one. */
const connStr = text(/\S/, 'must not be empty', (value) => {
  const named = isUrl(value) && parameterNames(value).some((name) => /password/i.test(name));
  if (named || PASSWORD.some((pattern) => pattern.test(value))) {
    return 'has a password in it, and secrets do not belong here: set the environment variable PGPASSWORD, or PG_CONN_STR instead of conn_str';
  }
  return (isUrl(value) ? URL.canParse(value) : /^\s*\w+\s*=/.test(value))
    ? undefined
    : 'is not a connection string (allowed such as postgres://db.example.com/terraform, or host=db.example.com dbname=terraform)';
});

/** PostgreSQL cuts longer names short, which would make one of two. */
const schemaName = text(
  /^(?!pg_)[^\0"]{1,63}$/,
  'is not a name of a schema (got {got}, allowed 1 to 63 characters, no ", not pg_ first)',
);

/** @see https://developer.hashicorp.com/terraform/language/v1.11.x/backend/pg (2026-11-22) */
const schema = keysOf({
  type: z.literal('pg'),
  conn_str: about(connStr.optional(), {
    what: 'How to reach the database, without a password: postgres://db.example.com/terraform.',
    derived: "Terraform's, from PG_CONN_STR, or PGHOST, PGDATABASE, PGUSER, PGPASSWORD and the like",
    why: 'a connection is mostly a secret, and secrets are in the environment.',
  }),
  schema_name: about(schemaName.optional(), {
    what: "The schema of the state's table. Terraform creates both. A hyphen in the name becomes _. As long as the first apply of an environment runs, it refuses every other one in the database.",
    derived: 'terraform_<name>',
    why: 'environments share a database without sharing a state.',
  }),
  skip_schema_creation: about(flag(), terraform('Whether the schema exists already.')),
  skip_table_creation: about(flag(), terraform('Whether the table exists already.')),
  skip_index_creation: about(flag(), terraform('Whether the index exists already.')),
});

export const pg: StateBackend<typeof schema> = {
  schema,
  secrets: {},
  arguments: (given, context) => ({ ...given, schema_name: schemaOf(given, context) }),
  place: (given, context) => `${database(given.conn_str)}, schema ${schemaOf(given, context)}`,
};

function schemaOf(given: z.output<typeof schema>, { name }: BackendContext): string {
  return given.schema_name ?? `terraform_${name.replaceAll('-', '_')}`;
}

/** The same for every way to write one database: with a user or without, as a URL or as keys and values. */
function database(connStr: string | undefined): string {
  if (connStr === undefined) return 'postgres://PG_CONN_STR';
  const {
    host = 'localhost',
    port = '5432',
    user = '',
    dbname = user,
  } = isUrl(connStr) ? ofUrl(connStr) : ofKeys(connStr);
  return `postgres://${host.toLowerCase()}:${port}/${dbname}`;
}

function isUrl(connStr: string): boolean {
  return /^postgres(ql)?:\/\//.test(connStr);
}

function ofUrl(connStr: string): Record<string, string> {
  const { hostname, port, username, pathname, searchParams } = new URL(connStr);
  const given = {
    host: hostname,
    port,
    user: decodeURIComponent(username),
    dbname: decodeURIComponent(pathname.slice(1)),
  };
  return {
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== '')),
    ...Object.fromEntries(searchParams),
  };
}

/** @see https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-KEYWORD-VALUE (2026-11-22) */
function ofKeys(connStr: string): Record<string, string> {
  const pairs = connStr.matchAll(/(\w+)\s*=\s*(?:'((?:[^'\\]|\\.)*)'|(\S*))/g);
  return Object.fromEntries([...pairs].map(([, key = '', quoted, plain = '']) => [key, quoted ?? plain]));
}

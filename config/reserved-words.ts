/**
 * Words that PostgreSQL reserves, and so RDS refuses as the name of a database or of its master user.
 *
 * Source: https://www.postgresql.org/docs/17/sql-keywords-appendix.html, column PostgreSQL, "reserved" and
 * "reserved (can be function or type)", 2026-11-22.
 */
const SQL = `all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate
  collation column concurrently constraint create cross current_catalog current_date current_role current_schema
  current_time current_timestamp current_user default deferrable desc distinct do else end except false fetch for
  foreign freeze from full grant group having ilike in initially inner intersect into is isnull join lateral leading
  left like limit localtime localtimestamp natural not notnull null offset on only or order outer overlaps placing
  primary references returning right select session_user similar some symmetric system_user table tablesample then to
  trailing true union unique user using variadic verbose when where window with`.split(/\s+/);

/** Databases that every RDS instance has. */
const DATABASES = ['postgres', 'template0', 'template1', 'rdsadmin'];

/** Names that RDS and PostgreSQL keep. `postgres` is allowed: many existing instances have it. */
const USERS = ['admin', 'rdsadmin', 'rds_superuser', 'public', 'none'];

export function isReservedDatabaseName(name: string): boolean {
  return [...SQL, ...DATABASES].includes(name.toLowerCase());
}

export function isReservedUsername(name: string): boolean {
  return [...SQL, ...USERS].includes(name.toLowerCase()) || /^(pg_|rds)/i.test(name);
}

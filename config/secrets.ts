import type { Path, Problem } from './problems';
import { insteadOfSecret } from './state-backends';
import type { YamlFile } from './yaml-file';

/** Keys whose value could only be a secret. `set_database_password` is a runbook. */
const SECRET_KEY = /^(?!set_database_password$)(.*_)?(password|passwd|pwd|passphrase)$/;
const CREDENTIAL_KEY =
  /^(aws_)?(access_key(_id)?|secret_key|secret_access_key|session_token|security_token|token|web_identity_token)$|^sse_customer_key$|^(api|private)_key$/;

/** `VAULT_TOKEN` or `githubPat` where a file chooses the keys: tags, labels. `rotate_secret` is a runbook. */
const OTHER_CREDENTIAL_KEY = /^(?!rotate_secret$)\w+_(access_key|api_key|pat|private_key|secret|secret_key|token)$/;

/** An access key's id, as AWS writes them. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html (2026-11-22) */
const ACCESS_KEY_ID = /\b(AKIA|ASIA)[A-Z0-9]{16}\b/;

const NOT_HERE = 'secrets do not belong in this file';

const ENVIRONMENT = `${NOT_HERE}: give Terraform its credentials by environment variables`;

const AWS_ENVIRONMENT = `${ENVIRONMENT} (AWS_PROFILE, or AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN)`;

const PASSWORD =
  `${NOT_HERE}: Secrets Manager holds the password of the database, and the runbook ` +
  'set-database-password puts it there';

/**
 * Secrets in a file, wherever they stand, and the data without them: no message must repeat one, and none is
 * reported a second time as an unknown key.
 */
export function withoutSecrets(file: YamlFile): { data: unknown; problems: Problem[] } {
  const problems: Problem[] = [];
  const copy = (value: unknown, path: Path): unknown => {
    if (typeof value === 'string' && ACCESS_KEY_ID.test(value)) {
      problems.push(file.problem(path, AWS_ENVIRONMENT));
      return undefined;
    }
    if (Array.isArray(value)) return value.map((item, index) => copy(item, [...path, index]));
    if (typeof value !== 'object' || value === null) return value;
    const kept = Object.entries(value).filter(([key]) => {
      const message = secretMessage(key, path, file.data);
      if (message !== undefined) problems.push(file.problem([...path, key], message, 'key'));
      return message === undefined;
    });
    return Object.fromEntries(kept.map(([key, item]) => [key, copy(item, [...path, key])]));
  };
  return { data: copy(file.data, []), problems };
}

function secretMessage(key: string, path: Path, data: unknown): string | undefined {
  const name = key
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .replaceAll('-', '_')
    .toLowerCase();
  if (path[0] === 'state_backend') return stateSecretMessage([...path.slice(1), name].join('.'), name, data);
  if (CREDENTIAL_KEY.test(name)) return AWS_ENVIRONMENT;
  if (OTHER_CREDENTIAL_KEY.test(name)) return ENVIRONMENT;
  return SECRET_KEY.test(name) ? PASSWORD : undefined;
}

function stateSecretMessage(argument: string, name: string, data: unknown): string | undefined {
  const type = (data as { state_backend: { type?: unknown } }).state_backend.type;
  const instead = insteadOfSecret(type, argument);
  if (instead !== undefined) return `${NOT_HERE}: ${instead}`;
  if (type === 's3' && (CREDENTIAL_KEY.test(name) || SECRET_KEY.test(name))) return AWS_ENVIRONMENT;
  return [CREDENTIAL_KEY, OTHER_CREDENTIAL_KEY, SECRET_KEY].some((pattern) => pattern.test(name))
    ? ENVIRONMENT
    : undefined;
}

import { isAbsolute, posix } from 'node:path';
import * as z from 'zod';
import { text } from '../fields';
import { hasSecretParameter, hasUser } from './address-secrets';

/** The description of an argument whose default is Terraform's business. */
export const terraform = (what: string) => ({ what, derived: "Terraform's" });

export const nonEmpty = text(/\S/, 'must not be empty');

export const flag = () => z.boolean().optional();

export const labels = () => z.record(z.string(), z.string());

export const objectKey = text(
  /^(?!\/)(?!.*\/\/).*[^/]$/,
  'is not a key of an object (got {got}, allowed such as huntaze/terraform.tfstate: no / first or last, no //)',
);

const SECRET_URL = 'has a user or password in it, and secrets do not belong here';
const SECRET_PARAMETER = 'has a secret among its parameters, and secrets do not belong here';

/** An address may carry a secret, as `user:password@` or as `?token=`: that would be in the file, so it is not echoed either. */
export const address = text(/\S/, 'must not be empty', (value) => {
  if (value.includes('@')) return `${SECRET_URL}: set it in the environment`;
  return hasSecretParameter(value) ? SECRET_PARAMETER : undefined;
});

export const url = text(/\S/, 'must not be empty', (value) => {
  if (hasUser(value)) return SECRET_URL;
  if (hasSecretParameter(value)) return SECRET_PARAMETER;
  return /^https?:$/.test(URL.canParse(value) ? new URL(value).protocol : '')
    ? undefined
    : 'is not a URL (got {got}, allowed such as https://s3.example.com)';
});

/** The same for every way to write one URL. No server sees the fragment. */
export function sameUrl(given: string): string {
  const parsed = new URL(given);
  parsed.hash = '';
  return parsed.href;
}

/** Certificates are public, but a file that holds one often holds its key as well. */
export const certificate = text(/-----BEGIN CERTIFICATE-----/, 'is not a certificate in PEM form', (value) =>
  value.includes('PRIVATE KEY-----') ? 'has a private key in it, and secrets do not belong here' : undefined,
);

const path = text(/^[^\0]*[^/\0]$/, 'is not a path of a file (got {got})');

/** A file that Terraform reads, and finds below the home directory too. A relative path begins at the project's directory. */
export const homeFile = path.transform((given) => (given.startsWith('~') ? given : fromStack(given)));

/** A file that Terraform reads as it is named. A relative path begins at the project's directory. */
export const plainFile = text(/^[^\0]*[^/\0]$/, 'is not a path of a file (got {got})', (value) =>
  value.startsWith('~') ? 'begins with ~ (got {got}), which Terraform does not know: write the whole path' : undefined,
);

export const file = plainFile.transform(fromStack);

/** Terraform runs in `cdktf.out/stacks/<name>`; a relative path keeps the JSON the same on every machine. */
export function fromStack(given: string): string {
  return isAbsolute(given) ? given : posix.join('../../..', given);
}

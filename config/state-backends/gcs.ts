import * as z from 'zod';
import { about, keysOf, list, text } from '../fields';
import { nonEmpty, terraform, url } from './arguments';
import type { BackendContext, StateBackend } from './backend';

/** @see https://cloud.google.com/storage/docs/buckets#naming (2026-11-22) */
const bucket = text(
  /^(?!goog)[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]$/,
  'is not a name of a bucket (got {got}, allowed 3 to 222 lower-case letters, digits, dots, _ and -)',
);

const prefix = text(
  /^(?!\/)(?!.*\/\/).*\S$/,
  'is not a prefix of objects (got {got}, allowed such as huntaze or states/huntaze: no / first, no //)',
);

const kmsEncryptionKey = text(
  /^projects\/[^/]+\/locations\/[^/]+\/keyRings\/[^/]+\/cryptoKeys\/[^/]+$/,
  'is not a key of Cloud KMS (got {got}, allowed projects/<project>/locations/<location>/keyRings/<ring>/cryptoKeys/<name>)',
);

/** @see https://developer.hashicorp.com/terraform/language/v1.11.x/backend/gcs (2026-11-22) */
const schema = keysOf({
  type: z.literal('gcs'),
  bucket: about(bucket, {
    what: 'The bucket of the state. It exists already, with versioning on.',
    why: "a bucket's name is the whole world's, so there is no default.",
  }),
  prefix: about(prefix.optional(), {
    what: 'Stands before the names of objects: the state is <prefix>/default.tfstate.',
    derived: '<name>',
    why: 'environments share a bucket without sharing a state.',
  }),
  kms_encryption_key: about(kmsEncryptionKey.optional(), {
    what: 'The key of Cloud KMS that encrypts the state.',
    derived: 'none',
    why: "Google's own key.",
  }),
  impersonate_service_account: about(nonEmpty.optional(), terraform('A service account to impersonate.')),
  impersonate_service_account_delegates: about(
    list(nonEmpty).optional(),
    terraform('The service accounts between the credentials found and the one to impersonate.'),
  ),
  storage_custom_endpoint: about(
    url.optional(),
    terraform('An address of Cloud Storage other than the public one, with its path: .../storage/v1/b.'),
  ),
});

export const gcs: StateBackend<typeof schema> = {
  schema,
  secrets: {
    credentials: 'name the key file in the environment variable GOOGLE_BACKEND_CREDENTIALS or GOOGLE_CREDENTIALS',
    access_token: 'set the environment variable GOOGLE_OAUTH_ACCESS_TOKEN',
    encryption_key: 'set the environment variable GOOGLE_ENCRYPTION_KEY, or use kms_encryption_key',
  },
  arguments: (given, context) => ({ ...given, prefix: prefixOf(given, context) }),
  place: (given, context) => `gs://${given.bucket}/${prefixOf(given, context).replace(/\/$/, '')}/default.tfstate`,
};

function prefixOf(given: z.output<typeof schema>, { name }: BackendContext): string {
  return given.prefix ?? name;
}

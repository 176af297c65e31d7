import * as z from 'zod';
import { about, choice, keysOf, text, wholeNumber } from '../fields';
import { address, homeFile, nonEmpty, terraform } from './arguments';
import type { StateBackend } from './backend';
import { directory, inDirectory } from './directory';

/** @see https://www.alibabacloud.com/help/en/oss/user-guide/bucket-naming-conventions (2026-11-22) */
const bucket = text(
  /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/,
  'is not a name of a bucket (got {got}, allowed 3 to 63 lower-case letters, digits and hyphens)',
);

/** @see https://developer.hashicorp.com/terraform/language/v1.11.x/backend/oss (2026-11-22) */
const schema = keysOf({
  type: z.literal('oss'),
  bucket: about(bucket, {
    what: 'The bucket of the state. It exists already, with versioning on.',
    why: "a bucket's name is the whole world's, so there is no default.",
  }),
  ...directory,
  region: about(nonEmpty.optional(), terraform("The bucket's region.")),
  tablestore_endpoint: about(address, {
    what: 'The endpoint of the Table Store instance that holds the lock.',
    why: 'two applies at once corrupt a state, and without it Terraform takes no lock.',
  }),
  tablestore_table: about(nonEmpty, {
    what: 'The table that holds the lock, with the primary key LockID, a string.',
    why: 'two applies at once corrupt a state, and without it Terraform takes no lock.',
  }),
  encrypt: about(z.boolean().default(true), {
    what: 'Whether OSS is told to encrypt the state.',
    why: 'a state names everything you have.',
  }),
  acl: about(
    choice('private', 'public-read', 'public-read-write').optional(),
    terraform('A canned ACL for the state object.'),
  ),
  profile: about(nonEmpty.optional(), terraform("A profile of the Alibaba Cloud CLI's configuration.")),
  shared_credentials_file: about(homeFile.optional(), terraform("The Alibaba Cloud CLI's configuration file.")),
  ecs_role_name: about(nonEmpty.optional(), terraform('The RAM role of the ECS instance that Terraform runs on.')),
  assume_role_role_arn: about(nonEmpty.optional(), terraform('A RAM role to assume.')),
  assume_role_session_name: about(nonEmpty.optional(), terraform('The name of the session in that role.')),
  assume_role_session_expiration: about(
    wholeNumber(900, 3600, 'seconds').optional(),
    terraform('How long the session lasts, in seconds.'),
  ),
  assume_role_policy: about(nonEmpty.optional(), terraform('A policy that narrows what the session may do.')),
  endpoint: about(address.optional(), terraform('The endpoint of OSS.')),
  sts_endpoint: about(address.optional(), terraform('The endpoint of STS.')),
});

export const oss: StateBackend<typeof schema> = {
  schema,
  secrets: {
    access_key: 'set the environment variable ALICLOUD_ACCESS_KEY',
    secret_key: 'set the environment variable ALICLOUD_SECRET_KEY',
    security_token: 'set the environment variable ALICLOUD_SECURITY_TOKEN',
  },
  ...inDirectory('oss'),
};

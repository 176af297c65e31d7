import * as z from 'zod';
import { about, choice, keysOf, section, text, wholeNumber } from '../fields';
import { flag, homeFile, nonEmpty, terraform } from './arguments';
import type { StateBackend } from './backend';
import { directory, inDirectory } from './directory';

/** @see https://www.tencentcloud.com/document/product/436/13312 (2026-11-22) */
const bucket = text(
  /^(?=.{1,60}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?-\d+$/,
  'is not a name of a bucket with its APPID (got {got}, allowed such as acme-states-1250000000)',
);

const domain = text(/^[A-Za-z0-9.-]+$/, 'is not a domain (got {got}, allowed such as tencentcloudapi.com)');

/** Terraform's own check. */
const endpoint = text(
  /^https?:\/\/cos-internal\.[a-z0-9-]+\.tencentcos\.cn$/,
  'is not an endpoint of COS (got {got}, allowed such as https://cos-internal.ap-guangzhou.tencentcos.cn)',
);

const assumeRole = section({
  role_arn: nonEmpty,
  session_name: nonEmpty,
  session_duration: wholeNumber(0, 43_200, 'seconds'),
  policy: nonEmpty.optional(),
  external_id: nonEmpty.optional(),
});

/** @see https://developer.hashicorp.com/terraform/language/v1.11.x/backend/cos (2026-11-22) */
const schema = keysOf({
  type: z.literal('cos'),
  bucket: about(bucket, {
    what: 'The bucket of the state, with its APPID. It exists already, with versioning on.',
    why: 'nobody can guess it.',
  }),
  ...directory,
  region: about(nonEmpty.optional(), terraform("The bucket's region.")),
  encrypt: about(flag(), terraform('Whether COS is told to encrypt the state: true.')),
  acl: about(choice('private', 'public-read').optional(), terraform('A canned ACL for the state object: private.')),
  accelerate: about(flag(), terraform('Whether to use global acceleration.')),
  endpoint: about(endpoint.optional(), terraform('The endpoint of COS.')),
  domain: about(domain.optional(), terraform('The domain of the API: tencentcloudapi.com.')),
  profile: about(nonEmpty.optional(), terraform("A profile of the Tencent Cloud CLI's configuration.")),
  shared_credentials_dir: about(homeFile.optional(), terraform("The Tencent Cloud CLI's directory of credentials.")),
  cam_role_name: about(nonEmpty.optional(), terraform('The CAM role of the machine that Terraform runs on.')),
  assume_role: about(assumeRole.optional(), terraform('A CAM role to assume.')),
});

export const cos: StateBackend<typeof schema> = {
  schema,
  secrets: {
    secret_id: 'set the environment variable TENCENTCLOUD_SECRET_ID',
    secret_key: 'set the environment variable TENCENTCLOUD_SECRET_KEY',
    security_token: 'set the environment variable TENCENTCLOUD_SECURITY_TOKEN',
  },
  ...inDirectory('cos'),
};

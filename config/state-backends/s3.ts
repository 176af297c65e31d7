import * as z from 'zod';
import { ACCOUNT_ID, otherPartition, POLICY_ARN } from '../aws-names';
import { bucketName } from '../bucket-name';
import { about, choice, compare, keysOf, list, section, text, wholeNumber } from '../fields';
import { externalId, profile, region, roleArn } from '../sections/aws';
import { address, flag, homeFile, labels, nonEmpty, objectKey, terraform, url } from './arguments';
import { type BackendContext, defaultKey, type StateBackend } from './backend';

/** As Terraform checks it. */
const kmsKeyId = text(
  /^(arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:)?((key\/)?(mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})|alias\/[\w/-]+)$/,
  'is not a KMS key (got {got}, allowed such as arn:aws:kms:us-east-1:123456789012:key/ and a UUID, or alias/state)',
  otherPartition,
);

const accountId = text(ACCOUNT_ID, 'is not an account id (got {got}, allowed twelve digits in quotes)');

const policyArn = text(POLICY_ARN, "is not a policy's ARN (got {got})", otherPartition);

const duration = text(
  /^(\d+(\.\d+)?(h|m|s|ms|us|µs|ns))+$/,
  'is not a duration (got {got}, allowed 15m to 12h, such as 1h)',
  (value) => {
    const hours = durationHours(value);
    return hours < 0.25 || hours > 12 ? 'is out of range (got {got}, allowed 15m to 12h)' : undefined;
  },
);

function durationHours(value: string): number {
  const unit: Record<string, number> = { h: 1, m: 1 / 60, s: 1 / 3600 };
  return [...value.matchAll(/([\d.]+)(h|ms|m|s|us|µs|ns)/g)].reduce(
    (sum, [, amount, name]) => sum + Number(amount) * (unit[name ?? ''] ?? 0),
    0,
  );
}

const session = text(
  /^[\w+=,.@-]{2,64}$/,
  'is not a session name (got {got}, allowed 2 to 64 letters, digits and _+=,.@-)',
);

const assumeRole = section({
  role_arn: roleArn,
  duration: duration.optional(),
  external_id: externalId.optional(),
  policy: nonEmpty.optional(),
  policy_arns: list(policyArn).optional(),
  session_name: session.optional(),
  source_identity: session.optional(),
  tags: labels().optional(),
  transitive_tag_keys: list(nonEmpty).optional(),
});

const assumeRoleWithWebIdentity = section({
  role_arn: roleArn,
  web_identity_token_file: homeFile,
  duration: duration.optional(),
  policy: nonEmpty.optional(),
  policy_arns: list(policyArn).optional(),
  session_name: session.optional(),
});

const endpoints = section({
  dynamodb: url.optional(),
  iam: url.optional(),
  s3: url.optional(),
  sso: url.optional(),
  sts: url.optional(),
});

/**
 * Every argument of Terraform 1.11 but those it calls deprecated and those that hold secrets.
 * @see https://developer.hashicorp.com/terraform/language/v1.11.x/backend/s3 (2026-11-22)
 */
const schema = keysOf(
  {
    type: z.literal('s3'),
    bucket: about(bucketName, {
      what: 'The bucket of the state. It exists already, with versioning on.',
      why: "a bucket's name is the whole world's, so there is no default.",
    }),
    key: about(objectKey.optional(), {
      what: "The state's object in the bucket.",
      derived: '<name>/terraform.tfstate',
      why: 'environments share a bucket without sharing a state.',
    }),
    region: about(region.optional(), {
      what: "The bucket's region.",
      derived: 'aws.region',
      why: 'most keep the state beside what it describes.',
    }),
    use_lockfile: about(z.boolean().default(true), {
      what: 'Whether a lock file beside the state keeps two runs apart.',
      why: 'two applies at once corrupt a state.',
    }),
    dynamodb_table: about(nonEmpty.optional(), {
      what: 'The DynamoDB table of the older way to lock, which Terraform 1.11 calls deprecated. With use_lockfile, both locks are taken.',
      derived: 'none',
      why: 'the lock file needs no table.',
    }),
    encrypt: about(z.boolean().default(true), {
      what: 'Whether S3 is told to encrypt the state.',
      why: 'a state names everything you have, and a bucket policy may insist on it.',
    }),
    kms_key_id: about(kmsKeyId.optional(), {
      what: 'The KMS key that encrypts the state: its ARN, id or alias.',
      derived: 'none',
      why: "S3's own key.",
    }),
    acl: about(nonEmpty.optional(), terraform('A canned ACL for the state object.')),
    workspace_key_prefix: about(
      nonEmpty.optional(),
      terraform('The prefix of the keys of other workspaces than default.'),
    ),
    profile: about(profile.optional(), {
      what: "A profile of the AWS CLI's configuration, for the state only.",
      derived: 'none',
      why: "Terraform's own order of credentials applies. aws.profile is not inherited: states are often in an account of their own.",
    }),
    assume_role: about(assumeRole.optional(), {
      what: 'A role to assume for the state only. aws.assume_role is not inherited.',
      derived: 'none',
      why: 'the credentials found are used as they are.',
    }),
    assume_role_with_web_identity: about(
      assumeRoleWithWebIdentity.optional(),
      terraform('A role to assume with an OIDC token in a file.'),
    ),
    allowed_account_ids: about(list(accountId).optional(), terraform('The accounts that the state may be in.')),
    forbidden_account_ids: about(list(accountId).optional(), terraform('The accounts that the state may not be in.')),
    shared_config_files: about(list(homeFile).optional(), terraform("The AWS CLI's configuration files.")),
    shared_credentials_files: about(list(homeFile).optional(), terraform("The AWS CLI's credentials files.")),
    endpoints: about(
      endpoints.optional(),
      terraform('Addresses of AWS services other than AWS itself: dynamodb, iam, s3, sso, sts.'),
    ),
    use_path_style: about(flag(), terraform('Whether the bucket stands in the path of a URL, not in its host name.')),
    use_dualstack_endpoint: about(flag(), terraform('Whether to use endpoints that speak IPv6.')),
    use_fips_endpoint: about(flag(), terraform('Whether to use FIPS endpoints.')),
    skip_credentials_validation: about(flag(), terraform('Whether not to ask STS if the credentials work.')),
    skip_metadata_api_check: about(flag(), terraform("Whether not to ask the machine's metadata service.")),
    skip_region_validation: about(flag(), terraform('Whether Terraform takes a region that it does not know.')),
    skip_requesting_account_id: about(flag(), terraform('Whether not to ask for the account id.')),
    skip_s3_checksum: about(flag(), terraform('Whether to upload without a checksum.')),
    max_retries: about(wholeNumber(0, 100).optional(), terraform('How often a call is tried again.')),
    retry_mode: about(
      choice('standard', 'adaptive').optional(),
      terraform('How calls are tried again: standard or adaptive.'),
    ),
    sts_region: about(region.optional(), terraform('The region of STS.')),
    ec2_metadata_service_endpoint: about(address.optional(), terraform('The address of the metadata service.')),
    ec2_metadata_service_endpoint_mode: about(choice('IPv4', 'IPv6').optional(), terraform('IPv4 or IPv6.')),
    custom_ca_bundle: about(homeFile.optional(), terraform('A file of root certificates.')),
    http_proxy: about(address.optional(), terraform('A proxy for HTTP, without a user or password.')),
    https_proxy: about(address.optional(), terraform('A proxy for HTTPS, without a user or password.')),
    no_proxy: about(nonEmpty.optional(), terraform('Hosts that no proxy is used for, separated by commas.')),
    insecure: about(flag(), terraform("Whether a server's certificate may be wrong.")),
  },
  compare(['use_lockfile', 'dynamodb_table'], (value, report) => {
    if (!value.use_lockfile && value.dynamodb_table === undefined) {
      report(['use_lockfile'], 'leaves the state without a lock (got {got}): set it to true, or name a dynamodb_table');
    }
  }),
  compare(['encrypt', 'kms_key_id'], (value, report) => {
    if (!value.encrypt && value.kms_key_id !== undefined) {
      report(['encrypt'], 'leaves kms_key_id unused (got {got}): set it to true, or remove kms_key_id');
    }
  }),
  compare(['allowed_account_ids', 'forbidden_account_ids'], (value, report) => {
    if (value.allowed_account_ids !== undefined && value.forbidden_account_ids !== undefined) {
      report(['forbidden_account_ids'], 'cannot be given with allowed_account_ids: Terraform takes one of them');
    }
  }),
);

type Arguments = z.output<typeof schema>;

export const s3: StateBackend<typeof schema> = {
  schema,
  // What AWS's own credentials are called, config/secrets.ts knows.
  secrets: {
    sse_customer_key: 'use the environment variable AWS_SSE_CUSTOMER_KEY, or kms_key_id',
    'assume_role_with_web_identity.web_identity_token': 'name a file in web_identity_token_file',
  },
  arguments: (given, context) => ({ ...given, key: keyOf(given, context), region: given.region ?? context.region }),
  place: (given, context) => `s3://${given.bucket}/${keyOf(given, context)}`,
};

function keyOf(given: Arguments, context: BackendContext): string {
  return given.key ?? defaultKey(context);
}

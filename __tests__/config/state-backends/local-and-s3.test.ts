import { resolve } from 'node:path';
import { lines, load, MINIMAL } from '../support';

function backend(yaml: string) {
  return load(`${MINIMAL}state_backend: ${yaml}\n`).settings.stack.stateBackend;
}

describe('local', () => {
  test('is the default, with a file in the project: the stack lies in cdktf.out/stacks/<name>', () => {
    expect(load(MINIMAL).settings.stack.stateBackend).toEqual({
      type: 'local',
      arguments: { path: '../../../terraform.acme.tfstate' },
    });
    expect(resolve('cdktf.out/stacks/acme', '../../../terraform.acme.tfstate')).toBe(resolve('terraform.acme.tfstate'));
  });

  test.each([
    ['states/acme.tfstate', '../../../states/acme.tfstate'],
    ['./acme.tfstate', '../../../acme.tfstate'],
    ['../acme.tfstate', '../../../../acme.tfstate'],
    ['/var/lib/states/acme.tfstate', '/var/lib/states/acme.tfstate'],
  ])('takes the path %s', (path, written) => {
    expect(backend(`{ type: local, path: ${path} }`)).toEqual({ type: 'local', arguments: { path: written } });
  });

  test('takes a directory for workspaces', () => {
    expect(backend('{ type: local, workspace_dir: workspaces }').arguments).toEqual({
      path: '../../../terraform.acme.tfstate',
      workspace_dir: '../../../workspaces',
    });
  });
});

describe('s3', () => {
  test('needs a bucket only; locks and encrypts', () => {
    expect(backend('{ type: s3, bucket: acme-states }')).toEqual({
      type: 's3',
      arguments: {
        bucket: 'acme-states',
        key: 'acme/terraform.tfstate',
        region: 'us-east-1',
        use_lockfile: true,
        encrypt: true,
      },
    });
  });

  test('takes a KMS key, the legacy lock table, a role of its own and another region', () => {
    const key = 'arn:aws:kms:eu-west-1:210987654321:key/1234abcd-12ab-34cd-96ef-1234567890ab';
    const yaml = `
  type: s3
  bucket: acme-states
  key: network/acme.tfstate
  region: eu-west-1
  kms_key_id: ${key}
  dynamodb_table: acme-locks
  use_lockfile: false
  assume_role: { role_arn: "arn:aws:iam::210987654321:role/states", session_name: palier, duration: 1h30m }
  allowed_account_ids: ["210987654321"]`;
    expect(backend(yaml)).toEqual({
      type: 's3',
      arguments: {
        bucket: 'acme-states',
        key: 'network/acme.tfstate',
        region: 'eu-west-1',
        kms_key_id: key,
        encrypt: true,
        dynamodb_table: 'acme-locks',
        use_lockfile: false,
        assume_role: { role_arn: 'arn:aws:iam::210987654321:role/states', session_name: 'palier', duration: '1h30m' },
        allowed_account_ids: ['210987654321'],
      },
    });
  });

  test('takes what a store other than AWS needs, as Terraform names it', () => {
    const yaml = `
  type: s3
  bucket: acme-states
  endpoints: { s3: "http://127.0.0.1:9000", dynamodb: "http://127.0.0.1:8000" }
  use_path_style: true
  skip_credentials_validation: true
  skip_metadata_api_check: true
  skip_region_validation: true
  skip_requesting_account_id: true
  skip_s3_checksum: true`;
    expect(backend(yaml).arguments).toMatchObject({
      endpoints: { s3: 'http://127.0.0.1:9000', dynamodb: 'http://127.0.0.1:8000' },
      use_path_style: true,
      skip_credentials_validation: true,
      skip_metadata_api_check: true,
      skip_region_validation: true,
      skip_requesting_account_id: true,
      skip_s3_checksum: true,
    });
  });

  test('finds files from the project, though Terraform runs in cdktf.out/stacks/<name>', () => {
    const yaml = `
  type: s3
  bucket: acme-states
  shared_config_files: [aws/config, ~/.aws/config]
  shared_credentials_files: [/etc/aws/credentials]
  custom_ca_bundle: certificates/ca.pem
  assume_role_with_web_identity:
    role_arn: "arn:aws:iam::210987654321:role/states"
    web_identity_token_file: ./token`;
    expect(backend(yaml).arguments).toMatchObject({
      shared_config_files: ['../../../aws/config', '~/.aws/config'],
      shared_credentials_files: ['/etc/aws/credentials'],
      custom_ca_bundle: '../../../certificates/ca.pem',
      assume_role_with_web_identity: { web_identity_token_file: '../../../token' },
    });
  });

  test('does not inherit how the environment itself is reached', () => {
    const yaml = MINIMAL.replace('us-east-1', 'us-east-1\n  profile: deployer');
    const { arguments: given } = load(`${yaml}state_backend: { type: s3, bucket: acme-states }\n`).settings.stack
      .stateBackend;
    expect(given).not.toHaveProperty('profile');
  });
});

test.each([
  [
    '{ bucket: abc }',
    '8:1 state_backend.type: is required (allowed local, s3, gcs, azurerm, http, pg, consul, kubernetes, oss, cos, cloud, remote)',
  ],
  [
    '{ type: S3, bucket: abc }',
    '8:24 state_backend.type: is not a state backend that Palier supports (got "S3", allowed local, s3, gcs, azurerm, http, pg, consul, kubernetes, oss, cos, cloud, remote). Did you mean "s3"?',
  ],
  [
    '{ type: 3 }',
    '8:24 state_backend.type: is not a state backend that Palier supports (got 3, allowed local, s3, gcs, azurerm, http, pg, consul, kubernetes, oss, cos, cloud, remote). Did you mean "s3"?',
  ],
  ['s3', '8:16 state_backend: must be a map of keys and values (got "s3")'],
  [
    '{ type: local, bucket: abc }',
    '8:31 state_backend.bucket: is not a key of state_backend (allowed type, path, workspace_dir)',
  ],
  ['{ type: local, path: "" }', '8:37 state_backend.path: is not a path of a file (got "")'],
  ['{ type: local, path: states/ }', '8:37 state_backend.path: is not a path of a file (got "states/")'],
  [
    '{ type: local, path: ~/a.tfstate }',
    '8:37 state_backend.path: begins with ~ (got "~/a.tfstate"), which Terraform does not know: write the whole path',
  ],
  ['{ type: s3 }', '8:1 state_backend.bucket: is required'],
  [
    '{ type: s3, bucket: A_b }',
    '8:36 state_backend.bucket: is not a name of a bucket (got "A_b", allowed 3 to 63 lower-case letters, digits, dots and hyphens)',
  ],
  [
    '{ type: s3, bucket: 10.0.0.1 }',
    '8:36 state_backend.bucket: is an IP address, not a name of a bucket (got "10.0.0.1")',
  ],
  [
    '{ type: s3, bucket: abc, key: /a }',
    '8:46 state_backend.key: is not a key of an object (got "/a", allowed such as huntaze/terraform.tfstate: no / first or last, no //)',
  ],
  [
    '{ type: s3, bucket: abc, region: us-est-1 }',
    '8:49 state_backend.region: is not a region of AWS (got "us-est-1", allowed such as us-east-1, eu-west-1). Did you mean "us-east-1"?',
  ],
  [
    '{ type: s3, bucket: abc, dynamo_table: x }',
    '8:41 state_backend.dynamo_table: is not a key of state_backend. Did you mean "dynamodb_table"?',
  ],
  [
    '{ type: s3, bucket: abc, endpoint: "http://a" }',
    '8:41 state_backend.endpoint: is not a key of state_backend. Did you mean "endpoints"?',
  ],
  [
    '{ type: s3, bucket: abc, use_lockfile: false }',
    '8:55 state_backend.use_lockfile: leaves the state without a lock (got false): set it to true, or name a dynamodb_table',
  ],
  [
    '{ type: s3, bucket: abc, encrypt: false, kms_key_id: alias/state }',
    '8:50 state_backend.encrypt: leaves kms_key_id unused (got false): set it to true, or remove kms_key_id',
  ],
  [
    '{ type: s3, bucket: abc, kms_key_id: state }',
    '8:53 state_backend.kms_key_id: is not a KMS key (got "state", allowed such as arn:aws:kms:us-east-1:123456789012:key/ and a UUID, or alias/state)',
  ],
  [
    '{ type: s3, bucket: abc, endpoints: { s3: minio } }',
    '8:58 state_backend.endpoints.s3: is not a URL (got "minio", allowed such as https://s3.example.com)',
  ],
  [
    '{ type: s3, bucket: abc, assume_role: { role_arn: "arn:aws:iam::123456789012:role/x", duration: 5m } }',
    '8:112 state_backend.assume_role.duration: is out of range (got "5m", allowed 15m to 12h)',
  ],
  [
    '{ type: s3, bucket: abc, allowed_account_ids: ["123456789012"], forbidden_account_ids: ["210987654321"] }',
    '8:80 state_backend.forbidden_account_ids: cannot be given with allowed_account_ids: Terraform takes one of them',
  ],
])('state_backend: %s', (yaml, expected) => {
  expect(lines(`${MINIMAL}state_backend: ${yaml}\n`)).toEqual([expected]);
});

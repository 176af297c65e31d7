import { lines, MINIMAL } from '../support';
import { backend, LEAST } from './least';

describe('what is required', () => {
  test.each([
    ['{ type: gcs }', ['bucket']],
    ['{ type: azurerm }', ['storage_account_name', 'container_name']],
    ['{ type: http }', ['address']],
    // Terraform takes an oss backend without a lock; here nothing goes without one.
    ['{ type: oss }', ['bucket', 'tablestore_endpoint', 'tablestore_table']],
    ['{ type: cos }', ['bucket']],
    ['{ type: cloud }', ['organization']],
    ['{ type: remote }', ['organization']],
  ])('%s', (yaml, missing) => {
    expect(lines(`${MINIMAL}state_backend: ${yaml}\n`)).toEqual(
      missing.map((key) => `8:1 state_backend.${key}: is required`),
    );
  });
});

describe('no state without a lock', () => {
  test('http takes the lock where the state is, or where it is told to', () => {
    const address = 'https://states.example.com/acme';
    expect(backend(`{ ${LEAST.http} }`)).toEqual({ address, lock_address: address, unlock_address: address });
    const lock = 'https://states.example.com/acme/lock';
    expect(backend(`{ ${LEAST.http}, lock_address: "${lock}", lock_method: POST, unlock_method: DELETE }`)).toEqual({
      address,
      lock_address: lock,
      unlock_address: lock,
      lock_method: 'POST',
      unlock_method: 'DELETE',
    });
  });

  test.each([
    [
      `{ ${LEAST.http}, unlock_address: "https://a" }`,
      'unlock_address: is given without lock_address (got "https://a"): give both, or neither',
    ],
    [
      '{ type: consul, lock: false }',
      'lock: leaves the state without a lock (got false): set it to true, or remove it',
    ],
  ])('%s', (yaml, expected) => {
    expect(lines(`${MINIMAL}state_backend: ${yaml}\n`)).toEqual([expect.stringContaining(`state_backend.${expected}`)]);
  });
});

describe('values that Terraform or the service would refuse', () => {
  test.each([
    [
      '{ type: gcs, bucket: A }',
      'bucket: is not a name of a bucket (got "A", allowed 3 to 222 lower-case letters, digits, dots, _ and -)',
    ],
    [
      `{ ${LEAST.gcs}, prefix: /x }`,
      'prefix: is not a prefix of objects (got "/x", allowed such as huntaze or states/huntaze: no / first, no //)',
    ],
    [`{ ${LEAST.gcs}, kms_encryption_key: x }`, 'kms_encryption_key: is not a key of Cloud KMS (got "x"'],
    [
      '{ type: azurerm, storage_account_name: acme-states, container_name: states }',
      'storage_account_name: is not a name of a storage account',
    ],
    [
      '{ type: azurerm, storage_account_name: acmestates, container_name: a--b }',
      'container_name: is not a name of a container',
    ],
    [`{ ${LEAST.azurerm}, lookup_blob_endpoint: true }`, 'lookup_blob_endpoint: needs resource_group_name (got true)'],
    [
      `{ ${LEAST.azurerm}, environment: german }`,
      'environment: is not allowed (got "german", allowed public, china, usgovernment)',
    ],
    // Terraform calls it deprecated.
    [`{ ${LEAST.azurerm}, endpoint: "http://a" }`, 'endpoint: is not a key of state_backend'],
    ['{ type: http, address: states.example.com }', 'address: is not a URL (got "states.example.com"'],
    [
      `{ ${LEAST.http}, update_method: put }`,
      'update_method: is not a method of HTTP (got "put", allowed such as POST, PUT, LOCK)',
    ],
    [`{ ${LEAST.http}, retry_wait_min: 60 }`, 'retry_wait_min: is longer than retry_wait_max (got 60, and 30)'],
    ['{ type: pg, schema_name: pg_states }', 'schema_name: is not a name of a schema (got "pg_states"'],
    [`{ type: pg, schema_name: ${'x'.repeat(64)} }`, 'schema_name: is not a name of a schema'],
    ['{ type: consul, path: /x }', 'path: is not a key of an object (got "/x"'],
    ['{ type: consul, cert_file: a.pem }', 'cert_file: needs key_file'],
    [
      '{ type: kubernetes, secret_suffix: acme-2 }',
      'secret_suffix: ends with a number (got "acme-2"), which Terraform appends itself',
    ],
    ['{ type: kubernetes, secret_suffix: Acme }', 'secret_suffix: is not an end of a name (got "Acme"'],
    ['{ type: kubernetes, config_path: a, config_paths: [b] }', 'config_paths: cannot be given with config_path'],
    // Deprecated as well.
    [`{ ${LEAST.oss}, assume_role: { role_arn: x } }`, 'assume_role: is not a key of state_backend'],
    [`{ ${LEAST.oss}, prefix: ./x }`, 'prefix: is not a prefix of keys (got "./x"'],
    [
      `{ ${LEAST.oss}, assume_role_session_expiration: 60 }`,
      'assume_role_session_expiration: is out of range (got 60, allowed 900 to 3600 seconds)',
    ],
    [
      '{ type: cos, bucket: acme-states }',
      'bucket: is not a name of a bucket with its APPID (got "acme-states", allowed such as acme-states-1250000000)',
    ],
    [`{ ${LEAST.cos}, endpoint: "https://a" }`, 'endpoint: is not an endpoint of COS (got "https://a"'],
    [
      `{ ${LEAST.cloud}, hostname: "https://app.terraform.io" }`,
      'hostname: is not a host (got "https://app.terraform.io", allowed such as app.terraform.io)',
    ],
    ['{ type: cloud, organization: my org }', 'organization: is not an organization (got "my org"'],
    [`{ ${LEAST.cloud}, workspaces: { name: a b } }`, 'workspaces.name: is not a workspace (got "a b"'],
    [`{ ${LEAST.cloud}, workspaces: { name: a, tags: [b] } }`, 'workspaces.tags: cannot be given with name'],
    [
      `{ ${LEAST.cloud}, workspaces: { tags: 3 } }`,
      'workspaces.tags: must be a map of text, or a list of text (got 3)',
    ],
    [`{ ${LEAST.cloud}, workspaces: { tags: [] } }`, 'workspaces.tags: names no tag, and Terraform needs one'],
    [`{ ${LEAST.cloud}, workspaces: { tags: {} } }`, 'workspaces.tags: names no tag, and Terraform needs one'],
    [`{ ${LEAST.cloud}, workspaces: { tags: } }`, 'workspaces.tags: names no tag, and Terraform needs one'],
    [`{ ${LEAST.cloud}, workspaces: { prefix: a } }`, 'workspaces.prefix: is not a key of state_backend.workspaces'],
    [`{ ${LEAST.remote}, workspaces: { name: a, prefix: b } }`, 'workspaces.prefix: cannot be given with name'],
    [
      '{ type: azure }',
      'type: is not a state backend that Palier supports (got "azure", allowed local, s3, gcs, azurerm, http, pg, consul, kubernetes, oss, cos, cloud, remote). Did you mean "azurerm"?',
    ],
  ])('%s', (yaml, expected) => {
    expect(lines(`${MINIMAL}state_backend: ${yaml}\n`)).toEqual([expect.stringContaining(`state_backend.${expected}`)]);
  });
});

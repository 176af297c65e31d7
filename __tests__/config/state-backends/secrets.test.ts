import { lines, load, MINIMAL } from '../support';
import { LEAST } from './least';

const CERTIFICATE = '-----BEGIN CERTIFICATE-----';

const SECRET_PARAMETERS = [
  'token',
  'password',
  'passwd',
  'pwd',
  'secret',
  'code',
  'auth',
  'Authorization',
  'api_key',
  'apikey',
  'x-api-key',
  'access_key',
  'AWSAccessKeyId',
  'subscription-key',
  'credential',
  'X-Amz-Credential',
  'X-Amz-Signature',
  'X-Amz-Security-Token',
  'sig',
  'signature',
  'jwt',
  'authCode',
  '%74oken',
];

describe('secrets are refused, with what to do instead, and not repeated', () => {
  test.each([
    [
      'gcs',
      'credentials',
      'name the key file in the environment variable GOOGLE_BACKEND_CREDENTIALS or GOOGLE_CREDENTIALS',
    ],
    ['gcs', 'access_token', 'set the environment variable GOOGLE_OAUTH_ACCESS_TOKEN'],
    ['gcs', 'encryption_key', 'set the environment variable GOOGLE_ENCRYPTION_KEY, or use kms_encryption_key'],
    ['azurerm', 'access_key', 'set the environment variable ARM_ACCESS_KEY, or use use_azuread_auth'],
    ['azurerm', 'sas_token', 'set the environment variable ARM_SAS_TOKEN, or use use_azuread_auth'],
    ['azurerm', 'client_secret', 'set the environment variable ARM_CLIENT_SECRET'],
    [
      'azurerm',
      'client_certificate',
      'set the environment variable ARM_CLIENT_CERTIFICATE, or name a file in client_certificate_path',
    ],
    ['azurerm', 'client_certificate_password', 'set the environment variable ARM_CLIENT_CERTIFICATE_PASSWORD'],
    ['azurerm', 'oidc_token', 'set the environment variable ARM_OIDC_TOKEN, or name a file in oidc_token_file_path'],
    ['azurerm', 'oidc_request_token', 'set the environment variable ARM_OIDC_REQUEST_TOKEN'],
    ['http', 'password', 'set the environment variable TF_HTTP_PASSWORD'],
    ['http', 'client_private_key_pem', 'set the environment variable TF_HTTP_CLIENT_PRIVATE_KEY_PEM'],
    ['consul', 'access_token', 'set the environment variable CONSUL_HTTP_TOKEN'],
    ['consul', 'http_auth', 'set the environment variable CONSUL_HTTP_AUTH'],
    ['kubernetes', 'password', 'set the environment variable KUBE_PASSWORD'],
    ['kubernetes', 'client_key', 'set the environment variable KUBE_CLIENT_KEY_DATA'],
    ['kubernetes', 'token', 'set the environment variable KUBE_TOKEN'],
    ['oss', 'access_key', 'set the environment variable ALICLOUD_ACCESS_KEY'],
    ['oss', 'secret_key', 'set the environment variable ALICLOUD_SECRET_KEY'],
    ['oss', 'security_token', 'set the environment variable ALICLOUD_SECURITY_TOKEN'],
    ['cos', 'secret_id', 'set the environment variable TENCENTCLOUD_SECRET_ID'],
    ['cos', 'secret_key', 'set the environment variable TENCENTCLOUD_SECRET_KEY'],
    ['cos', 'security_token', 'set the environment variable TENCENTCLOUD_SECURITY_TOKEN'],
    [
      'cloud',
      'token',
      'run terraform login, or set the environment variable TF_TOKEN_app_terraform_io: the host, with _ for each dot',
    ],
    [
      'remote',
      'token',
      'run terraform login, or set the environment variable TF_TOKEN_app_terraform_io: the host, with _ for each dot',
    ],
    // Arguments of no backend, or of another one.
    ['gcs', 'password', 'give Terraform its credentials by environment variables'],
    ['pg', 'PGPASSWORD', undefined],
  ])('%s: %s', (type, key, instead) => {
    const found = lines(`${MINIMAL}state_backend:\n  ${LEAST[type]?.replaceAll(', ', '\n  ')}\n  ${key}: hunter22\n`);
    const message =
      instead === undefined ? 'is not a key of state_backend' : `secrets do not belong in this file: ${instead}`;
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(`state_backend.${key}: ${message}`);
    expect(found.join()).not.toContain('hunter22');
  });

  test.each([
    ['{ type: http, address: "https://me:hunter22@states.example.com/acme" }', 'address: has a user or password in it'],
    [
      '{ type: http, address: "https://states.example.com/acme?private_token=hunter22" }',
      'address: has a secret among its parameters',
    ],
    [
      `{ ${LEAST.http}, lock_address: "https://me:hunter22@states.example.com/" }`,
      'lock_address: has a user or password',
    ],
    [
      `{ ${LEAST.http}, client_certificate_pem: "${CERTIFICATE} -----BEGIN PRIVATE KEY----- hunter22" }`,
      'client_certificate_pem: has a private key in it',
    ],
    ['{ type: consul, address: "https://me:hunter22@consul:8501" }', 'address: has a user or password in it'],
    ['{ type: consul, address: "me:hunter22@consul:8501" }', 'address: has a user or password in it'],
    // What a server calls a port and a path, whoever wrote it meant as a password.
    [
      '{ type: http, address: "https://me:12/hunter22@states.example.com/acme" }',
      'address: has a user or password in it',
    ],
    [
      '{ type: http, address: "https://me:12#hunter22@states.example.com/acme" }',
      'address: has a user or password in it',
    ],
    ['{ type: http, address: "https:me:hunter22@states.example.com/acme" }', 'address: has a user or password in it'],
    ['{ type: http, address: " https://hunter22@states.example.com/acme" }', 'address: has a user or password in it'],
    ['{ type: kubernetes, host: "https://me:hunter22@kubernetes" }', 'host: has a user or password in it'],
    [`{ type: kubernetes, client_certificate: "hunter22" }`, 'client_certificate: is not a certificate in PEM form'],
    [
      '{ type: kubernetes, exec: { api_version: v1, command: login, args: [--token, hunter22], env: { VAULT_TOKEN: hunter22, password: hunter22 } } }',
      'exec: secrets do not belong in this file: write the command into the kubeconfig. Terraform 1.11.4 takes no exec',
    ],
    ['{ type: kubernetes, labels: { VAULT_TOKEN: hunter22 } }', 'labels.VAULT_TOKEN: secrets do not belong in this'],
    ['{ type: kubernetes, labels: { GITHUB_PAT: hunter22 } }', 'labels.GITHUB_PAT: secrets do not belong in this file'],
    [
      `{ ${LEAST.cloud}, workspaces: { tags: { layer: data, AZURE_CLIENT_SECRET: hunter22 } } }`,
      'workspaces.tags.AZURE_CLIENT_SECRET: secrets do not belong in this file',
    ],
    [
      '{ type: s3, bucket: abc, assume_role: { role_arn: "arn:aws:iam::123456789012:role/x", tags: { datadogApiKey: hunter22 } } }',
      'assume_role.tags.datadogApiKey: secrets do not belong in this file',
    ],
    [
      '{ type: pg, conn_str: "postgres://me:hunter22@db.example.com/states" }',
      'conn_str: has a password in it, and secrets do not belong here: set the environment variable PGPASSWORD, or PG_CONN_STR instead of conn_str',
    ],
    [
      '{ type: pg, conn_str: "postgresql://db.example.com/states?user=me&password=hunter22" }',
      'conn_str: has a password',
    ],
    ['{ type: pg, conn_str: "postgres://db.example.com/states?sslpassword=hunter22" }', 'conn_str: has a password'],
    ['{ type: pg, conn_str: "host=db.example.com password = hunter22" }', 'conn_str: has a password'],
    ['{ type: pg, conn_str: "postgres://me:12/hunter22@db.example.com/states" }', 'conn_str: has a password'],
    ['{ type: pg, conn_str: "postgres://me:12#hunter22@db.example.com/states" }', 'conn_str: has a password'],
    ['{ type: pg, conn_str: "postgres://me:12?hunter22@db.example.com/states" }', 'conn_str: has a password'],
    ['{ type: pg, conn_str: "postgres://db.example.com/states?pass%77ord=hunter22" }', 'conn_str: has a password'],
    [
      '{ type: pg, conn_str: "postgres://db.example.com/states?sslinline=true&sslkey=-----BEGIN%20PRIVATE%20KEY-----hunter22" }',
      'conn_str: has a password',
    ],
    ['{ type: pg, conn_str: "hunter22" }', 'conn_str: is not a connection string (allowed such as postgres://'],
    [
      '{ type: pg, conn_str: "postgres://[hunter22" }',
      'conn_str: is not a connection string (allowed such as postgres://',
    ],
  ])('%s', (yaml, expected) => {
    const found = lines(`${MINIMAL}state_backend: ${yaml}\n`);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(`state_backend.${expected}`);
    expect(found.join()).not.toContain('hunter22');
  });

  test.each([
    ['http', 'address', 'https://states.example.com/acme?PARAMETER'],
    ['http', 'lock_address', 'https://states.example.com/acme?lock&PARAMETER'],
    ['http', 'unlock_address', 'https://states.example.com/acme;PARAMETER'],
    ['gcs', 'storage_custom_endpoint', 'https://states.example.com/storage/v1/b#PARAMETER'],
    ['azurerm', 'oidc_request_url', 'https://token.example.com?PARAMETER'],
    ['azurerm', 'msi_endpoint', 'http://169.254.169.254?PARAMETER'],
    ['azurerm', 'metadata_host', 'management.azure.com?PARAMETER'],
    ['consul', 'address', 'http://consul:8500?PARAMETER'],
    ['kubernetes', 'host', 'https://kubernetes?PARAMETER'],
    ['oss', 'endpoint', 'oss.example.com?PARAMETER'],
    ['oss', 'sts_endpoint', 'sts.example.com?PARAMETER'],
    ['oss', 'tablestore_endpoint', 'ots.example.com?PARAMETER'],
    ['s3', 'http_proxy', 'http://proxy/?PARAMETER'],
    ['s3', 'https_proxy', 'http://proxy/?PARAMETER'],
    ['s3', 'ec2_metadata_service_endpoint', 'http://169.254.169.254?PARAMETER'],
  ])('%s: a parameter of %s', (type, argument, address) => {
    for (const name of SECRET_PARAMETERS) {
      const given = new Map([
        ...(LEAST[type] ?? 'type: s3, bucket: acme-states').split(', ').map((pair) => pair.split(': ', 2)),
        ...(argument === 'unlock_address' ? [['lock_address', 'https://states.example.com/acme']] : []),
        [argument, JSON.stringify(address.replace('PARAMETER', `${name}=hunter22`))],
      ] as [string, string][]);
      const yaml = [...given].map(([key, value]) => `  ${key}: ${value}\n`).join('');
      expect([name, lines(`${MINIMAL}state_backend:\n${yaml}`)]).toEqual([
        name,
        [expect.stringMatching(`${argument}: has a secret among its parameters, and secrets do not belong here$`)],
      ]);
    }
  });
});

test.each([
  '{ type: kubernetes, labels: { exec: nightly, keeps-secrets: "yes", compat: v1 } }',
  '{ type: http, address: "https://states.example.com:8443/acme?environment=acme&encode=none&sv=2024-11-04" }',
  '{ type: http, address: "https://states.example.com/acme@production?api-version=2" }',
  '{ type: consul, address: "https://consul:8501" }',
  '{ type: pg, conn_str: "postgres://me@db.example.com:5432/states?sslmode=require&sslkey=client.key" }',
  '{ type: pg, conn_str: "host=db.example.com user=me@acme passfile=/run/pgpass" }',
])('no secret is seen where there is none: %s', (yaml) => {
  expect(load(`${MINIMAL}state_backend: ${yaml}\n`).settings.stack.name).toBe('acme');
});

import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { execa } from 'execa';
import { schemaTree } from '../../tools/schema';
import { CallRecorder } from '../support/call-recorder';
import { environmentYaml, ROOT, synthesize, temporaryDirectory } from '../support/synthesize';
import { Terraform } from '../support/terraform';
import { killGroup } from '../support/watch';

const CERTIFICATE = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';

interface Backend {
  /** What an environment gives: the least, and every argument that it may give. `URL` is the recorder's. */
  readonly least: Record<string, unknown>;
  readonly all: Record<string, unknown>;
  /** What the app writes for the least, for an environment `acme`. */
  readonly written: Record<string, unknown>;
  /** Where Terraform finds its credentials. */
  readonly environment?: Record<string, string>;
  /** How far Terraform gets: to the service, with the state's place in its hands, or to the next thing that is missing. */
  readonly leastReaches: string | RegExp;
  readonly allReaches: string | RegExp;
}

const BACKENDS: Record<string, Backend> = {
  gcs: {
    least: { bucket: 'acme-states', storage_custom_endpoint: 'URL/storage/v1/b' },
    all: {
      bucket: 'acme-states',
      prefix: 'states/acme',
      kms_encryption_key: 'projects/p/locations/l/keyRings/r/cryptoKeys/k',
      impersonate_service_account: 'states@acme.iam.gserviceaccount.com',
      impersonate_service_account_delegates: ['deploy@acme.iam.gserviceaccount.com'],
      storage_custom_endpoint: 'URL/storage/v1/b',
    },
    written: { bucket: 'acme-states', prefix: 'acme', storage_custom_endpoint: 'URL/storage/v1/b' },
    environment: { GOOGLE_OAUTH_ACCESS_TOKEN: 'token' },
    leastReaches: /^GET \/storage\/v1\/b\/acme-states\/o\?.*&prefix=acme\/&/,
    allReaches: 'CONNECT iamcredentials.googleapis.com:443',
  },
  azurerm: {
    least: { storage_account_name: 'acmestates', container_name: 'states' },
    all: {
      storage_account_name: 'acmestates',
      container_name: 'states',
      key: 'acme.tfstate',
      use_azuread_auth: true,
      tenant_id: '00000000-0000-0000-0000-000000000000',
      subscription_id: '00000000-0000-0000-0000-000000000000',
      resource_group_name: 'states',
      lookup_blob_endpoint: false,
      use_cli: false,
      use_msi: false,
      use_oidc: true,
      use_aks_workload_identity: false,
      client_id: '00000000-0000-0000-0000-000000000000',
      client_id_file_path: '/missing/client-id',
      client_secret_file_path: '/missing/client-secret',
      client_certificate_path: '/missing/certificate.pfx',
      oidc_token_file_path: '/missing/oidc-token',
      oidc_request_url: 'https://token.example.com',
      ado_pipeline_service_connection_id: '00000000-0000-0000-0000-000000000000',
      msi_endpoint: 'http://169.254.169.254/metadata/identity/oauth2/token',
      environment: 'public',
      metadata_host: 'management.azure.com',
      snapshot: true,
    },
    written: { storage_account_name: 'acmestates', container_name: 'states', key: 'acme/terraform.tfstate' },
    environment: { ARM_ACCESS_KEY: 'a2V5' },
    leastReaches: 'CONNECT acmestates.blob.core.windows.net:443',
    allReaches: /reading OIDC Token from file "\/missing\/oidc-token"/,
  },
  http: {
    least: { address: 'URL/acme' },
    all: {
      address: 'URL/acme',
      lock_address: 'URL/acme/lock',
      unlock_address: 'URL/acme/unlock',
      update_method: 'PUT',
      lock_method: 'POST',
      unlock_method: 'DELETE',
      username: 'palier',
      client_ca_certificate_pem: CERTIFICATE,
      client_certificate_pem: CERTIFICATE,
      skip_cert_verification: true,
      retry_max: 0,
      retry_wait_min: 1,
      retry_wait_max: 2,
    },
    written: { address: 'URL/acme', lock_address: 'URL/acme', unlock_address: 'URL/acme' },
    leastReaches: 'GET /acme',
    allReaches: /client_certificate_pem is set but client_private_key_pem is not/,
  },
  pg: {
    least: { conn_str: 'postgres://127.0.0.1:PORT/states?sslmode=disable' },
    all: {
      conn_str: 'postgres://127.0.0.1:PORT/states?sslmode=disable',
      schema_name: 'acme',
      skip_schema_creation: true,
      skip_table_creation: true,
      skip_index_creation: true,
    },
    written: { conn_str: 'postgres://127.0.0.1:PORT/states?sslmode=disable', schema_name: 'terraform_acme' },
    // The recorder speaks no PostgreSQL, and __tests__/deploy/state-backends-pg.test.ts has a real one.
    leastReaches: /Error: (pq: |.*unexpected message|.*EOF|.*connection reset)/,
    allReaches: /Error: (pq: |.*unexpected message|.*EOF|.*connection reset)/,
  },
  consul: {
    least: { address: 'HOST' },
    all: {
      path: 'states/acme',
      address: 'HOST',
      scheme: 'http',
      datacenter: 'dc1',
      gzip: true,
      lock: true,
      ca_file: 'ca.pem',
      cert_file: 'certificate.pem',
      key_file: 'key.pem',
    },
    written: { path: 'acme/terraform.tfstate', address: 'HOST', lock: true },
    leastReaches: 'GET /v1/kv/acme/terraform.tfstate-env:?keys=&separator=/',
    // The stack lies in cdktf.out/stacks/acme, the file in the project.
    allReaches: /open \.\.\/\.\.\/\.\.\/certificate.pem: no such file/,
  },
  kubernetes: {
    least: { config_path: 'kubeconfig' },
    all: {
      secret_suffix: 'acme',
      namespace: 'states',
      labels: { team: 'platform' },
      config_paths: ['kubeconfig', '/missing/kubeconfig'],
      config_context: 'test',
      config_context_auth_info: 'test',
      config_context_cluster: 'test',
      in_cluster_config: false,
      host: 'URL',
      username: 'palier',
      client_certificate: CERTIFICATE,
      cluster_ca_certificate: CERTIFICATE,
      insecure: false,
      exec: { api_version: 'client.authentication.k8s.io/v1', command: 'login', args: ['--quiet'], env: { A: 'b' } },
    },
    written: { secret_suffix: 'acme-state', config_path: '../../../kubeconfig' },
    leastReaches: 'GET /api/v1/namespaces/default/secrets?labelSelector=tfstate=true',
    // As the description of `exec` says.
    allReaches: /interactiveMode must be specified/,
  },
  oss: {
    least: { bucket: 'acme-states', tablestore_endpoint: 'HOST', tablestore_table: 'locks', endpoint: 'URL' },
    all: {
      bucket: 'acme-states',
      prefix: 'states',
      key: 'acme.tfstate',
      region: 'cn-beijing',
      tablestore_endpoint: 'HOST',
      tablestore_table: 'locks',
      encrypt: true,
      acl: 'private',
      profile: 'acme',
      shared_credentials_file: '~/.aliyun/config.json',
      ecs_role_name: 'states',
      assume_role_role_arn: 'acs:ram::123456789012:role/states',
      assume_role_session_name: 'palier',
      assume_role_session_expiration: 900,
      assume_role_policy: '{}',
      endpoint: 'URL',
      sts_endpoint: 'sts.cn-beijing.aliyuncs.com',
    },
    written: {
      bucket: 'acme-states',
      prefix: 'acme',
      tablestore_endpoint: 'HOST',
      tablestore_table: 'locks',
      encrypt: true,
      endpoint: 'URL',
    },
    environment: { ALICLOUD_ACCESS_KEY: 'id', ALICLOUD_SECRET_KEY: 'key' },
    leastReaches: /^GET \/acme-states\/\?.*prefix=acme\/$/,
    allReaches: 'CONNECT sts.cn-beijing.aliyuncs.com:443',
  },
  cos: {
    least: { bucket: 'acme-states-1250000000', region: 'ap-guangzhou' },
    all: {
      bucket: 'acme-states-1250000000',
      prefix: 'states',
      key: 'acme.tfstate',
      region: 'ap-guangzhou',
      encrypt: true,
      acl: 'private',
      accelerate: true,
      endpoint: 'https://cos-internal.ap-guangzhou.tencentcos.cn',
      domain: 'tencentcloudapi.com',
      profile: 'acme',
      shared_credentials_dir: '~/.tccli',
      cam_role_name: 'states',
      assume_role: {
        role_arn: 'qcs::cam::uin/1:roleName/states',
        session_name: 'palier',
        session_duration: 7200,
        policy: '{}',
        external_id: 'acme',
      },
    },
    written: { bucket: 'acme-states-1250000000', prefix: 'acme', region: 'ap-guangzhou' },
    environment: { TENCENTCLOUD_SECRET_ID: 'id', TENCENTCLOUD_SECRET_KEY: 'key' },
    leastReaches: 'CONNECT acme-states-1250000000.cos.ap-guangzhou.myqcloud.com:443',
    allReaches: 'GET /latest/meta-data/cam/security-credentials/states',
  },
  cloud: {
    least: { organization: 'acme' },
    all: {
      organization: 'acme',
      hostname: 'terraform.acme.example',
      workspaces: { tags: { layer: 'data' }, project: 'acme' },
    },
    written: { organization: 'acme', workspaces: { name: 'acme' } },
    environment: { TF_TOKEN_app_terraform_io: 'token', TF_TOKEN_terraform_acme_example: 'token' },
    leastReaches: 'CONNECT app.terraform.io:443',
    allReaches: 'CONNECT terraform.acme.example:443',
  },
  remote: {
    least: { organization: 'acme' },
    all: { organization: 'acme', hostname: 'terraform.acme.example', workspaces: { prefix: 'acme-' } },
    written: { organization: 'acme', workspaces: { name: 'acme' } },
    environment: { TF_TOKEN_app_terraform_io: 'token', TF_TOKEN_terraform_acme_example: 'token' },
    leastReaches: 'CONNECT app.terraform.io:443',
    allReaches: 'CONNECT terraform.acme.example:443',
  },
};

/** Synthesizes the environment, and starts `terraform init` on what came of it. `validate` looks at no backend. */
async function initialize(type: string, given: Record<string, unknown>, environment: Record<string, string> = {}) {
  const directory = await temporaryDirectory();
  return CallRecorder.with(async ({ url, firstCall }) => {
    const { host, port } = new URL(url);
    const here = <Value>(value: Value): Value =>
      JSON.parse(JSON.stringify(value).replaceAll('URL', url).replaceAll('HOST', host).replaceAll('PORT', port));
    const { stackDirectory } = await synthesize(
      environmentYaml({ state_backend: { type, ...here(given) } }),
      directory,
    );
    const { terraform: settings } = JSON.parse(await readFile(join(stackDirectory, 'cdk.tf.json'), 'utf8'));
    await writeFile(join(directory, 'kubeconfig'), KUBECONFIG(url));
    const terraform = new Terraform(stackDirectory, {
      PATH: process.env.PATH,
      HOME: directory,
      CHECKPOINT_DISABLE: '1',
      HTTP_PROXY: url,
      HTTPS_PROXY: url,
      ...environment,
    });
    const init = terraform.start(['init', '-input=false', '-no-color'], {
      detached: true,
      stdin: 'ignore',
      reject: false,
    });
    const reached = await Promise.race([firstCall, init.then(({ all }) => String(all).replace(/\s+/g, ' '))]);
    await killGroup(init);
    return { settings, here, reached };
  });
}

const KUBECONFIG = (server: string) =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'test',
    clusters: [{ name: 'test', cluster: { server } }],
    contexts: [{ name: 'test', context: { cluster: 'test', user: 'test' } }],
    users: [{ name: 'test', user: {} }],
  });

const named = Object.entries(BACKENDS);

test.each(named)(
  '%s: the app writes the block that Terraform takes, and asks the right place',
  async (type, backend) => {
    const { settings, here, reached } = await initialize(type, backend.least, backend.environment);
    const written = here(backend.written);
    const { backend: block, cloud } = settings;
    expect({ block, cloud }).toEqual(
      type === 'cloud' ? { block: undefined, cloud: written } : { block: { [type]: written }, cloud: undefined },
    );
    expect(reached).toEqual(
      typeof backend.leastReaches === 'string' ? backend.leastReaches : expect.stringMatching(backend.leastReaches),
    );
  },
);

test.each(named)(
  '%s: Terraform knows every argument that an environment may give',
  async (type, { all, environment, allReaches }) => {
    const { reached } = await initialize(type, all, environment);
    expect(reached).not.toMatch(/Extraneous JSON object|Incorrect attribute|Inappropriate value|Missing required/);
    expect(reached).toEqual(typeof allReaches === 'string' ? allReaches : expect.stringMatching(allReaches));
  },
);

test('each type and each argument is tried here, or where it is deployed', () => {
  const options = schemaTree().properties?.state_backend?.oneOf ?? [];
  const allowed = Object.fromEntries(
    options.map(({ properties }) => {
      const { type, ...others } = properties ?? {};
      return [String(type?.const), Object.keys(others).sort()];
    }),
  );
  const { local: _local, s3: _s3, ...rest } = allowed;
  const tried = named.map(([type, { least, all }]) => [
    type,
    [...new Set([...Object.keys(least), ...Object.keys(all)])].sort(),
  ]);
  expect(Object.fromEntries(tried)).toEqual(rest);
});

/** CDKTF's own class for it looks for a Terraform binary, so the app has one of its own. */
test('cloud: the same block without Terraform on PATH, and on CDK Terrain', async () => {
  const yaml = environmentYaml({ state_backend: { type: 'cloud', organization: 'acme' } });
  const directory = await temporaryDirectory();
  const bundle = join(directory, 'main.cjs');
  await build({
    entryPoints: [join(ROOT, 'main.ts')],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    alias: { cdktf: 'cdktn' },
    define: { 'import.meta.dirname': JSON.stringify(ROOT) },
    logLevel: 'error',
  });
  const environmentFile = join(directory, 'acme.yaml');
  await writeFile(environmentFile, yaml);
  const written = async (app: string) => {
    const out = join(directory, `${basename(app)}.out`);
    await execa(process.execPath, [app], {
      env: { PATH: '', PALIER_ENVIRONMENTS: environmentFile, CDKTF_OUTDIR: out },
    });
    const { terraform } = JSON.parse(await readFile(join(out, 'stacks', 'acme', 'cdk.tf.json'), 'utf8'));
    return { backend: terraform.backend, cloud: terraform.cloud };
  };
  const expected = { backend: undefined, cloud: { organization: 'acme', workspaces: { name: 'acme' } } };
  expect(await written(join(ROOT, 'tools', 'app.mjs'))).toEqual(expected);
  expect(await written(bundle)).toEqual(expected);
});

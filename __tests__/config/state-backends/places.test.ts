import { loadEnvironments } from '../../../config';
import { directory, lines, MINIMAL, problemsIn } from '../support';
import { backend, LEAST } from './least';

/** In another account: nothing in common but what a test adds. */
function elsewhere(name: string): string {
  return MINIMAL.replace('acme', name).replace('123456789012', '210987654321');
}

describe('by default, the environment has a place of its own', () => {
  test.each([
    ['gcs', { prefix: 'my-shop-2' }],
    ['azurerm', { key: 'my-shop-2/terraform.tfstate' }],
    ['pg', { schema_name: 'terraform_my_shop_2' }],
    ['consul', { path: 'my-shop-2/terraform.tfstate', lock: true }],
    // Terraform refuses a suffix that ends with a number.
    ['kubernetes', { secret_suffix: 'my-shop-2-state' }],
    ['oss', { prefix: 'my-shop-2', encrypt: true }],
    ['cos', { prefix: 'my-shop-2' }],
    ['cloud', { workspaces: { name: 'my-shop-2' } }],
    ['remote', { workspaces: { name: 'my-shop-2' } }],
  ])('%s', (type, expected) => {
    expect(backend(`{ ${LEAST[type]} }`, 'my-shop-2')).toMatchObject(expected);
  });

  test.each(Object.entries(LEAST).filter(([type]) => type !== 'http'))('%s: two share the rest', (_type, least) => {
    const line = `state_backend: { ${least} }\n`;
    const files = { 'a.yaml': MINIMAL + line, 'b.yaml': elsewhere('b') + line };
    const names = loadEnvironments({ directory: directory(files), variable: undefined }).environments.map(
      ({ settings }) => settings.stack.name,
    );
    expect(names).toEqual(['acme', 'b']);
  });
});

describe('two environments in one place are an error, however the place is written', () => {
  test.each([
    ['gcs', `${LEAST.gcs}, prefix: x`, `${LEAST.gcs}, prefix: x/`, 'gs://acme-states/x/default.tfstate'],
    [
      'azurerm',
      `${LEAST.azurerm}, key: x`,
      `${LEAST.azurerm}, key: x, use_azuread_auth: true`,
      'azurerm://acmestates/states/x',
    ],
    [
      'http',
      LEAST.http,
      'type: http, address: "HTTPS://STATES.example.com:443/acme#b"',
      'https://states.example.com/acme',
    ],
    [
      'pg',
      'type: pg, schema_name: x, conn_str: "postgres://me@DB.example.com/states?sslmode=require"',
      'type: pg, schema_name: x, conn_str: "host=db.example.com port=5432 user=you dbname=\'states\'"',
      'postgres://db.example.com:5432/states, schema x',
    ],
    [
      'pg of the environment',
      'type: pg, schema_name: x',
      'type: pg, schema_name: x',
      'postgres://PG_CONN_STR, schema x',
    ],
    [
      'consul',
      `${LEAST.consul}, path: x`,
      `${LEAST.consul}, path: x, gzip: true`,
      "consul://127.0.0.1:8500/the agent's datacenter/x",
    ],
    [
      'consul on the machine',
      `${LEAST.consul}, path: x`,
      `${LEAST.consul}, path: x, address: "127.0.0.1:8500"`,
      "consul://127.0.0.1:8500/the agent's datacenter/x",
    ],
    [
      'consul by name',
      `${LEAST.consul}, path: x, address: "http://LOCALHOST:8500/"`,
      `${LEAST.consul}, path: x`,
      "consul://127.0.0.1:8500/the agent's datacenter/x",
    ],
    [
      'kubernetes',
      'type: kubernetes, secret_suffix: x, config_path: ~/.kube/config',
      'type: kubernetes, secret_suffix: x, config_path: ~/.kube/config, namespace: default',
      'kubernetes://~/.kube/config/default/x',
    ],
    [
      'kubernetes by its host',
      'type: kubernetes, secret_suffix: x, host: "https://K8S.example.com:443"',
      'type: kubernetes, secret_suffix: x, host: "https://k8s.example.com/#a"',
      'kubernetes://https://k8s.example.com/default/x',
    ],
    [
      'oss',
      `${LEAST.oss}, prefix: x`,
      `${LEAST.oss}, prefix: x, key: terraform.tfstate`,
      'oss://acme-states/x/terraform.tfstate',
    ],
    [
      'cos',
      `${LEAST.cos}, prefix: x`,
      `${LEAST.cos}, prefix: x, key: terraform.tfstate`,
      'cos://acme-states-1250000000/x/terraform.tfstate',
    ],
    [
      'cloud and remote',
      'type: cloud, organization: acme, workspaces: { name: x }',
      'type: remote, organization: acme, hostname: APP.terraform.io, workspaces: { name: x }',
      'app.terraform.io/acme/x',
    ],
    [
      'tags of cloud',
      'type: cloud, organization: acme, workspaces: { tags: [x] }',
      'type: cloud, organization: acme, workspaces: { tags: [x] }',
      'app.terraform.io/acme/ tags ["x"]',
    ],
  ])('%s', (_type, one, other, place) => {
    const files = {
      'a.yaml': `${MINIMAL}state_backend: { ${one} }\n`,
      'b.yaml': `${elsewhere('b')}state_backend: { ${other} }\n`,
    };
    const message = expect.stringMatching(/^is where the state of .*a\.yaml lies \(got /);
    const problems = problemsIn(files);
    expect(problems).toEqual([{ file: 'b.yaml', line: 8, column: 1, path: 'state_backend', message }]);
    expect(problems[0]?.message).toContain(`(got ${place})`);
  });
});

describe('files', () => {
  test('are found from the project, and below the home directory where Terraform does', () => {
    expect(
      backend('{ type: kubernetes, config_paths: [kubeconfig, ~/.kube/config, /etc/kubeconfig] }').config_paths,
    ).toEqual(['../../../kubeconfig', '~/.kube/config', '/etc/kubeconfig']);
    expect(backend('{ type: consul, ca_file: certificates/ca.pem }').ca_file).toBe('../../../certificates/ca.pem');
  });

  test('are refused with a ~ that Terraform would not replace', () => {
    expect(lines(`${MINIMAL}state_backend: { type: consul, ca_file: ~/ca.pem }\n`)).toEqual([
      expect.stringContaining('begins with ~ (got "~/ca.pem"), which Terraform does not know: write the whole path'),
    ]);
  });
});

describe('HCP Terraform', () => {
  test.each([
    ['{ tags: [data, production] }', { tags: ['data', 'production'] }],
    ['{ tags: { layer: data }, project: shop }', { tags: { layer: 'data' }, project: 'shop' }],
    ['{ project: shop }', { name: 'acme', project: 'shop' }],
    ['{ name: shop }', { name: 'shop' }],
    ['', { name: 'acme' }],
  ])('cloud takes the workspaces %s', (yaml, workspaces) => {
    expect(backend(`{ ${LEAST.cloud}, workspaces: ${yaml} }`).workspaces).toEqual(workspaces);
  });

  test('remote takes a prefix of workspaces', () => {
    expect(backend(`{ ${LEAST.remote}, workspaces: { prefix: shop- } }`).workspaces).toEqual({ prefix: 'shop-' });
  });
});

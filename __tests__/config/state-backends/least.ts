import { load, MINIMAL } from '../support';

/** The keys in `state_backend: { ... }`: the least that each backend needs. */
export const LEAST: Record<string, string> = {
  gcs: 'type: gcs, bucket: acme-states',
  azurerm: 'type: azurerm, storage_account_name: acmestates, container_name: states',
  http: 'type: http, address: "https://states.example.com/acme"',
  pg: 'type: pg',
  consul: 'type: consul',
  kubernetes: 'type: kubernetes',
  oss: 'type: oss, bucket: acme-states, tablestore_endpoint: t.cn-beijing.ots.aliyuncs.com, tablestore_table: locks',
  cos: 'type: cos, bucket: acme-states-1250000000',
  cloud: 'type: cloud, organization: acme',
  remote: 'type: remote, organization: acme',
};

/** The arguments that the backend gets. */
export function backend(yaml: string, name = 'acme') {
  const minimal = MINIMAL.replace('acme', name);
  return load(`${minimal}state_backend: ${yaml}\n`).settings.stack.stateBackend.arguments;
}

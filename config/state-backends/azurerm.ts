import * as z from 'zod';
import { about, choice, compare, keysOf, text } from '../fields';
import { address, file, flag, nonEmpty, objectKey, terraform, url } from './arguments';
import { type BackendContext, defaultKey, type StateBackend } from './backend';

/** @see https://learn.microsoft.com/azure/storage/common/storage-account-overview#storage-account-name (2026-11-22) */
const storageAccount = text(
  /^[a-z0-9]{3,24}$/,
  'is not a name of a storage account (got {got}, allowed 3 to 24 lower-case letters and digits)',
);

/** @see https://learn.microsoft.com/rest/api/storageservices/naming-and-referencing-containers--blobs--and-metadata (2026-11-22) */
const container = text(
  /^(?=.{3,63}$)(\$root|[a-z0-9]+(-[a-z0-9]+)*)$/,
  'is not a name of a container (got {got}, allowed 3 to 63 lower-case letters, digits and single hyphens)',
);

const id = nonEmpty;

/** @see https://developer.hashicorp.com/terraform/language/v1.11.x/backend/azurerm (2026-11-22) */
const schema = keysOf(
  {
    type: z.literal('azurerm'),
    storage_account_name: about(storageAccount, {
      what: 'The storage account of the state. It exists already.',
      why: "its name is the whole world's, so there is no default.",
    }),
    container_name: about(container, {
      what: 'The container in the storage account. It exists already.',
      why: 'nobody can guess it.',
    }),
    key: about(objectKey.optional(), {
      what: "The state's blob in the container.",
      derived: '<name>/terraform.tfstate',
      why: 'environments share a container without sharing a state.',
    }),
    use_azuread_auth: about(
      flag(),
      terraform('Whether to reach the blob as an identity of Entra ID, not by an access key.'),
    ),
    tenant_id: about(id.optional(), terraform('The tenant of that identity.')),
    subscription_id: about(id.optional(), terraform('The subscription of the storage account.')),
    resource_group_name: about(
      nonEmpty.optional(),
      terraform('The resource group of the storage account: to look up its access key or its endpoint.'),
    ),
    lookup_blob_endpoint: about(
      flag(),
      terraform('Whether to ask Azure for the endpoint: for Azure DNS zone endpoints.'),
    ),
    use_cli: about(flag(), terraform('Whether to use the session of the Azure CLI.')),
    use_msi: about(flag(), terraform('Whether to use the managed identity of the machine.')),
    use_oidc: about(flag(), terraform('Whether to use workload identity federation.')),
    use_aks_workload_identity: about(flag(), terraform('Whether to use the workload identity of AKS.')),
    client_id: about(id.optional(), terraform('The client id of the identity.')),
    client_id_file_path: about(file.optional(), terraform('A file with the client id.')),
    client_secret_file_path: about(file.optional(), terraform('A file with the client secret.')),
    client_certificate_path: about(file.optional(), terraform('A file with the client certificate, PKCS#12.')),
    oidc_token_file_path: about(file.optional(), terraform('A file with an ID token.')),
    oidc_request_url: about(url.optional(), terraform('Where to ask for an ID token.')),
    ado_pipeline_service_connection_id: about(
      id.optional(),
      terraform('The service connection of an Azure DevOps pipeline.'),
    ),
    msi_endpoint: about(url.optional(), terraform('The address of the managed identity service.')),
    environment: about(
      choice('public', 'china', 'usgovernment').optional(),
      terraform('The cloud: public, china or usgovernment.'),
    ),
    metadata_host: about(address.optional(), terraform('The host that tells the endpoints of a custom cloud.')),
    snapshot: about(flag(), terraform('Whether to take a snapshot of the blob before each use.')),
  },
  compare(['lookup_blob_endpoint', 'resource_group_name'], (value, report) => {
    if (value.lookup_blob_endpoint && value.resource_group_name === undefined) {
      report(['lookup_blob_endpoint'], 'needs resource_group_name (got {got}): name the resource group');
    }
  }),
);

export const azurerm: StateBackend<typeof schema> = {
  schema,
  secrets: {
    access_key: 'set the environment variable ARM_ACCESS_KEY, or use use_azuread_auth',
    sas_token: 'set the environment variable ARM_SAS_TOKEN, or use use_azuread_auth',
    client_secret: 'set the environment variable ARM_CLIENT_SECRET',
    client_certificate:
      'set the environment variable ARM_CLIENT_CERTIFICATE, or name a file in client_certificate_path',
    client_certificate_password: 'set the environment variable ARM_CLIENT_CERTIFICATE_PASSWORD',
    oidc_token: 'set the environment variable ARM_OIDC_TOKEN, or name a file in oidc_token_file_path',
    oidc_request_token: 'set the environment variable ARM_OIDC_REQUEST_TOKEN',
  },
  arguments: (given, context) => ({ ...given, key: keyOf(given, context) }),
  place: (given, context) => `azurerm://${given.storage_account_name}/${given.container_name}/${keyOf(given, context)}`,
};

function keyOf(given: z.output<typeof schema>, context: BackendContext): string {
  return given.key ?? defaultKey(context);
}

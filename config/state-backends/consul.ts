import * as z from 'zod';
import { about, choice, compare, keysOf } from '../fields';
import { address, file, flag, nonEmpty, objectKey, terraform } from './arguments';
import { type BackendContext, defaultKey, type StateBackend } from './backend';

/** @see https://developer.hashicorp.com/terraform/language/v1.11.x/backend/consul (2026-11-22) */
const schema = keysOf(
  {
    type: z.literal('consul'),
    path: about(objectKey.optional(), {
      what: "The state's key in the key-value store.",
      derived: '<name>/terraform.tfstate',
      why: 'environments share a cluster without sharing a state.',
    }),
    address: about(address.optional(), terraform('The endpoint of Consul, name:port: the local agent.')),
    scheme: about(choice('http', 'https').optional(), terraform('How to talk to the address: http or https.')),
    datacenter: about(nonEmpty.optional(), terraform("The datacenter: the agent's.")),
    gzip: about(flag(), terraform('Whether to compress the state.')),
    lock: about(z.boolean().default(true), {
      what: 'Whether a lock keeps two runs apart.',
      why: 'two applies at once corrupt a state.',
    }),
    ca_file: about(file.optional(), terraform('A file of root certificates.')),
    cert_file: about(file.optional(), terraform('The file of a client certificate.')),
    key_file: about(file.optional(), terraform("The file of the client certificate's key.")),
  },
  compare(['lock'], (value, report) => {
    if (!value.lock) report(['lock'], 'leaves the state without a lock (got {got}): set it to true, or remove it');
  }),
  compare(['cert_file', 'key_file'], (value, report) => {
    if (value.cert_file !== undefined && value.key_file === undefined) {
      report(['cert_file'], 'needs key_file (got {got}): name the file of its key');
    }
  }),
);

export const consul: StateBackend<typeof schema> = {
  schema,
  secrets: {
    access_token: 'set the environment variable CONSUL_HTTP_TOKEN',
    http_auth: 'set the environment variable CONSUL_HTTP_AUTH',
  },
  arguments: (given, context) => ({ ...given, path: pathOf(given, context) }),
  place: (given, context) =>
    `consul://${agent(given.address)}/${given.datacenter ?? "the agent's datacenter"}/${pathOf(given, context)}`,
};

function pathOf(given: z.output<typeof schema>, context: BackendContext): string {
  return given.path ?? defaultKey(context);
}

/**
 * As Consul's client for Go, which Terraform uses, reads an address.
 * @see https://github.com/hashicorp/consul/blob/main/api/api.go, defaultConfig and NewClient (2026-11-23)
 */
function agent(address = '127.0.0.1:8500'): string {
  return address
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/\/$/, '')
    .replace(/^localhost:/, '127.0.0.1:');
}

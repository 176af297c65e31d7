import * as z from 'zod';
import { about, compare, keysOf, list, text } from '../fields';
import { certificate, flag, homeFile, labels, nonEmpty, sameUrl, terraform, url } from './arguments';
import type { BackendContext, StateBackend } from './backend';

/** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#names (2026-11-22) */
const LABEL = /^(?=.{1,63}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;

const secretSuffix = text(
  LABEL,
  'is not an end of a name (got {got}, allowed 1 to 63 lower-case letters, digits and hyphens, no hyphen first or last)',
  (value) =>
    /(^|-)\d+$/.test(value)
      ? 'ends with a number (got {got}), which Terraform appends itself where a state is long: put a word behind it'
      : undefined,
);

const namespace = text(
  LABEL,
  'is not a namespace (got {got}, allowed 1 to 63 lower-case letters, digits and hyphens, no hyphen first or last)',
);

/** @see https://developer.hashicorp.com/terraform/language/v1.11.x/backend/kubernetes (2026-11-22) */
const schema = keysOf(
  {
    type: z.literal('kubernetes'),
    secret_suffix: about(secretSuffix.optional(), {
      what: "The end of the secret's name, tfstate-default-<secret_suffix>.",
      derived: '<name>-state',
      why: 'environments share a namespace without sharing a state. Terraform takes no suffix that ends with a number, and a name may.',
    }),
    namespace: about(
      namespace.optional(),
      terraform('The namespace of the secret and of the lease that locks it: default.'),
    ),
    labels: about(labels().optional(), terraform('More labels of the secret and the lease.')),
    config_path: about(
      homeFile.optional(),
      terraform('The kubeconfig file. A command that gives credentials stands in there.'),
    ),
    config_paths: about(list(homeFile).optional(), terraform('Several kubeconfig files.')),
    config_context: about(nonEmpty.optional(), terraform("The file's context.")),
    config_context_auth_info: about(nonEmpty.optional(), terraform("The file's user.")),
    config_context_cluster: about(nonEmpty.optional(), terraform("The file's cluster.")),
    in_cluster_config: about(
      flag(),
      terraform('Whether Terraform runs in a pod of the cluster, and uses its service account.'),
    ),
    host: about(url.optional(), terraform("The URL of the API server, in the place of the kubeconfig's.")),
    username: about(
      nonEmpty.optional(),
      terraform('The user of basic authentication. The password is in the environment variable KUBE_PASSWORD.'),
    ),
    client_certificate: about(
      certificate.optional(),
      terraform('The certificate of the client. Its key is in the environment variable KUBE_CLIENT_KEY_DATA.'),
    ),
    cluster_ca_certificate: about(certificate.optional(), terraform('The certificates that the server is checked by.')),
    insecure: about(flag(), terraform("Whether the server's certificate may be wrong.")),
  },
  compare(['config_path', 'config_paths'], (value, report) => {
    if (value.config_path !== undefined && value.config_paths !== undefined) {
      report(['config_paths'], 'cannot be given with config_path, which Terraform prefers: give one of them');
    }
  }),
);

export const kubernetes: StateBackend<typeof schema> = {
  schema,
  secrets: {
    password: 'set the environment variable KUBE_PASSWORD',
    client_key: 'set the environment variable KUBE_CLIENT_KEY_DATA',
    token: 'set the environment variable KUBE_TOKEN',
    // Its args and env may hold them.
    exec: 'write the command into the kubeconfig. Terraform 1.11.4 takes no exec (it asks for an interactiveMode that it does not know)',
  },
  arguments: (given, context) => ({ ...given, secret_suffix: suffixOf(given, context) }),
  place: (given, context) => {
    const { host, config_context_cluster, config_context, config_path, config_paths = [] } = given;
    const cluster =
      (host && sameUrl(host).replace(/\/$/, '')) ??
      config_context_cluster ??
      config_context ??
      config_path ??
      (config_paths.join(':') || 'the current cluster');
    return `kubernetes://${cluster}/${given.namespace ?? 'default'}/${suffixOf(given, context)}`;
  },
};

function suffixOf(given: z.output<typeof schema>, { name }: BackendContext): string {
  return given.secret_suffix ?? `${name}-state`;
}

import * as z from 'zod';
import { about, compare, keysOf, text, wholeNumber } from '../fields';
import { certificate, flag, nonEmpty, sameUrl, terraform, url } from './arguments';
import type { StateBackend } from './backend';

const method = text(/^[A-Z]+$/, 'is not a method of HTTP (got {got}, allowed such as POST, PUT, LOCK)');

const attempts = wholeNumber(0, 100);
const seconds = wholeNumber(0, 3600, 'seconds');

/** @see https://developer.hashicorp.com/terraform/language/v1.11.x/backend/http (2026-11-22) */
const schema = keysOf(
  {
    type: z.literal('http'),
    address: about(url, {
      what: 'The URL of the state, which GET reads.',
      why: 'nobody can guess it. Each environment has one of its own.',
    }),
    lock_address: about(url.optional(), {
      what: 'The URL that takes the lock.',
      derived: '<address>',
      why: 'Terraform would go without a lock, and two applies at once corrupt a state. A server that knows no locks refuses.',
    }),
    unlock_address: about(url.optional(), {
      what: 'The URL that gives the lock back.',
      derived: '<lock_address>',
      why: 'most servers have one URL for both.',
    }),
    update_method: about(method.optional(), terraform('The method that writes the state: POST.')),
    lock_method: about(method.optional(), terraform('The method that takes the lock: LOCK.')),
    unlock_method: about(method.optional(), terraform('The method that gives the lock back: UNLOCK.')),
    username: about(
      nonEmpty.optional(),
      terraform('The user of basic authentication. The password is in the environment variable TF_HTTP_PASSWORD.'),
    ),
    client_ca_certificate_pem: about(
      certificate.optional(),
      terraform('The certificates that the server is checked by.'),
    ),
    client_certificate_pem: about(
      certificate.optional(),
      terraform(
        'The certificate of the client. Its key is in the environment variable TF_HTTP_CLIENT_PRIVATE_KEY_PEM.',
      ),
    ),
    skip_cert_verification: about(flag(), terraform("Whether the server's certificate may be wrong.")),
    retry_max: about(attempts.optional(), terraform('How often a call is tried again: 2 times.')),
    retry_wait_min: about(seconds.optional(), terraform('The shortest wait between two tries: 1 second.')),
    retry_wait_max: about(seconds.optional(), terraform('The longest wait between two tries: 30 seconds.')),
  },
  compare(['lock_address', 'unlock_address'], (value, report) => {
    if (value.lock_address === undefined && value.unlock_address !== undefined) {
      report(['unlock_address'], 'is given without lock_address (got {got}): give both, or neither');
    }
  }),
  compare(['retry_wait_min', 'retry_wait_max'], (value, report) => {
    if ((value.retry_wait_min ?? 1) > (value.retry_wait_max ?? 30)) {
      report(['retry_wait_min'], `is longer than retry_wait_max (got {got}, and ${value.retry_wait_max ?? 30})`);
    }
  }),
);

export const http: StateBackend<typeof schema> = {
  schema,
  secrets: {
    password: 'set the environment variable TF_HTTP_PASSWORD',
    client_private_key_pem: 'set the environment variable TF_HTTP_CLIENT_PRIVATE_KEY_PEM',
  },
  arguments: (given) => {
    const lock = given.lock_address ?? given.address;
    return { ...given, lock_address: lock, unlock_address: given.unlock_address ?? lock };
  },
  place: (given) => sameUrl(given.address),
};

const SCHEME = /^(https?:|[a-z][a-z0-9+.-]*:\/\/)/i;

/** A `/`, `#` or `?` may be in a password that nobody encoded, so an `@` behind a `:` counts wherever it is. */
const USER = /^[/\\]*[^/\\?#]*@|:.*@/;

/** `X-Amz-Signature` and `privateToken` as well as `token`; not `encode`, and not `key`, which may be the state's. */
const SECRET_NAME =
  /token|passw(or)?d|passphrase|secret|credential|signature|(api|access|account|function|master|private|shared|subscription)[-_.]?key|(^|[^a-z]|auth)(authorization|bearer|code|jwt|o?auth|pass|pat|psk|pwd|sas|sig)$/i;

/** Whether an address has `user@` or `user:password@` in it. */
export function hasUser(address: string): boolean {
  return USER.test(address.replace(/\s/g, '').replace(SCHEME, ''));
}

/** Whether a parameter of an address, by its name, could only be a secret: `?private_token=`, `&sig=`. */
export function hasSecretParameter(address: string): boolean {
  return parameterNames(address).some((name) => SECRET_NAME.test(name));
}

/** The names of parameters, in the fragment too, as a server reads them: `%74oken` is `token`. */
export function parameterNames(address: string): string[] {
  const [, ...pairs] = address.split(/[?#&;]/);
  return [...new URLSearchParams(pairs.join('&')).keys()].map((name) => name.trim());
}

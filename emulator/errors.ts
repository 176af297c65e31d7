/** Something the user can do something about: shown as its message alone, never with a stack trace. */
export class EmulatorError extends Error {
  override name = 'EmulatorError';
}

/** Something the user can do something about: shown as its message alone, never with a stack trace. */
export class EmulatorError extends Error {
  override name = 'EmulatorError';
}

/** Whether the message says all that a user needs. Those of the operating system do: they name the call and the path. */
export function isExpected(error: unknown): error is Error {
  return error instanceof EmulatorError || (error instanceof Error && 'syscall' in error);
}

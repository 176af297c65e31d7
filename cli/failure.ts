import { EXIT } from './exit-codes';

/** A mistake that a user can correct, or a state of things that the command cannot go on with: told without a stack trace. */
export class Failure extends Error {
  override name = 'Failure';

  /**
   * @param message what is wrong, where, what was given, what is allowed, what to do
   * @param exitCode see `EXIT`
   */
  constructor(
    message: string,
    readonly exitCode: number = EXIT.error,
  ) {
    super(message);
  }
}

/** The command line says what cannot be. */
export function usage(message: string): Failure {
  return new Failure(message, EXIT.usage);
}

/**
 * What to exit with after a user's mistake; undefined for anything else, which is a defect. By name: each bundle has
 * classes of its own.
 */
export function exitCodeOf(error: unknown): number | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error.name === 'Failure') return (error as Failure).exitCode;
  return error.name === 'EnvironmentError' ? EXIT.error : undefined;
}

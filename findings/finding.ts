/**
 * Something that a person should know about, found by a rule: at synthesis, in a plan, by a guardrail, by the decision
 * helper. A mistake in an environment's file is a `Problem` (config/problems.ts), not a finding: it cannot be
 * acknowledged.
 */
export interface Finding {
  /** Names the rule, in kebab case: `database-key`. Acknowledgements refer to it, so it is public and never renamed. */
  readonly id: string;
  /**
   * `error` stops what was asked for, unless it is acknowledged: then somebody has put the reason on record, and it
   * stops nothing. `warning` is said, and stops nothing.
   */
  readonly severity: Severity;
  /**
   * A Terraform address (`aws_db_instance.database`), or a place in the environment's file as `formatPath` writes it
   * (`acknowledgements[0]`).
   */
  readonly where: string;
  /** What is the matter and why it matters, with the price where it has one. Whole sentences. */
  readonly why: string;
  /** The way out, and what it takes. Whole sentences. */
  readonly whatToDo: string;
}

export type Severity = 'error' | 'warning';

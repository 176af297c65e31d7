/** A mistake in what was given: usage, price export, Terraform JSON, region. The message is for a person, one line each. */
export class CostError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'CostError';
    this.problems = problems;
  }
}

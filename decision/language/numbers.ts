/** `Intl` writes -0, and what rounds to it, with its sign. */
export function withoutNegativeZero(value: number): number {
  return Math.abs(value) < 1e-10 ? 0 : value;
}

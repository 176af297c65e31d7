/** `YYYY-MM-DD` in UTC. What decides never reads the clock itself. */
export function today(): string {
  return new Date().toISOString().slice(0, 'YYYY-MM-DD'.length);
}

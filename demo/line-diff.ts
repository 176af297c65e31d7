/** What one change did to a text, as `diff` shows it, without the lines around it. */
export function lineDiff(before: string, after: string): string[] {
  const removed = before.split('\n');
  const added = after.split('\n');
  while (removed.length > 0 && added.length > 0 && removed[0] === added[0]) {
    removed.shift();
    added.shift();
  }
  while (removed.length > 0 && added.length > 0 && removed.at(-1) === added.at(-1)) {
    removed.pop();
    added.pop();
  }
  return [...removed.map((line) => `-${line}`), ...added.map((line) => `+${line}`)];
}

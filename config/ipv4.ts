/** What is wrong with a text as an IPv4 range, or undefined. `{got}` stands for the text. */
export function cidrFault(text: string, smallest: number, largest: number): string | undefined {
  const allowed = `allowed an IPv4 range such as 10.20.0.0/16, /${smallest} to /${largest}`;
  if (text.includes(':')) return `is not IPv4 (got {got}, ${allowed}): IPv6 is not supported`;
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
  const numbers = match?.slice(1).map(Number) ?? [];
  const octets = numbers.slice(0, 4);
  const prefix = numbers[4];
  if (prefix === undefined || prefix > 32 || octets.some((octet) => octet > 255) || /(^|[./])0\d/.test(text)) {
    return `is not an IPv4 range (got {got}, ${allowed})`;
  }
  if (prefix < smallest || prefix > largest) return `has the wrong size (got {got}, ${allowed})`;
  const address = octets.reduce((sum, octet) => sum * 256 + octet, 0);
  const size = 2 ** (32 - prefix);
  if (address % size !== 0) {
    const base = address - (address % size);
    const network = [24, 16, 8, 0].map((bits) => Math.floor(base / 2 ** bits) % 256).join('.');
    return `is an address within a range, not the range (got {got}). Did you mean "${network}/${prefix}"?`;
  }
  return undefined;
}

/** Whether two ranges, both as `cidrFault` wants them, have an address in common. */
export function overlap(one: string, other: string): boolean {
  const [a, b] = [bounds(one), bounds(other)];
  return a.first <= b.last && b.first <= a.last;
}

function bounds(range: string): { first: number; last: number } {
  const [a = 0, b = 0, c = 0, d = 0, prefix = 32] = range.split(/[./]/).map(Number);
  const first = ((a * 256 + b) * 256 + c) * 256 + d;
  return { first, last: first + 2 ** (32 - prefix) - 1 };
}

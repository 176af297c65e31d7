/** A number that a text says without doubt; otherwise what is wrong with it: completes "this value ...". */
export type Amount = number | { readonly fault: string };

const THOUSAND: Readonly<Record<string, number>> = { K: 1000, k: 1000, M: 1_000_000 };

const CURRENCY = String.raw`(?:US\$|USD|\$)`;

/** `5000`, `5,000`, `5 000`, `$5K`, `5K$`, `1.5 K USD`, `5 000,50 $`. Not `5.000`, which is five or five thousand. */
export function dollarsOf(text: string): Amount {
  if (/[€£¥]|\b(EUR|GBP|CHF|CAD|JPY)\b/i.test(text)) return { fault: 'is not in US dollars (got {got}): convert it' };
  const bare = text.trim().replace(new RegExp(`^${CURRENCY}|${CURRENCY}$`, 'gi'), '');
  return numberOf(bare, 'US dollars, such as 5000, 5,000, $5K');
}

/** `1200`, `1,200`, `1.2K`. */
export function countOf(text: string): Amount {
  return numberOf(text, 'such as 1200, 1,200, 1.2K');
}

/** `99.5`, `99,5 %`, `3%`. A share such as 0.03 could be 3 % or 0.03 %, and is refused without its sign. */
export function percentOf(given: string | number, ambiguousUpTo: number): Amount {
  const text = String(given).trim();
  const match = /^(\d{1,3}(?:[.,]\d+)?)\s*(%?)$/.exec(text);
  if (match === null) {
    const negative = isNegative(text) ? 'is negative' : 'is not a percentage';
    return { fault: `${negative} (got {got}, allowed 0 to 100, such as 99.5 or "99.5 %")` };
  }
  const value = Number(match[1]?.replace(',', '.'));
  if (match[2] !== '%' && value > 0 && value <= ambiguousUpTo) {
    const asPercent = Number((value * 100).toPrecision(12));
    return { fault: `can be read in two ways (got {got}): write "${value} %" or "${asPercent} %"` };
  }
  return value;
}

function numberOf(text: string, allowed: string): Amount {
  const bare = text.trim();
  if (isNegative(bare)) return { fault: `is negative (got {got}, allowed 0 or more: ${allowed})` };
  if (/\d\s*[kKM]?\s*[-–—]\s*\$?\d/.test(bare)) return { fault: 'is a range (got {got}): give one number' };
  const [, digits = '', scale = ''] = /^(.*?)\s*([kKM]?)$/su.exec(bare) ?? [];
  const isGroup = /^[1-9]\d{0,2}([.,])\d{3}$/.exec(digits);
  // Money and people have no thousandths, so `5,000` is five thousand. A program may write 5.000 for five, though.
  if (isGroup && (scale !== '' || isGroup[1] === '.')) {
    return { fault: 'can be read in two ways (got {got}): write it without a separator of thousands' };
  }
  const plain = plainDigits(digits);
  if (plain === undefined) return { fault: `is not an amount (got {got}, allowed ${allowed})` };
  // In hundredths, as 1.1 * 1000 is 1100.0000000000002.
  return (Math.round(plain * 100) * (THOUSAND[scale] ?? 1)) / 100;
}

function isNegative(text: string): boolean {
  return /^\$?\s*[-−]\s*\$?\s*\d/.test(text);
}

/** Separators of thousands are commas, points, or spaces (the narrow ones, too); a decimal one has 1 or 2 digits after it. */
const WRITTEN = [
  /^(?:0|[1-9]\d*)(?:[.,]\d{1,2})?$/,
  /^[1-9]\d{0,2}(?:,\d{3})+(?:\.\d{1,2})?$/,
  /^[1-9]\d{0,2}(?:\.\d{3})+,\d{1,2}$/,
  /^[1-9]\d{0,2}(?:\.\d{3}){2,}$/,
  /^[1-9]\d{0,2}(?:\s\d{3})+(?:[.,]\d{1,2})?$/,
];

function plainDigits(text: string): number | undefined {
  if (!WRITTEN.some((pattern) => pattern.test(text))) return undefined;
  const [, whole = '', cents = ''] = /^(.*?)(?:[.,](\d{1,2}))?$/su.exec(text) ?? [];
  return Number(`${whole.replace(/\D/g, '')}.${cents}`);
}

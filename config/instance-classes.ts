/**
 * Memory of the classes that RDS for PostgreSQL offers, in GiB.
 *
 * Source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.Summary.html, 2026-11-22.
 * Within the families m, r and x the memory doubles with the size, so the table has one figure for each.
 */
const MEMORY_OF_LARGE: Readonly<Record<string, number>> = { c: 4, m: 8, r: 16, x: 32 };

/** The burstable families do not follow that rule below `large`. */
const MEMORY_OF_BURSTABLE: Readonly<Record<string, number>> = {
  micro: 1,
  small: 2,
  medium: 4,
  large: 8,
  xlarge: 16,
  '2xlarge': 32,
};

/** Families of today; x1, x1e, x2i*, z1d and the generations before the fourth have other proportions or are gone. */
const FAMILY =
  /^db\.(?:(t)(?:2|3|4g)|(c)6gd|(m)[4-8](?:g|gd|i|id|idn|a|d)?|(r)[4-8](?:g|gd|i|id|idn|a|b|d)?|(x)2g)\.(\w+)$/;

export const GIB = 1024 ** 3;

/** Bytes of memory, or undefined for a class that the table does not know. */
export function memoryBytes(instanceClass: string): number | undefined {
  const match = FAMILY.exec(instanceClass);
  if (match === null) return undefined;
  const [, ...groups] = match;
  const size = groups.pop() ?? '';
  const family = groups.find((group) => group !== undefined) ?? '';
  const gib = family === 't' ? MEMORY_OF_BURSTABLE[size] : scaled(MEMORY_OF_LARGE[family], size);
  return gib === undefined ? undefined : gib * GIB;
}

/**
 * Connections that RDS admits by default: `LEAST({DBInstanceClassMemory/9531392}, 5000)`. What RDS keeps of the class's
 * memory before it divides is not published; 300 MiB errs on the safe side, since an alarm above the limit never sounds.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html#RDS_Limits.MaxConnections (2026-11-22)
 */
export function maxConnections(memory: number): number {
  return Math.min(Math.floor((memory - 300 * 1024 ** 2) / 9_531_392), 5000);
}

/** The classes db.t* earn CPU credits while idle and spend them under load. */
export function isBurstable(instanceClass: string): boolean {
  return instanceClass.startsWith('db.t');
}

function scaled(large: number | undefined, size: string): number | undefined {
  if (large === undefined) return undefined;
  if (size === 'medium') return large / 2;
  if (size === 'large') return large;
  const multiple = /^(\d*)xlarge$/.exec(size);
  return multiple === null ? undefined : large * 2 * Number(multiple[1] === '' ? 1 : multiple[1]);
}

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { type Bill, type Range, USAGE_NAMES, type Usage, type UsageName, usageKey } from '../../../decision/cost';
import { EVERY_OPTION } from '../../support/every-option';
import { type Json, stackJson } from '../../support/stack-json';
import { ROOT, temporaryDirectory } from '../../support/synthesize';

/** The four sample environments, bottom to top, and the organization. */
export const SAMPLES = ['beta', 'early-ga', 'production-ga', 'enterprise', 'organization'] as const;

export type Sample = (typeof SAMPLES)[number];

/** What the real app writes for `examples/tiers`. */
export async function sampleStacks(): Promise<Record<Sample, Json>> {
  const stacks = await Promise.all(SAMPLES.map(async (sample) => [sample, await sampleStack(sample)]));
  return Object.fromEntries(stacks);
}

async function sampleStack(sample: Sample): Promise<Json> {
  const out = join(await temporaryDirectory(), 'cdktf.out');
  const file = join(ROOT, 'examples', 'tiers', `${sample}.yaml`);
  await execa('node', [join(ROOT, 'tools', 'app.mjs')], { env: { PALIER_ENVIRONMENTS: file, CDKTF_OUTDIR: out } });
  const { stacks } = JSON.parse(await readFile(join(out, 'manifest.json'), 'utf8'));
  const [stack] = Object.values<{ synthesizedStackPath: string }>(stacks);
  return JSON.parse(await readFile(join(out, String(stack?.synthesizedStackPath)), 'utf8'));
}

/** An environment at enterprise with every option that costs something. */
export function fullStack(): Promise<Json> {
  return stackJson({
    ...EVERY_OPTION,
    tier: 'enterprise',
    aws: { account_id: '123456789012', region: 'us-east-1', recovery_region: 'eu-west-1' },
    aurora: { stage: 'global' },
    logs: { application_log_groups: ['/aws/lambda/api', '/aws/lambda/worker'] },
    audit_trail: { data_events: { s3_buckets: ['acme-uploads'] } },
    firewall: {
      target_arns: ['arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/web/0123456789abcdef'],
    },
  });
}

/** The other way round, with what `fullStack` has instead: at home in eu-west-1, text messages to a contact, RDS's own replication. */
export function irishStack(): Promise<Json> {
  return stackJson({
    tier: 'enterprise',
    aws: { account_id: '123456789012', region: 'eu-west-1', recovery_region: 'us-east-1' },
    aurora: { stage: 'global' },
    backup: { cross_region: 'automated-backups' },
    incident_response: { contacts: [{ name: 'on-call', sms: '+33612345678' }] },
  });
}

/** Of ranges in USD, counted in cents here, too: what a person adds up on paper. */
export function cents(ranges: readonly Range[]): Range {
  const add = (level: keyof Range) => ranges.reduce((total, range) => total + Math.round(range[level] * 100), 0);
  return { low: add('low'), expected: add('expected'), high: add('high') };
}

export function line(bill: Bill, address: string, what: string) {
  const found = bill.lines.filter((one) => one.address === address && one.what === what);
  if (found.length === 1) return found[0] as Bill['lines'][number];
  const known = bill.lines.filter((one) => one.address === address).map((one) => one.what);
  throw new Error(`${found.length} lines "${what}" of ${address}. It has: ${known.join(', ')}`);
}

/** Numbers from 0 to 1 that look random and are the same in each run. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Any usage that `readUsage` would take, from nothing to a thousand times the usual. */
export function anyUsage(random: () => number): Record<UsageName, Range> {
  return Object.fromEntries(
    USAGE_NAMES.map((name) => {
      const { maximum, lowers, defaults } = usageKey(name);
      const usual = 'low' in defaults ? defaults.high : defaults['production-ga'].high;
      const draw = () => (maximum === undefined ? usual * 10 ** (6 * random() - 3) : maximum * random());
      const [a, b, c] = [draw(), draw(), draw()].sort((x, y) => (lowers ? y - x : x - y)) as [number, number, number];
      return [name, random() < 0.1 ? { low: 0, expected: 0, high: 0 } : { low: a, expected: b, high: c }];
    }),
  ) as Record<UsageName, Range>;
}

/** The same, but one key is given more, or less of what lowers the bill. */
export function more(usage: Usage, name: UsageName, random: () => number): Usage {
  const { maximum = Number.POSITIVE_INFINITY, lowers } = usageKey(name);
  const range = usage[name] as Range;
  const change = (value: number) =>
    lowers ? value * random() : Math.min(maximum, (value + random()) * (1 + random()));
  const levels = [change(range.low), change(range.expected), change(range.high)];
  const least = (value: number, given: number) => (lowers ? Math.min(value, given) : Math.max(value, given));
  const [low, expected, high] = levels as [number, number, number];
  return {
    ...usage,
    [name]: { low: least(low, range.low), expected: least(expected, range.expected), high: least(high, range.high) },
  };
}

import { TIERS } from '../../config/tiers';
import addresses from '../../modules/addresses.json';
import { CostError } from './cost-error';

export type Json = Readonly<Record<string, unknown>>;

/** A resource as Terraform will make it: one of a `for_each` or `count` is one here. */
export interface Resource {
  readonly address: string;
  readonly type: string;
  readonly name: string;
  readonly tier: string;
  readonly checklistLine: string;
  readonly region: string;
  readonly arguments: Json;
  readonly each?: { readonly key: string; readonly value: unknown };
  /** Where the JSON does not say how many there are. */
  readonly note?: string;
}

/** The blocks of a stack and its regions, before anything is expanded. */
export interface Stack {
  readonly name: string;
  /** The highest tier that a resource is of, `organization`, or `none`. */
  readonly tier: string;
  /** Of the provider without an alias. */
  readonly homeRegion: string;
  readonly blocks: Json;
  readonly resources: readonly Resource[];
  /** Names of the modules that it calls. What is in them stands elsewhere. */
  readonly modules: readonly string[];
}

const KNOWN = new Map(addresses.map(({ address, tier, line }) => [address, { tier, checklistLine: line }]));

/** Of a resource whose provider has none. */
export const UNKNOWN_REGION = 'unknown';

const UNKNOWN = { tier: 'none', checklistLine: 'none' };

/**
 * Reads what `cdktf synth` writes (cdk.tf.json), or any Terraform JSON with a `resource` block.
 * @throws CostError where it is not Terraform JSON, or its region is an expression
 */
export function readStack(json: unknown): Stack {
  const modules = isMap(json) ? entriesOf(json.module).map(([name]) => name) : [];
  if (!isMap(json) || !(isMap(json.resource) || entriesOf(json.resource).length > 0 || modules.length > 0)) {
    throw new CostError(['this is no Terraform JSON: it has no "resource" (expected the cdk.tf.json of a stack)']);
  }
  const regions = providerRegions(json.provider);
  const named = entriesOf(json.resource).flatMap(([type, ofType]) =>
    entriesOf(ofType).flatMap(([name, block]) => asList(block).map((one) => ({ type, name, block: one }))),
  );
  const blocks = Object.fromEntries(
    [...new Set(named.map(({ type }) => type))].map((type) => [
      type,
      Object.fromEntries(named.filter((one) => one.type === type).map(({ name, block }) => [name, block])),
    ]),
  );
  const resources = named.flatMap(({ type, name, block }) => expand(type, name, block, blocks, regions));
  return {
    name: stackName(json),
    tier: tierOf(resources),
    homeRegion: regions.get('aws') ?? UNKNOWN_REGION,
    blocks,
    resources,
    modules,
  };
}

/** Of what `tier` says: bottom to top, and what is Palier's before what is not. */
export const ORDER: readonly string[] = ['organization', ...TIERS, 'none'];

function tierOf(resources: readonly Resource[]): string {
  const ranks = resources.map(({ tier }) => ORDER.indexOf(tier)).filter((rank) => rank < ORDER.indexOf('none'));
  return ORDER[Math.max(...ranks)] ?? 'none';
}

function stackName(json: Json): string {
  const name = at(json['//'], ['metadata', 'stackName']);
  return typeof name === 'string' ? name : 'stack';
}

/** By the name that a resource's `provider` has: `aws`, `aws.eu_west_1`. */
function providerRegions(providers: unknown): ReadonlyMap<string, string> {
  const regions = new Map<string, string>();
  for (const provider of asList(isMap(providers) ? providers.aws : undefined)) {
    const { alias, region } = provider;
    if (typeof region !== 'string') continue;
    if (region.includes('${')) {
      throw new CostError([`the region of the provider aws is an expression: ${region}. Write the region's name`]);
    }
    regions.set(typeof alias === 'string' ? `aws.${alias}` : 'aws', region);
  }
  return regions;
}

/** `aws`, `aws.eu_west_1`: a reference to it is written with or without `${}`. */
export function providerOf({ provider }: Json): string {
  return typeof provider === 'string' ? provider.replace(/^\$\{(.+)\}$/, '$1') : 'aws';
}

function expand(
  type: string,
  name: string,
  block: Json,
  blocks: Json,
  regions: ReadonlyMap<string, string>,
): Resource[] {
  const address = `${type}.${name}`;
  const common = {
    type,
    name,
    ...(KNOWN.get(address) ?? UNKNOWN),
    region: regions.get(providerOf(block)) ?? UNKNOWN_REGION,
    arguments: block,
  };
  const instances = instancesOf(address, block, blocks);
  if (instances === undefined) {
    const note = 'counted once: how many there are is an expression';
    return [{ ...common, address, note }];
  }
  if (instances === 'single') return [{ ...common, address }];
  return instances.map((each) => ({
    ...common,
    address: `${address}[${typeof each.index === 'number' ? each.index : JSON.stringify(each.key)}]`,
    each: { key: each.key, value: each.value },
  }));
}

interface Instance {
  readonly key: string;
  readonly value: unknown;
  readonly index?: number;
}

/** Undefined where only Terraform knows. */
function instancesOf(
  address: string,
  block: Json,
  blocks: Json,
  depth = 0,
): readonly Instance[] | 'single' | undefined {
  const { count, for_each: forEach } = block;
  if (typeof count === 'string' && count.includes('${')) return undefined;
  if (count !== undefined && count !== null) {
    return Array.from({ length: wholeNumber(count, address) }, (_, index) => ({
      key: String(index),
      value: undefined,
      index,
    }));
  }
  if (forEach === undefined || forEach === null) return 'single';
  if (isMap(forEach)) return Object.entries(forEach).map(([key, value]) => ({ key, value }));
  if (typeof forEach !== 'string') return undefined;
  const set = /^\$\{toset\((\[.*\])\)\}$/s.exec(forEach)?.[1];
  if (set !== undefined) return textsOf(set)?.map((key) => ({ key, value: key }));
  const other = /^\$\{(\w+)\.(\w+)\}$/.exec(forEach);
  if (other === null || depth > 5) return undefined;
  const found = at(blocks, [other[1] as string, other[2] as string]);
  return isMap(found) ? instancesOf(`${other[1]}.${other[2]}`, found, blocks, depth + 1) : undefined;
}

/** Terraform takes a number as a text, too. */
function wholeNumber(count: unknown, address: string): number {
  const number = typeof count === 'string' && count.trim() !== '' ? Number(count) : count;
  if (typeof number === 'number' && Number.isInteger(number) && number >= 0) return number;
  throw new CostError([`${address}: count must be a whole number of 0 or more (got ${JSON.stringify(count)})`]);
}

/** A list of texts in Terraform's language, which is JSON but for `$${`. */
function textsOf(list: string): string[] | undefined {
  try {
    const texts: unknown = JSON.parse(list.replaceAll('$${', '${'));
    return Array.isArray(texts) && texts.every((text) => typeof text === 'string') ? texts : undefined;
  } catch {
    return undefined;
  }
}

/** Terraform takes a list of maps wherever it takes a map of blocks. */
function entriesOf(value: unknown): [string, unknown][] {
  return asList(value).flatMap((map) => Object.entries(map));
}

function asList(value: unknown): Json[] {
  return (Array.isArray(value) ? value : [value]).filter(isMap);
}

export function isMap(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((current, key) => (isMap(current) ? current[key] : undefined), value);
}

import { REGIONS } from '../../../config/regions';
import { CostError } from '../cost-error';
import { at, isMap, type Json } from '../terraform-json';
import { CATALOGUE } from '.';
import type { Block, Catalogue, Listed, Price, Rate } from './price';

export interface PricingExport {
  /** The catalogue with the numbers of the export in the place of its own. */
  readonly catalogue: Catalogue;
  /** `rds.instance.db.t4g.micro in us-east-1`, in order. */
  readonly replaced: readonly string[];
}

interface Product {
  readonly attributes: Json;
  readonly service: string;
  readonly terms: unknown;
  readonly date: string;
}

/**
 * Reads what AWS's price list says: an offer file
 * (https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/price-changes.html, 2026-11-23) or what
 * `aws pricing get-products` writes. Its prices on demand replace those of the catalogue, by region, also in regions of which
 * the catalogue knows none; what it does not have, and what costs 0 USD there, stays as it is.
 * @param base the catalogue to replace in; give the result of one export to read a second one
 * @throws CostError where it is neither, or has no price that any rule uses
 */
export function readPricingExport(input: unknown, base: Catalogue = CATALOGUE): PricingExport {
  const products = readProducts(input);
  const replaced: string[] = [];
  const catalogue = Object.fromEntries(
    Object.entries(withClasses(base, products)).map(([id, price]): [string, Price] => {
      let result = price;
      for (const [region, { rate, date }] of ratesByRegion(price, products)) {
        const source = `export of AWS's price list, ${date}`;
        result = {
          ...result,
          usd: { ...result.usd, [region]: rate },
          sources: { ...result.sources, [region]: source },
        };
        replaced.push(`${id} in ${region}`);
      }
      return [id, result];
    }),
  );
  if (replaced.length === 0) {
    throw new CostError([
      'price export: has no price on demand that is used here (expected products of RDS, KMS, WAF, ... in a region of AWS)',
    ]);
  }
  return { catalogue, replaced: replaced.sort() };
}

/** The first product of each region that has the price. What AWS gives free is the catalogue's: here the price after that. */
function ratesByRegion({ listed, per = 1, usd, free }: Price, products: readonly Product[]) {
  const rates = new Map<string, { readonly rate: Rate; readonly date: string }>();
  if (listed === undefined) return rates;
  const usageType = new RegExp(`${REGION_PREFIX}${listed.usageType.replaceAll('.', '\\.')}$`);
  for (const product of products) {
    if (!isListed(product, listed, usageType)) continue;
    const region = regionOf(product, usd);
    const rate = region === undefined ? undefined : rateOf(product, per, free !== undefined);
    if (region !== undefined && rate !== undefined && !rates.has(region))
      rates.set(region, { rate, date: product.date });
  }
  return rates;
}

/** Services of no region have none, or an empty one: `any` where the catalogue has it so, too. Local zones and others are left out. */
function regionOf({ attributes: { regionCode } }: Product, usd: Price['usd']): string | undefined {
  if (regionCode === undefined || regionCode === '') return usd.any === undefined ? undefined : 'any';
  return REGIONS.find((region) => region === regionCode);
}

function readProducts(input: unknown): Product[] {
  if (isMap(input) && isMap(input.products) && isMap(input.terms)) return ofOfferFile(input);
  const list = isMap(input) && Array.isArray(input.PriceList) ? input.PriceList : input;
  if (Array.isArray(list)) return list.map(ofGetProducts);
  throw new CostError([
    'price export: is neither an offer file of AWS (products, terms) nor the output of `aws pricing get-products` (PriceList)',
  ]);
}

function ofOfferFile(file: Json): Product[] {
  const date = dateOf(file);
  return Object.entries(file.products as Json).flatMap(([sku, product]) => {
    const attributes = at(product, ['attributes']);
    if (!isMap(attributes)) return [];
    const service = String(attributes.servicecode ?? file.offerCode);
    return [{ attributes, service, terms: at(file.terms, ['OnDemand', sku]), date }];
  });
}

function ofGetProducts(entry: unknown, index: number): Product {
  const item = typeof entry === 'string' ? parse(entry, index) : entry;
  const attributes = at(item, ['product', 'attributes']);
  if (!isMap(item) || !isMap(attributes)) throw new CostError([`price export: PriceList[${index}] is no product`]);
  const service = String(attributes.servicecode ?? item.serviceCode);
  return { attributes, service, terms: at(item, ['terms', 'OnDemand']), date: dateOf(item) };
}

function parse(text: string, index: number): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new CostError([`price export: PriceList[${index}] is not JSON`]);
  }
}

function dateOf({ publicationDate }: Json): string {
  return typeof publicationDate === 'string' ? publicationDate.slice(0, 'YYYY-MM-DD'.length) : 'without a date';
}

/** `EU-`, `USE1-`, `us-east-1-`, or nothing. */
const REGION_PREFIX = '^(?:[A-Z]{2,4}\\d?-|[a-z]{2}-[a-z]+-\\d-)?';

function isListed({ attributes, service }: Product, listed: Listed, usageType: RegExp): boolean {
  if (service !== listed.service || typeof attributes.usagetype !== 'string') return false;
  const wanted = Object.entries(listed.attributes ?? {});
  return usageType.test(attributes.usagetype) && wanted.every(([name, value]) => attributes[name] === value);
}

/** Instance classes that the catalogue does not know have prices in an export, too. */
function withClasses(base: Catalogue, products: readonly Product[]): Catalogue {
  const additions: Record<string, Price> = {};
  for (const { attributes } of products) {
    const { instanceType } = attributes;
    if (typeof instanceType !== 'string' || !instanceType.startsWith('db.')) continue;
    for (const [prefix, model] of Object.entries(MODELS)) {
      const price = base[model];
      const id = `${prefix}.${instanceType}`;
      if (price?.listed === undefined || base[id] !== undefined) continue;
      additions[id] = {
        ...price,
        usd: {},
        sources: {},
        listed: { ...price.listed, usageType: `InstanceUsage:${instanceType}` },
      };
    }
  }
  return { ...base, ...additions };
}

/** A class of which the others are variants. */
const MODELS = { 'rds.instance': 'rds.instance.db.t4g.micro', 'aurora.instance': 'aurora.instance.db.r6g.large' };

/**
 * USD for so many units, from the first term on demand. Undefined where it has no price in USD, or is free.
 * @param isAllowanceApart whether a first block of 0 USD is left out, and the others begin where it ends
 */
function rateOf({ terms }: Product, per: number, isAllowanceApart: boolean): Rate | undefined {
  const [term] = isMap(terms) ? Object.values(terms) : [];
  const dimensions = at(term, ['priceDimensions']);
  const blocks = isMap(dimensions) ? Object.values(dimensions).map((dimension) => blockOf(dimension, per)) : [];
  if (blocks.some((block) => block === undefined)) return undefined;
  const sorted = (blocks as Block[]).sort((a, b) => a.upTo - b.upTo);
  if (sorted.every(({ usd }) => usd === 0)) return undefined;
  const allowance = isAllowanceApart && sorted[0]?.usd === 0 ? sorted.shift()?.upTo : 0;
  const rest = sorted.map(({ upTo, usd }) => ({ upTo: upTo - (allowance ?? 0), usd }));
  return rest.length === 1 ? rest[0]?.usd : rest;
}

function blockOf(dimension: unknown, per: number): Block | undefined {
  const usd = Number(at(dimension, ['pricePerUnit', 'USD']) ?? Number.NaN);
  const end = at(dimension, ['endRange']);
  const upTo = end === undefined || end === 'Inf' ? Number.POSITIVE_INFINITY : Number(end);
  return Number.isFinite(usd) && usd >= 0 && upTo > 0 ? { upTo, usd: usd * per } : undefined;
}

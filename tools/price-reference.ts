import { TIERS } from '../config/tiers';
import { CATALOGUE, type Price, type Range, USAGE_NAMES, usageKey } from '../decision/cost';
import { type Rate, sourceIn } from '../decision/cost/catalogue/price';
import { FREE } from '../decision/cost/free';

const REGIONS = ['us-east-1', 'eu-west-1'] as const;

/** `docs/prices.md`: what `palier cost` counts with. */
export function pricesPage(): string {
  return `# Prices and usage

What \`palier cost\` counts with. AWS's list prices on demand in USD, without tax, free trials and discounts; a month has 730
hours. An export of AWS's price list takes their place.

Second-hand is a figure that could not be read on AWS's own page for that region, and "-" one that could not be had at all: what has
it is listed as unpriced.

This page is generated from \`decision/cost/\`, by \`npm run docs\`.

## Usage

What a bill depends on and no Terraform says. A usage file has a number for each key, which is then certain, or \`low\`,
\`expected\` and \`high\`. What it leaves out has the default of the environment's tier: low, expected, high.

| key | of a month | beta | early-ga | production-ga | enterprise | why |
|---|---|---|---|---|---|---|
${USAGE_NAMES.map(usageRow).join('\n')}

## Prices

"Free" is what AWS gives each account every month. The low estimate has it, the others do not: \`free_allowance\`.

| price | unit | ${REGIONS.join(' | ')} | free | source |
|---|---|---|---|---|---|
${Object.entries(CATALOGUE).map(priceRow).join('\n')}

## Free

Resource types that cost nothing by themselves. "On the line of" says where their cost is.

| type | why | source |
|---|---|---|
${Object.entries(FREE)
  .map(([type, { why, source }]) => `| \`${type}\` | ${why} | ${link(source)} |`)
  .join('\n')}
`;
}

function usageRow(name: (typeof USAGE_NAMES)[number]): string {
  const { what, why, defaults } = usageKey(name);
  const ranges = TIERS.map((tier) => shownRange('low' in defaults ? defaults : defaults[tier]));
  return `| \`${name}\` | ${[what, ...ranges, why].join(' | ')} |`;
}

function shownRange({ low, expected, high }: Range): string {
  return low === high ? shown(low) : [low, expected, high].map(shown).join(', ');
}

function priceRow([id, price]: [string, Price]): string {
  const { unit, per = 1, usd, free } = price;
  const units = per === 1 ? unit : `${shown(per)} × ${unit}`;
  const rates = REGIONS.map((region) => shownRate(usd[region] ?? usd.any));
  const known = REGIONS.filter((region) => usd[region] !== undefined || usd.any !== undefined);
  const sources = [...new Set(known.map((region) => sourceIn(price, region)))].map(link).join('; ');
  return `| \`${id}\` | ${[units, ...rates, free === undefined ? '' : shown(free), sources].join(' | ')} |`;
}

function shownRate(rate: Rate | undefined): string {
  if (rate === undefined) return '-';
  if (typeof rate === 'number') return String(rate);
  return rate
    .map(({ upTo, usd }) => `${usd}${upTo === Number.POSITIVE_INFINITY ? '' : ` up to ${shown(upTo)}`}`)
    .join(', then ');
}

function shown(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 10 });
}

/** \`https://aws.amazon.com/kms/pricing/, 2026-11-23\` as a link of the page. */
function link(source: string): string {
  return source.replace(/^(https:\S+), (.*)$/, '<$1>, $2');
}

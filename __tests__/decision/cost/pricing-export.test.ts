import { CATALOGUE, CostError, price, readPricingExport } from '../../../decision/cost';
import { line } from './support';

interface Entry {
  readonly service?: string;
  readonly region?: string;
  readonly usageType: string;
  readonly attributes?: Record<string, string>;
  /** USD from so many units on. */
  readonly blocks?: readonly (readonly [number, string])[];
}

function product({ service = 'AmazonRDS', region = 'us-east-1', usageType, attributes = {} }: Entry) {
  return {
    sku: usageType,
    attributes: { servicecode: service, regionCode: region, usagetype: usageType, ...attributes },
  };
}

function terms({ blocks = [[0, '0.5000000000']] }: Entry) {
  const dimensions = blocks.map(([begin, usd], index) => [
    `SKU.${index}`,
    {
      unit: 'Hrs',
      beginRange: String(begin),
      endRange: String(blocks[index + 1]?.[0] ?? 'Inf'),
      pricePerUnit: { USD: usd },
    },
  ]);
  return { 'SKU.JRTCKXETXF': { priceDimensions: Object.fromEntries(dimensions) } };
}

/** As https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/AmazonRDS/current/us-east-1/index.json is. */
function offerFile(...entries: Entry[]) {
  return {
    formatVersion: 'v1.0',
    offerCode: 'AmazonRDS',
    publicationDate: '2026-11-20T10:00:00Z',
    products: Object.fromEntries(entries.map((entry, index) => [`SKU${index}`, product(entry)])),
    terms: { OnDemand: Object.fromEntries(entries.map((entry, index) => [`SKU${index}`, terms(entry)])) },
  };
}

/** As `aws pricing get-products` writes it. */
function getProducts(...entries: Entry[]) {
  const list = entries.map((entry) => ({
    product: product(entry),
    serviceCode: entry.service ?? 'AmazonRDS',
    terms: { OnDemand: terms(entry) },
    publicationDate: '2026-11-20T10:00:00Z',
  }));
  return { FormatVersion: 'aws_v1', PriceList: list.map((item) => JSON.stringify(item)) };
}

const POSTGRESQL = { databaseEngine: 'PostgreSQL', deploymentOption: 'Single-AZ' };

const micro: Entry = {
  usageType: 'InstanceUsage:db.t4g.micro',
  attributes: { ...POSTGRESQL, instanceType: 'db.t4g.micro' },
  blocks: [[0, '0.0200000000']],
};

function stack(region: string, instanceClass = 'db.t4g.micro') {
  const database = { instance_class: instanceClass, allocated_storage: 20, storage_type: 'gp3' };
  return { provider: { aws: [{ region }] }, resource: { aws_db_instance: { one: database } } };
}

test.each([
  ['an offer file', offerFile(micro)],
  ['the output of get-products', getProducts(micro)],
  ['its list alone', getProducts(micro).PriceList],
])('%s replaces the number, and the line says where it is from', (_, input) => {
  const { catalogue, replaced } = readPricingExport(input);
  expect(replaced).toEqual(['rds.instance.db.t4g.micro in us-east-1']);
  const bill = price(stack('us-east-1'), { catalogue });
  expect(line(bill, 'aws_db_instance.one', 'instance db.t4g.micro')).toMatchObject({
    expected: 14.6,
    source: "export of AWS's price list, 2026-11-20",
  });
  // What the export does not have stays as it is.
  expect(line(bill, 'aws_db_instance.one', 'storage gp3').expected).toBe(2.3);
});

test('another region, and a class that the catalogue does not know', () => {
  const large: Entry = {
    region: 'ap-southeast-2',
    usageType: 'APS2-InstanceUsage:db.m8g.large',
    attributes: { ...POSTGRESQL, instanceType: 'db.m8g.large' },
    blocks: [[0, '0.2000000000']],
  };
  const { catalogue } = readPricingExport(getProducts(large));
  const bill = price(stack('ap-southeast-2', 'db.m8g.large'), { catalogue });
  expect(line(bill, 'aws_db_instance.one', 'instance db.m8g.large').expected).toBe(146);
  expect(bill.unpriced.map(({ why }) => why)).toContain('storage gp3: no price of rds.storage.gp3 in ap-southeast-2');
});

test('other engines, Multi-AZ, reserved instances and other usage with the same ending are left alone', () => {
  const none = [
    { ...micro, attributes: { ...micro.attributes, databaseEngine: 'MySQL' } },
    { ...micro, attributes: { ...micro.attributes, deploymentOption: 'Multi-AZ' } },
    { ...micro, service: 'AmazonNeptune' },
    { ...micro, usageType: 'HeavyUsage:db.t4g.micro' },
    { service: 'AmazonS3', usageType: 'Tables-Requests-Tier1' },
    { service: 'AmazonS3', usageType: 'EU-SIA-Requests-Tier1' },
  ];
  for (const entry of none) expect(() => readPricingExport(offerFile(entry))).toThrow('has no price on demand');
});

test('a price per unit becomes one per million, and blocks stay blocks', () => {
  const requests: Entry = {
    service: 'awswaf',
    usageType: 'USE1-RequestV2-Tier1',
    blocks: [
      [0, '0.0000010000'],
      [1_000_000, '0.0000005000'],
    ],
  };
  const { catalogue } = readPricingExport(offerFile(requests));
  const json = { provider: { aws: [{ region: 'us-east-1' }] }, resource: { aws_wafv2_web_acl: { one: {} } } };
  const three = { low: 3e6, expected: 3e6, high: 3e6 };
  const bill = price(json, { catalogue, usage: { requests: three } });
  // One million for 1.00 USD, two for 0.50 USD each.
  expect(line(bill, 'aws_wafv2_web_acl.one', 'requests').expected).toBe(2);
});

test('a price of all regions is replaced only in that of the export', () => {
  const key: Entry = { service: 'awskms', region: 'eu-west-1', usageType: 'eu-west-1-KMS-Keys', blocks: [[0, '2']] };
  const { catalogue } = readPricingExport(offerFile(key));
  expect(catalogue['kms.key']?.usd).toEqual({ any: 1, 'eu-west-1': 2 });
  expect(CATALOGUE['kms.key']?.usd).toEqual({ any: 1 });
});

test.each([[''], [undefined]])(
  'a price of no region (%j) is that of all regions, where the catalogue has it so',
  (region) => {
    const file = offerFile({ service: 'awskms', usageType: 'KMS-Keys', blocks: [[0, '2']] }, micro);
    const json = JSON.parse(JSON.stringify(file));
    for (const one of Object.values<{ attributes: object }>(json.products)) {
      one.attributes = { ...one.attributes, regionCode: region };
    }
    const { catalogue, replaced } = readPricingExport(json);
    expect(replaced).toEqual(['kms.key in any']);
    expect(catalogue['kms.key']?.usd).toEqual({ any: 2 });
  },
);

test.each(['us-west-2-lax-1', 'nowhere'])('what is sold in %s, which is no region, replaces nothing', (region) => {
  expect(() => readPricingExport(offerFile({ ...micro, region }))).toThrow('has no price on demand');
});

test('0 USD is no price', () => {
  expect(() => readPricingExport(offerFile({ ...micro, blocks: [[0, '0.0000000000']] }))).toThrow(
    'has no price on demand',
  );
});

test('the free allowance of the catalogue is given once, not by a first block of 0 USD, too', () => {
  const ingestion: Entry = {
    service: 'AmazonCloudWatch',
    usageType: 'DataProcessing-Bytes',
    blocks: [
      [0, '0'],
      [5, '0.5'],
      [105, '0.25'],
    ],
  };
  const { catalogue } = readPricingExport(offerFile(ingestion));
  expect(catalogue['logs.ingestion']).toMatchObject({ free: 5 });
  expect(catalogue['logs.ingestion']?.usd['us-east-1']).toEqual([
    { upTo: 100, usd: 0.5 },
    { upTo: Number.POSITIVE_INFINITY, usd: 0.25 },
  ]);
  const single = readPricingExport(
    offerFile({
      ...ingestion,
      blocks: [
        [0, '0'],
        [5, '0.6'],
      ],
    }),
  );
  expect(single.catalogue['logs.ingestion']?.usd['us-east-1']).toBe(0.6);
});

test('of two products that have one price, the first counts', () => {
  const { catalogue, replaced } = readPricingExport(offerFile(micro, { ...micro, blocks: [[0, '9']] }));
  expect(replaced).toEqual(['rds.instance.db.t4g.micro in us-east-1']);
  expect(catalogue['rds.instance.db.t4g.micro']?.usd['us-east-1']).toBe(0.02);
});

test('two exports, one after the other', () => {
  const first = readPricingExport(offerFile(micro));
  const ireland: Entry = {
    ...micro,
    region: 'eu-west-1',
    usageType: 'EU-InstanceUsage:db.t4g.micro',
    blocks: [[0, '0.03']],
  };
  const { catalogue, replaced } = readPricingExport(offerFile(ireland), first.catalogue);
  expect(replaced).toEqual(['rds.instance.db.t4g.micro in eu-west-1']);
  expect(catalogue['rds.instance.db.t4g.micro']?.usd).toEqual({ 'us-east-1': 0.02, 'eu-west-1': 0.03 });
});

test('a price in another currency, or of a term that is not on demand, replaces nothing', () => {
  const file = offerFile(micro);
  const inYuan = JSON.parse(JSON.stringify(file).replaceAll('"USD"', '"CNY"'));
  expect(() => readPricingExport(inYuan)).toThrow('has no price on demand');
  expect(() => readPricingExport({ ...file, terms: { Reserved: file.terms.OnDemand } })).toThrow(
    'has no price on demand',
  );
});

test.each([
  [undefined, 'is neither an offer file of AWS'],
  [{}, 'is neither an offer file of AWS'],
  ['[]', 'is neither an offer file of AWS'],
  [{ products: {} }, 'is neither an offer file of AWS'],
  [[], 'has no price on demand'],
  [offerFile(), 'has no price on demand'],
  [{ PriceList: ['{'] }, 'PriceList[0] is not JSON'],
  [{ PriceList: [{ terms: {} }] }, 'PriceList[0] is no product'],
  [{ PriceList: [5] }, 'PriceList[0] is no product'],
])('%j is refused', (input, message) => {
  expect(() => readPricingExport(input)).toThrow(CostError);
  expect(() => readPricingExport(input)).toThrow(message);
});

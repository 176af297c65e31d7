import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Bill } from '../../decision/cost';
import { environmentYaml, synthesize, temporaryDirectory } from '../support/synthesize';
import { costJson } from './cost-json';
import { expectMistake, palier } from './support';

describe('what is synthesized already', () => {
  it('costs the same as its environment', async () => {
    const { stackDirectory, environmentFile } = await synthesize(environmentYaml({ tier: 'early-ga' }));
    const [file, directory, environment] = await Promise.all(
      [join(stackDirectory, 'cdk.tf.json'), stackDirectory, environmentFile].map((source) => costJson(source)),
    );
    expect(file).toEqual(environment);
    expect(directory).toEqual(environment);
  });

  it('has the tier that it has', async () => {
    const { stackDirectory } = await synthesize(environmentYaml());
    expectMistake(
      await palier(['cost', stackDirectory, '--tier', 'beta']),
      2,
      /synthesized already: name its environment/,
    );
  });

  it.each([
    ['{', /foreign\.json is not JSON$/],
    ['\u0007\u001b[31m', /foreign\.json is not JSON$/],
    ['[]', /foreign\.json: this is no Terraform JSON/],
    ['null', /foreign\.json: this is no Terraform JSON/],
    ['{"a": 1}', /foreign\.json: this is no Terraform JSON/],
  ])('is refused where it is %j', async (content, message) => {
    const file = join(await temporaryDirectory(), 'foreign.json');
    await writeFile(file, content);
    expectMistake(await palier(['cost', file]), 1, message);
  });

  it('and not Palier’s: what is known is priced, what is not is listed', async () => {
    const file = join(await temporaryDirectory(), 'foreign.json');
    const resource = { aws_instance: { web: {} }, aws_kms_key: { main: {} } };
    await writeFile(file, JSON.stringify({ provider: { aws: [{ region: 'us-east-1' }] }, resource }));
    const [{ bills }] = (await costJson(file)).environments;
    expect(bills[0]).toMatchObject({
      tier: 'none',
      unpriced: [expect.objectContaining({ address: 'aws_instance.web' })],
    });
    expect(bills[0].lines[0]).toMatchObject({ address: 'aws_kms_key.main', expected: 1 });
  });
});

test('a price list of AWS’s that has none of the prices is refused, with its name', async () => {
  const file = join(await temporaryDirectory(), 'prices.json');
  await writeFile(file, '{"PriceList": []}');
  expectMistake(await palier(['cost', 'huntaze', '--prices', file]), 1, /prices\.json: price export: has no price/);
});

test('AWS’s own price lists count instead, one after the other', async () => {
  /** What `aws pricing get-products` writes of one instance class, at 1 or 2 USD an hour. */
  const priceList = (instanceType: string, usd: string) => {
    const attributes = {
      servicecode: 'AmazonRDS',
      regionCode: 'us-east-1',
      usagetype: `InstanceUsage:${instanceType}`,
      databaseEngine: 'PostgreSQL',
      deploymentOption: 'Single-AZ',
      instanceType,
    };
    const dimension = { unit: 'Hrs', beginRange: '0', endRange: 'Inf', pricePerUnit: { USD: usd } };
    const terms = { OnDemand: { offer: { priceDimensions: { one: dimension } } } };
    const product = {
      product: { sku: 'X', attributes },
      serviceCode: 'AmazonRDS',
      terms,
      publicationDate: '2026-11-20T10:00:00Z',
    };
    return JSON.stringify({ FormatVersion: 'aws_v1', PriceList: [JSON.stringify(product)] });
  };
  const directory = await temporaryDirectory();
  const database = (instance_class: string) => ({ instance_class, allocated_storage: 20, storage_type: 'gp3' });
  const resource = { aws_db_instance: { one: database('db.t4g.micro'), two: database('db.t4g.large') } };
  await writeFile(
    join(directory, 'stack.json'),
    JSON.stringify({ provider: { aws: [{ region: 'us-east-1' }] }, resource }),
  );
  await writeFile(
    join(directory, 'irish.json'),
    JSON.stringify({ provider: { aws: [{ region: 'eu-west-1' }] }, resource }),
  );
  await writeFile(join(directory, 'micro.json'), priceList('db.t4g.micro', '1.0'));
  await writeFile(join(directory, 'large.json'), priceList('db.t4g.large', '2.0'));
  const prices = ['--prices', join(directory, 'micro.json'), '--prices', join(directory, 'large.json')];
  const { stderr } = await palier(['cost', join(directory, 'stack.json'), ...prices]);
  expect(stderr).toMatch(/micro\.json: replaces 1 price \(rds\.instance\.db\.t4g\.micro in us-east-1\)$/m);
  expect(stderr).toMatch(/large\.json: replaces 1 price /);
  expect(stderr).not.toContain('none of its prices');
  const elsewhere = await palier(['cost', join(directory, 'irish.json'), ...prices]);
  expect(elsewhere.exitCode).toBe(0);
  expect(elsewhere.stderr).toMatch(/micro\.json: none of its prices is in the bill of .*irish\.json \(eu-west-1\)$/m);
  const [{ bills }] = (await costJson(join(directory, 'stack.json'), ...prices)).environments;
  const instances = (bills as Bill[])[0]?.lines.filter(({ unit }) => unit === 'instance-hour');
  expect(instances?.map(({ address, expected }) => [address, expected])).toEqual([
    ['aws_db_instance.one', 730],
    ['aws_db_instance.two', 1460],
  ]);
});

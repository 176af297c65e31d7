import { billsText } from '../../cli/bill-text';
import { type Bill, price } from '../../decision/cost';
import { expectFits } from './support';

const provider = { aws: [{ region: 'us-east-1' }] };

test('the title fits, however long the name and the regions are', () => {
  const bill: Bill = {
    ...price({ provider, resource: { aws_kms_key: { main: {} } } }),
    environment: 'twenty-characters-ab',
    tier: 'production-ga',
    regions: ['ap-northeast-1', 'ap-southeast-2'],
  };
  for (const lang of ['en', 'fr'] as const) {
    expectFits(billsText([bill], { by: 'line', lang }));
    expect(billsText([bill], { by: 'line', lang }).replaceAll('\n', ' ')).toMatch(
      /^twenty-characters-ab, ap-northeast-1 \+ ap-southeast-2, (at|à) production-ga/,
    );
  }
});

test('what was assumed is said, with what it is said of', () => {
  const retention_in_days = 0;
  const resource = {
    aws_cloudwatch_log_group: { web: { retention_in_days }, worker: { retention_in_days } },
    aws_kms_key: { keys: { count: '${var.keys}' } },
  };
  const text = billsText([price({ provider, resource })], { by: 'line', lang: 'en' });
  const [, assumed] = text.split('\nAssumed\n');
  expect(assumed?.split('\n\n')[0]?.replace(/\n +/g, ' ')).toContain(
    'aws_cloudwatch_log_group.web, aws_cloudwatch_log_group.worker: never deleted: a year assumed',
  );
  expect(assumed).toContain('aws_kms_key.keys: counted once: how many there are is an expression');
  expect(billsText([price({ provider, resource: {} })], { by: 'line', lang: 'en' })).not.toContain('Assumed');
  expectFits(text);
});

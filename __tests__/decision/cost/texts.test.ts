import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CATALOGUE } from '../../../decision/cost';
import { ROOT } from '../../support/synthesize';

/** What the texts for users say of prices in us-east-1: where, how, and which price of the catalogue that is. */
const QUOTED: readonly (readonly [file: string, text: RegExp, price: string, of?: number])[] = [
  ['config/findings/beta.ts', /([\d.]+) USD per recorded change/, 'config.items'],
  ['config/findings/production-ga.ts', /([\d.]+) USD per recorded change/, 'config.items'],
  ['config/findings/production-ga.ts', /is an event: ([\d.]+) USD per 100,000/, 'cloudtrail.data-events'],
  ['config/findings/production-ga.ts', /and ([\d.]+) USD per GB/, 'logs.ingestion'],
  ['config/findings/early-ga.ts', /about ([\d.]+) USD for|about ([\d.]+) USD a month/, 'endpoint.hours', 730],
  ['config/findings/enterprise.ts', /Shield Advanced: ([\d,]+) USD a month/, 'shield.subscription'],
  ['config/clashes.ts', /costs ([\d.]+) USD per 100,000/, 'cloudtrail.management-events'],
  ['config/sections/account-wide.ts', /costs ([\d.]+) USD per recorded change/, 'config.items'],
  [
    'config/sections/audit-trail.ts',
    /further one costs ([\d.]+) USD per 100,000 events/,
    'cloudtrail.management-events',
  ],
  ['config/sections/audit-trail.ts', /for ([\d.]+) USD per 100,000 events/, 'cloudtrail.data-events'],
  ['config/sections/audit-trail.ts', /Each costs ([\d.]+) USD a month/, 'cloudwatch.alarm'],
  ['config/sections/backup.ts', /twice, at ([\d.]+) USD per GB and month/, 'rds.backup'],
  ['config/sections/multi-region.ts', /([\d.]+) USD a month each/, 'route53.health-check'],
  ['config/sections/health-checks.ts', /HTTPS costs ([\d.]+) USD a month more/, 'route53.option'],
  ['config/sections/secret-rotation.ts', /about ([\d.]+) USD a month/, 'endpoint.hours', 730],
  ['config/sections/shield-advanced.ts', /the account: ([\d,]+) USD a month/, 'shield.subscription'],
  ['config/sections/snapshot-copies.ts', /About ([\d.]+) USD per GB and month/, 'rds.backup'],
  ['decision/cost/plan.ts', /dashboard is ([\d.]+) USD/, 'cloudwatch.dashboard'],
  ['decision/cost/plan.ts', /ten of the alarms ([\d.]+) USD/, 'cloudwatch.alarm', 10],
  ['decision/cost/plan.ts', /interface endpoint, ([\d.]+) USD at the list price in us-east-1/, 'endpoint.hours', 730],
  ['decision/cost/plan.ts', /rotations of each add ([\d.]+) USD/, 'kms.key'],
  ['decision/cost/plan.ts', /at ([\d.]+) USD for each GB after compression/, 'logs.storage'],
  ['decision/cost/plan.ts', /comes in, ([\d.]+) USD per GB/, 'logs.ingestion'],
  ['decision/cost/plan.ts', /not in its total: ([\d.]+) USD, 1\.00/, 'waf.bot-control'],
  ['decision/cost/plan.ts', /USD, ([\d.]+) USD for the rule/, 'waf.rule'],
  ['decision/cost/plan.ts', /the default, are ([\d.]+) USD a thousand/, 'ssm.ops-items'],
  ['decision/cost/plan.ts', /is ([\d.]+) USD\. The plan/, 'incident-manager.response-plan'],
  ['decision/cost/plan.ts', /trail costs ([\d.]+) USD per 100,000/, 'cloudtrail.management-events'],
  ['decision/cost/plan.ts', /total: ([\d.]+) USD for each recorded change/, 'config.items'],
  ['decision/cost/plan.ts', /kept is ([\d.]+) USD per GB/, 'rds.backup'],
  ['decision/cost/plan.ts', /sent ([\d.]+) USD, at list prices in us-east-1/, 'transfer.between-regions'],
  ['decision/cost/plan.ts', /The ([\d,]+) USD a month are in the text/, 'shield.subscription'],
  ['docs/guides/audit-trail.md', /the key \| ([\d.]+),/, 'kms.key'],
  ['docs/guides/audit-trail.md', /fourteen alarms \| ([\d.]+) /, 'cloudwatch.alarm', 14],
  ['docs/guides/audit-trail.md', /log group \| ([\d.]+) per GB/, 'logs.ingestion'],
  ['docs/guides/audit-trail.md', /comes in, ([\d.]+) per GB kept/, 'logs.storage'],
  ['docs/guides/audit-trail.md', /bucket \| ([\d.]+) per GB/, 's3.storage'],
  ['docs/guides/aurora-global.md', /db\.r6g\.large at ([\d.]+) USD an hour/, 'aurora.instance.db.r6g.large'],
  ['docs/guides/aurora-global.md', /Storage costs ([\d.]+) USD per GB/, 'aurora.storage'],
  ['docs/guides/aurora-global.md', /million I\/Os ([\d.]+) USD/, 'aurora.io'],
  ['docs/guides/disaster-recovery.md', /([\d.]+) USD per GB and month that is stored/, 'rds.backup'],
  ['docs/guides/disaster-recovery.md', /and ([\d.]+) USD per GB that is/, 'transfer.between-regions'],
  ['docs/guides/incident-response.md', /([\d.]+) USD per 1,000 OpsItems/, 'ssm.ops-items'],
  ['docs/guides/incident-response.md', /([\d.]+) USD a month for the response plan/, 'incident-manager.response-plan'],
];

test.each(QUOTED.map(([file, text, id, of = 1]) => ({ file, text, id, of })))(
  '$file: $text is the price $id',
  async ({ file, text, id, of }) => {
    const found = text.exec(await readFile(join(ROOT, file), 'utf8'));
    const quoted = found?.slice(1).find((group) => group !== undefined);
    const usd = Number(quoted?.replace(',', '').replace(/\.$/, ''));
    expect([id, usd]).toEqual([id, Number((of * usdOf(id)).toFixed(4))]);
  },
);

function usdOf(id: string): number {
  const rate = CATALOGUE[id]?.usd['us-east-1'] ?? CATALOGUE[id]?.usd.any;
  if (typeof rate !== 'number') throw new Error(`${id} has no single price in us-east-1`);
  return rate;
}

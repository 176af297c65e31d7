import { blocksOf } from '../arguments';
import { type Charge, DAYS_PER_MONTH, type Rule, type RuleContext } from '../rule';
import { at } from '../terraform-json';
import { AUDIT_EVENT_KB } from './logs';
import { recorderOf } from './security-monitoring';

/** The first copy of the management events is free, each further one is not. https://aws.amazon.com/cloudtrail/pricing/ (2026-11-23) */
const trail: Rule = (context) => [
  {
    what: 'management events',
    price: 'cloudtrail.management-events',
    quantity: context.usage('management_events') * Math.min(1, context.usage('other_trails')),
    note: 'the first copy is free; with another trail in the account this is a second one',
  },
  ...(recordsDataEvents(context)
    ? [{ what: 'data events', price: 'cloudtrail.data-events', quantity: context.usage('data_events') }]
    : []),
  ...(blocksOf(context.value('insight_selector')).length > 0
    ? [{ what: 'insights', unpriced: 'events analysed for insights cost' }]
    : []),
];

function recordsDataEvents(context: RuleContext): boolean {
  const selectors = [
    ...blocksOf(context.value('event_selector')),
    ...blocksOf(context.value('advanced_event_selector')),
  ];
  return selectors.some((selector) => /data_resource|"Data"/.test(JSON.stringify(selector)));
}

/** CloudTrail's files are text in gzip, about a tenth of it. */
const GZIP = 0.1;
/** A configuration item is 2 to 10 KB of JSON. */
const CONFIG_ITEM_KB = 5;
/** Of a line of S3's access log. */
const ACCESS_LOG_KB = 0.7;

/** What a service of the stack writes into it, for as long as its lifecycle keeps that. */
const bucket: Rule = (context) => {
  const [gigabytes, what] = monthly(context);
  const raisedBy = what === CONFIG_HISTORY ? recorderOf(context) : undefined;
  if (what === undefined)
    return [{ what: 'objects', unpriced: 'the JSON does not say who writes into it, and how much' }];
  const days = daysKept(context);
  const charges: Charge[] = [
    {
      what: `${what} kept for ${days} days`,
      price: 's3.storage',
      quantity: (gigabytes * days) / DAYS_PER_MONTH,
      note: 'all in S3 Standard: files below 128 KB are never moved to Glacier',
      raisedBy,
    },
    { what: 'files written', price: 's3.writes', quantity: context.usage('trail_files'), raisedBy },
  ];
  return charges;
};

const CONFIG_HISTORY = 'history of AWS Config';

function monthly(context: RuleContext): readonly [number, string | undefined] {
  if (context.referrers('aws_cloudtrail', 's3_bucket_name').length > 0) {
    return [context.gigabytes(context.usage('management_events'), AUDIT_EVENT_KB * GZIP), 'files of CloudTrail'];
  }
  if (context.referrers('aws_config_delivery_channel', 's3_bucket_name').length > 0) {
    return [context.gigabytes(context.usage('config_items'), CONFIG_ITEM_KB * GZIP), CONFIG_HISTORY];
  }
  if (context.referrers('aws_s3_bucket_logging', 'target_bucket').length > 0) {
    return [context.gigabytes(context.usage('trail_files'), ACCESS_LOG_KB), 'access logs'];
  }
  return [0, undefined];
}

/** Without an end, ten years. */
function daysKept(context: RuleContext): number {
  const [lifecycle] = context.referrers('aws_s3_bucket_lifecycle_configuration', 'bucket');
  const days = blocksOf(lifecycle?.arguments.rule).map((rule) => at(blocksOf(rule.expiration)[0], ['days']));
  const ends = days.filter((day) => typeof day === 'number');
  if (ends.length === 0) context.notes.add('kept without end: ten years assumed');
  return ends.length === 0 ? 3650 : Math.max(...ends);
}

export const AUDIT_TRAIL_RULES: Readonly<Record<string, Rule>> = { aws_cloudtrail: trail, aws_s3_bucket: bucket };

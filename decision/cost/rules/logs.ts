import { blocksOf } from '../arguments';
import { type Charge, type ChecklistLine, DAYS_PER_MONTH, type Rule, type RuleContext } from '../rule';
import type { Resource } from '../terraform-json';
import { isStandby } from './firewall';

/**
 * Text compresses to about 15 % of what came in, and that is stored: as AWS calculates in the examples of
 * https://aws.amazon.com/cloudwatch/pricing/ (2026-11-23).
 */
const COMPRESSED = 0.15;

/** Of a record of CloudTrail. Sizes vary from 0.5 to 5 KB. */
export const AUDIT_EVENT_KB = 1.5;

/** What comes in, and what has gathered when the retention is reached. */
const logGroup: Rule = (context) => {
  const logClass = context.text('log_group_class') ?? 'STANDARD';
  if (logClass !== 'STANDARD')
    return [{ what: `logs, ${logClass}`, unpriced: 'only the class STANDARD has prices here' }];
  const { gigabytes, price, what, note } = incoming(context);
  const given = context.resource.arguments.retention_in_days ?? 0;
  const days = given === 0 ? 0 : context.number('retention_in_days', 365);
  // For CloudWatch Logs 0 days are without an end.
  if (days === 0) context.notes.add('never deleted: a year assumed');
  return [
    { what, price, quantity: gigabytes, note },
    ...periods(context, days === 0 ? 365 : days).map(
      ({ from, to, raisedBy }): Charge => ({
        what: from === 0 ? `kept for ${to} days` : `kept until day ${to} instead of ${from}`,
        price: 'logs.storage',
        quantity: (gigabytes * COMPRESSED * (to - from)) / DAYS_PER_MONTH,
        note,
        raisedBy,
      }),
    ),
  ];
};

interface Period {
  readonly from: number;
  readonly to: number;
  readonly raisedBy?: ChecklistLine;
}

/** What beta keeps for 30 days, early-ga keeps for 90 and production-ga for 180. */
function periods(context: RuleContext, days: number): Period[] {
  const isRaised = context.resource.tier === 'beta' && context.isAtLeast('early-ga');
  if (!isRaised) return [{ from: 0, to: days }];
  const last = context.isAtLeast('production-ga') ? 90 : Number.POSITIVE_INFINITY;
  const all: Period[] = [
    { from: 0, to: Math.min(days, 30) },
    { from: 30, to: Math.min(days, last), raisedBy: { tier: 'early-ga', checklistLine: 'log-retention' } },
    { from: last, to: days, raisedBy: { tier: 'production-ga', checklistLine: 'log-retention' } },
  ];
  return all.filter(({ from, to }) => to > from);
}

interface Incoming {
  readonly gigabytes: number;
  readonly price: 'logs.ingestion' | 'logs.vended-ingestion';
  readonly what: string;
  readonly note?: string;
}

/** Who writes it shows in the name, which AWS prescribes for its services. */
function incoming(context: RuleContext): Incoming {
  const name = String(context.resource.arguments.name ?? '');
  const price = 'logs.ingestion';
  if (name.startsWith('aws-waf-logs-')) return fromFirewall(context);
  if (context.referrers('aws_cloudtrail', 'cloud_watch_logs_group_arn').length > 0) {
    return {
      gigabytes: context.gigabytes(context.usage('management_events'), AUDIT_EVENT_KB),
      price,
      what: 'events from CloudTrail',
    };
  }
  if (/^\/aws\/rds\/.+\/upgrade$/.test(name)) {
    return { gigabytes: 0, price, what: 'logs of upgrades', note: 'written only while a major version is upgraded' };
  }
  if (name.startsWith('/aws/rds/'))
    return { gigabytes: context.usage('database_log_gb'), price, what: 'logs of the database' };
  if (!isOfApplication(context.resource, context)) {
    return { gigabytes: context.usage('function_log_gb'), price, what: 'logs of the function' };
  }
  const groups = context.resources('aws_cloudwatch_log_group').filter((group) => isOfApplication(group, context));
  const gigabytes = context.usage('application_log_gb') / groups.length;
  return { gigabytes, price, what: 'logs of the application' };
}

/** The application's logs are in all of these groups together. In JSON that is not Palier's: in all that no service of AWS writes. */
function isOfApplication(group: Resource, context: RuleContext): boolean {
  if (group.tier !== 'none') return group.name === 'application';
  return (
    !/^(aws-waf-logs-|\/aws\/rds\/)/.test(String(group.arguments.name ?? '')) &&
    context.referrers('aws_cloudtrail', 'cloud_watch_logs_group_arn', group).length === 0
  );
}

/** Logs that AWS's services deliver have a price of their own. */
function fromFirewall(context: RuleContext): Incoming {
  const logging = context.referrers('aws_wafv2_web_acl_logging_configuration', 'log_destination_configs')[0];
  const acl = context
    .resources('aws_wafv2_web_acl')
    .find(({ name }) => String(logging?.arguments.resource_arn).includes(`.${name}.`));
  const common = { price: 'logs.vended-ingestion', what: 'records of the firewall' } as const;
  if (acl !== undefined && isStandby(acl, context)) {
    return { ...common, gigabytes: 0, note: 'nobody is sent there until the home region is lost' };
  }
  return { ...common, gigabytes: context.gigabytes(context.usage('requests'), context.usage('firewall_log_kb')) };
}

/** A metric costs for the hours in which it has data: with a default value in all, without one when something is found. */
const metricFilter: Rule = (context) => {
  const [transformation] = blocksOf(context.value('metric_transformation'));
  const isAlways = transformation?.default_value !== undefined;
  return [{ what: 'metric', price: 'cloudwatch.metric', quantity: isAlways ? 1 : context.usage('metric_hours') }];
};

export const LOG_RULES: Readonly<Record<string, Rule>> = {
  aws_cloudwatch_log_group: logGroup,
  aws_cloudwatch_log_metric_filter: metricFilter,
};

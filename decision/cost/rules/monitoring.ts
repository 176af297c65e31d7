import { blocksOf } from '../arguments';
import type { Rule } from '../rule';

/** A period below a minute is high resolution. https://aws.amazon.com/cloudwatch/pricing/ (2026-11-23) */
const alarm: Rule = (context) => {
  const isFine = context.number('period', 300) < 60;
  const price = isFine ? 'cloudwatch.alarm.high-resolution' : 'cloudwatch.alarm';
  // One of several metrics costs as many alarms.
  const metrics = blocksOf(context.value('metric_query')).filter((query) => query.metric !== undefined).length;
  return [{ what: isFine ? 'alarm, high resolution' : 'alarm', price, quantity: Math.max(1, metrics) }];
};

const dashboard: Rule = () => [{ what: 'dashboard', price: 'cloudwatch.dashboard', quantity: 1 }];

/** What AWS's services send themselves is free; this one opens OpsItems, or follows them. */
const eventRule: Rule = (context) =>
  String(context.resource.arguments.event_pattern).includes('OpsItem Create')
    ? [{ what: 'OpsItems of alarms and findings', price: 'ssm.ops-items', quantity: context.usage('incidents') }]
    : [];

/** An advanced parameter is 0.05 USD a month and more by request. https://aws.amazon.com/systems-manager/pricing/ (2026-11-23) */
const parameter: Rule = (context) => {
  const tier = context.text('tier') ?? 'Standard';
  return tier === 'Standard' ? [] : [{ what: `parameter, ${tier}`, unpriced: 'only standard parameters are free' }];
};

export const MONITORING_RULES: Readonly<Record<string, Rule>> = {
  aws_ssm_parameter: parameter,
  aws_cloudwatch_metric_alarm: alarm,
  aws_cloudwatch_dashboard: dashboard,
  aws_cloudwatch_event_rule: eventRule,
};

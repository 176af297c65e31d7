import type { Rule } from '../rule';

/** Of one metric each; a period below a minute is high resolution. https://aws.amazon.com/cloudwatch/pricing/ (2026-11-23) */
const alarm: Rule = (context) => {
  const isFine = context.number('period', 300) < 60;
  const price = isFine ? 'cloudwatch.alarm.high-resolution' : 'cloudwatch.alarm';
  return [{ what: isFine ? 'alarm, high resolution' : 'alarm', price, quantity: 1 }];
};

const dashboard: Rule = () => [{ what: 'dashboard', price: 'cloudwatch.dashboard', quantity: 1 }];

/** What AWS's services send themselves is free; this one opens OpsItems, or follows them. */
const eventRule: Rule = (context) =>
  String(context.resource.arguments.event_pattern).includes('OpsItem Create')
    ? [{ what: 'OpsItems of alarms and findings', price: 'ssm.ops-items', quantity: context.usage('incidents') }]
    : [];

export const MONITORING_RULES: Readonly<Record<string, Rule>> = {
  aws_cloudwatch_metric_alarm: alarm,
  aws_cloudwatch_dashboard: dashboard,
  aws_cloudwatch_event_rule: eventRule,
};

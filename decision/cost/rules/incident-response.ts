import type { Rule } from '../rule';

/** 100 text messages or calls are in the price of a plan. https://aws.amazon.com/systems-manager/pricing/ (2026-11-23) */
const responsePlan: Rule = (context) => [
  { what: 'response plan', price: 'incident-manager.response-plan', quantity: 1 },
  { what: 'OpsItems of its incidents', price: 'ssm.ops-items', quantity: context.usage('incidents') },
];

const subscription: Rule = (context) => {
  switch (context.text('protocol')) {
    case 'email':
    case 'email-json':
      return [{ what: 'e-mails', price: 'sns.email', quantity: context.usage('alert_messages') }];
    case 'http':
    case 'https':
      return [{ what: 'calls', price: 'sns.http', quantity: context.usage('alert_messages') }];
    case 'sms':
      return [{ what: 'text messages', price: 'sns.sms', quantity: context.usage('sms_usd') }];
    case 'sqs':
    case 'lambda':
      return [];
    default:
      return [{ what: 'messages', unpriced: 'its protocol is an expression, or one that has no price here' }];
  }
};

/** Steps of a document that events start, with each incident; others somebody starts now and then. */
const STEPS = 5;

const document: Rule = (context) => {
  if (context.text('document_type') !== 'Automation') return [];
  const isStartedByEvents = context.referrers('aws_cloudwatch_event_target', 'arn').length > 0;
  const runs = isStartedByEvents ? context.usage('incidents') : 1;
  const note = isStartedByEvents ? undefined : 'one run a month assumed: a person starts it';
  return [{ what: 'steps of its runs', price: 'ssm.automation-steps', quantity: STEPS * runs, note }];
};

export const INCIDENT_RESPONSE_RULES: Readonly<Record<string, Rule>> = {
  aws_ssmincidents_response_plan: responsePlan,
  aws_sns_topic_subscription: subscription,
  aws_ssm_document: document,
};

import { HOURS_PER_MONTH, type Rule } from '../rule';

/** An interface endpoint has a network interface in each of its subnets. https://aws.amazon.com/privatelink/pricing/ (2026-11-23) */
const endpoint: Rule = (context) => {
  const type = context.text('vpc_endpoint_type') ?? 'Gateway';
  if (type === 'Gateway') return [];
  if (type !== 'Interface')
    return [{ what: `endpoint ${type}`, unpriced: 'only gateway and interface endpoints have prices here' }];
  const { subnet_ids: subnets } = context.resource.arguments;
  const zones = Array.isArray(subnets) ? subnets.length : 1;
  if (!Array.isArray(subnets)) context.notes.add('subnet_ids is an expression: one availability zone assumed');
  return [
    {
      what: `interface endpoint, ${zones} availability ${zones === 1 ? 'zone' : 'zones'}`,
      price: 'endpoint.hours',
      quantity: zones * HOURS_PER_MONTH,
    },
    { what: 'data through it', price: 'endpoint.data', quantity: context.usage('endpoint_gb') },
  ];
};

/**
 * HTTPS, a fast interval, a searched text and measured latency are options of one price each. Where the endpoint is, the
 * JSON does not say: what one outside AWS costs more is a line of its own. https://aws.amazon.com/route53/pricing/ (2026-11-23)
 */
const healthCheck: Rule = (context) => {
  const type = context.text('type') ?? '';
  if (!/^(HTTPS?(_STR_MATCH)?|TCP)$/.test(type)) {
    return [{ what: 'health check', unpriced: `its type (${type || 'an expression'}) has no price here` }];
  }
  const options = [
    type.startsWith('HTTPS'),
    context.number('request_interval', 30) === 10,
    type.endsWith('_STR_MATCH'),
    context.flag('measure_latency'),
  ].filter(Boolean).length;
  const outside = context.usage('health_checks_outside_aws');
  return [
    { what: 'health check', price: 'route53.health-check', quantity: 1 },
    { what: 'for an endpoint outside AWS', price: 'route53.health-check.outside', quantity: outside },
    ...(options === 0
      ? []
      : [
          { what: 'its options', price: 'route53.option', quantity: options },
          { what: 'options, outside AWS', price: 'route53.option.outside', quantity: options * outside },
        ]),
  ];
};

/** For a year at least, and for a whole organization. https://aws.amazon.com/shield/pricing/ (2026-11-23) */
const shield: Rule = (context) => [
  {
    what: 'Shield Advanced',
    price: 'shield.subscription',
    quantity: 1,
    note: 'for a whole organization, and for twelve months at least; the web ACLs, rules and requests of what it protects are free then, and counted here still',
  },
  {
    what: 'data that load balancers send out',
    price: 'shield.transfer',
    quantity: context.resources('aws_shield_protection').length === 0 ? 0 : context.usage('shield_transfer_gb'),
  },
];

export const NETWORK_RULES: Readonly<Record<string, Rule>> = {
  aws_vpc_endpoint: endpoint,
  aws_route53_health_check: healthCheck,
  aws_shield_subscription: shield,
};

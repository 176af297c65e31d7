import { blocksOf } from '../arguments';
import type { Charge, ChecklistLine, Rule, RuleContext } from '../rule';
import type { Json, Resource } from '../terraform-json';

/** A rule, or a managed group of rules, is one; requests cost once, however many there are. https://aws.amazon.com/waf/pricing/ (2026-11-23) */
const webAcl: Rule = (context) => {
  const rules = blocksOf(context.value('rule'));
  const hasBotControl = rules.some((rule) => managedRuleGroup(rule)?.name === 'AWSManagedRulesBotControlRuleSet');
  const requests = isStandby(context.resource, context) ? 0 : context.usage('requests');
  const note = isStandby(context.resource, context) ? 'nobody is sent there until the home region is lost' : undefined;
  // The stand-by has it from its own tier.
  const raisedBy = isStandby(context.resource, context) ? undefined : BOT_CONTROL;
  const paid = rules.filter(isPaidApart).map((rule) => String(rule.name));
  return [
    ...paid.map((name): Charge => ({ what: `rule group ${name}`, unpriced: 'it has a fee of its own' })),
    { what: 'web ACL', price: 'waf.web-acl', quantity: 1 },
    { what: 'rules', price: 'waf.rule', quantity: rules.length - (hasBotControl ? 1 : 0) },
    { what: 'requests', price: 'waf.requests', quantity: requests, note },
    ...(hasBotControl
      ? ([
          { what: 'rule of Bot Control', price: 'waf.rule', quantity: 1, raisedBy },
          { what: 'Bot Control', price: 'waf.bot-control', quantity: 1, raisedBy },
          {
            what: 'requests, Bot Control (common)',
            price: 'waf.bot-control-requests',
            quantity: requests,
            note,
            raisedBy,
          },
        ] satisfies Charge[])
      : []),
  ];
};

const BOT_CONTROL: ChecklistLine = { tier: 'early-ga', checklistLine: 'bot-control' };

/** Fraud control and protection against floods, what others than AWS sell, and Bot Control at the level targeted. */
function isPaidApart(rule: Json): boolean {
  const group = managedRuleGroup(rule);
  if (group === undefined) return false;
  const isOfOthers = group.vendor_name !== undefined && group.vendor_name !== 'AWS';
  const isPaid = /^AWSManagedRules(ATP|ACFP|AntiDDoS)RuleSet$/.test(String(group.name));
  return isOfOthers || isPaid || JSON.stringify(group).includes('"TARGETED"');
}

function managedRuleGroup(rule: Json): Json | undefined {
  const [statement] = blocksOf(rule.statement);
  return blocksOf(statement?.managed_rule_group_statement)[0];
}

/** A regional web ACL outside the home region protects the stand-by. That of CloudFront is always in us-east-1, and serves. */
export function isStandby(acl: Resource, context: RuleContext): boolean {
  return acl.arguments.scope !== 'CLOUDFRONT' && acl.region !== context.homeRegion;
}

export const FIREWALL_RULES: Readonly<Record<string, Rule>> = { aws_wafv2_web_acl: webAcl };

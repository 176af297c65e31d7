import { blocksOf } from '../arguments';
import type { Charge, ChecklistLine, Rule, RuleContext } from '../rule';
import { at, type Resource } from '../terraform-json';

/** A rule, or a managed group of rules, is one; requests cost once, however many there are. https://aws.amazon.com/waf/pricing/ (2026-11-23) */
const webAcl: Rule = (context) => {
  const rules = blocksOf(context.value('rule'));
  const hasBotControl = rules.some((rule) => managedGroup(rule) === 'AWSManagedRulesBotControlRuleSet');
  const requests = isStandby(context.resource, context) ? 0 : context.usage('requests');
  const note = isStandby(context.resource, context) ? 'nobody is sent there until the home region is lost' : undefined;
  // The stand-by has it from its own tier.
  const raisedBy = isStandby(context.resource, context) ? undefined : BOT_CONTROL;
  return [
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

function managedGroup(rule: unknown): unknown {
  const [statement] = blocksOf(at(rule, ['statement']));
  return at(blocksOf(statement?.managed_rule_group_statement)[0], ['name']);
}

/** A regional web ACL outside the home region protects the stand-by. That of CloudFront is always in us-east-1, and serves. */
export function isStandby(acl: Resource, context: RuleContext): boolean {
  return acl.arguments.scope !== 'CLOUDFRONT' && acl.region !== context.homeRegion;
}

export const FIREWALL_RULES: Readonly<Record<string, Rule>> = { aws_wafv2_web_acl: webAcl };

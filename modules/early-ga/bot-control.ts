import type { Beta } from '../beta';
import type { RuleGroupAction } from '../beta/firewall';

export interface BotControlSettings {
  /** `count` lets bots pass and counts them, `block` refuses what AWS's rules refuse: every client that is no browser. */
  readonly action: RuleGroupAction;
}

/**
 * Checklist: WAF Bot Control, inspection level common, on the same web ACL. It costs 10 USD a month beside the 1 USD of
 * every rule, and 1 USD per million requests beyond the first ten million (https://aws.amazon.com/waf/pricing/, 2026-11-22).
 */
export function addBotControl(beta: Beta, settings: BotControlSettings): void {
  beta.firewall.addBotControl('COMMON', settings.action);
}

import { earlyGaJson } from '../../support/early-ga';
import { type Json, stackJson } from '../../support/stack-json';

test('Bot Control is the last rule, inspects in common, and counts until it is told to block', async () => {
  const [beta, earlyGa] = await Promise.all([stackJson(), earlyGaJson()]);
  const last = (stack: Json) => stack.resource.aws_wafv2_web_acl.firewall.rule.at(-1);
  expect(last(earlyGa)).toMatchObject({
    name: 'AWSManagedRulesBotControlRuleSet',
    priority: 60,
    override_action: { count: {} },
    statement: {
      managed_rule_group_statement: {
        managed_rule_group_configs: [
          { aws_managed_rules_bot_control_rule_set: { inspection_level: 'COMMON', enable_machine_learning: false } },
        ],
      },
    },
  });
  const blocking = await earlyGaJson({ firewall: { rules: { bot_control: 'block' } } });
  expect(last(blocking).override_action).toEqual({ none: {} });
  expect(earlyGa.resource.aws_wafv2_web_acl.firewall.rule.slice(0, -1)).toEqual(
    beta.resource.aws_wafv2_web_acl.firewall.rule,
  );
});

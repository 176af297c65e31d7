"""WAF."""

import functools

from moto.wafv2.models import WAFV2Backend

# Nothing deploys by this only: it refuses what stock moto lets pass.
CORRECTED_TYPES = ()


def apply() -> None:
    for name in ("create_web_acl", "update_web_acl"):
        setattr(WAFV2Backend, name, with_rules_as_kept(getattr(WAFV2Backend, name)))


# AWS keeps no machine learning at the inspection level common, whatever it is told; stock moto gives back what it was told.
# So a configuration that leaves it at the provider's default, true, is different in every plan, as on AWS.
def with_rules_as_kept(stock):
    @functools.wraps(stock)
    def changed(self, *arguments):
        for argument in arguments:
            for rule in argument if isinstance(argument, list) else []:
                keep(rule)
        return stock(self, *arguments)

    return changed


def keep(rule) -> None:
    group = rule.get("Statement", {}).get("ManagedRuleGroupStatement", {})
    for config in group.get("ManagedRuleGroupConfigs", []):
        bot_control = config.get("AWSManagedRulesBotControlRuleSet", {})
        if bot_control.get("InspectionLevel") == "COMMON":
            bot_control["EnableMachineLearning"] = False

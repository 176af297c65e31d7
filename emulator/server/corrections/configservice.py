"""AWS Config."""

from moto.config.exceptions import InvalidParameterValueException
from moto.config.models import MANAGED_RULES, ConfigRule, Scope

CORRECTED_TYPES = ("aws_config_config_rule",)

stock_scope = Scope.__init__
stock_validate = ConfigRule.validate_managed_rule


def apply() -> None:
    Scope.__init__ = create_scope
    ConfigRule.validate_managed_rule = validate_managed_rule


# Stock moto gives a scope of a tag back under names that AWS does not have.
def create_scope(self, *args, tag_key=None, tag_value=None, **options):
    stock_scope(self, *args, tag_key=tag_key, tag_value=tag_value, **options)
    self.tags = None
    self.tag_key, self.tag_value = tag_key, tag_value


# AWS refuses a scope for rules that only run by the clock. Stock moto takes it.
def validate_managed_rule(self):
    stock_validate(self)
    trigger = MANAGED_RULES["ManagedRules"][self.source.source_identifier]["Trigger type"]
    if self.scope is not None and trigger == "Periodic":
        raise InvalidParameterValueException("Scope is not supported for rules with a periodic trigger.")

"""EC2."""

from moto.ec2.models.security_groups import SecurityGroupRule

CORRECTED_TYPES = ("aws_vpc_security_group_ingress_rule",)

stock_description = SecurityGroupRule.description.fget


def apply() -> None:
    SecurityGroupRule.description = property(description)


# Stock moto knows the description of a rule for an address range only: one that names a group is updated by every plan.
def description(self):
    return stock_description(self) or (self.source_group or {}).get("Description")

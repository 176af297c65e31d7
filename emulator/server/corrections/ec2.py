"""EC2."""

import secrets
import string

from moto.ec2.models.security_groups import SecurityGroupRule
from moto.ec2.models.vpcs import VPCBackend

CORRECTED_TYPES = ("aws_vpc_endpoint", "aws_vpc_security_group_ingress_rule")

stock_description = SecurityGroupRule.description.fget
stock_create_endpoint = VPCBackend.create_vpc_endpoint


def apply() -> None:
    SecurityGroupRule.description = property(description)
    VPCBackend.create_vpc_endpoint = create_vpc_endpoint


# Stock moto knows the description of a rule for an address range only: one that names a group is updated by every plan.
def description(self):
    return stock_description(self) or (self.source_group or {}).get("Description")


# Stock moto gives an interface endpoint one host name, of a form that AWS has not. AWS gives one for the region, one for
# each zone, and the service's own where private DNS is on.
def create_vpc_endpoint(self, *args, **options):
    endpoint = stock_create_endpoint(self, *args, **options)
    if (endpoint.vpc_endpoint_type or "").lower() == "interface":
        service, suffix = endpoint.service_name.rpartition(".")[2], random_suffix()
        zones = [f"-{self.get_subnet(subnet).availability_zone}" for subnet in endpoint.subnet_ids or []]
        hosts = [
            f"{endpoint.id}-{suffix}{zone}.{service}.{self.region_name}.vpce.amazonaws.com"
            for zone in ("", *dict.fromkeys(zones))
        ]
        if endpoint.private_dns_enabled:
            hosts.append(f"{service}.{self.region_name}.amazonaws.com")
        endpoint.dns_entries = [{"dns_name": host, "hosted_zone_id": "Z7HUB22UULQXV"} for host in hosts]
    return endpoint


def random_suffix() -> str:
    return "".join(secrets.choice(string.ascii_lowercase + string.digits) for _ in range(8))

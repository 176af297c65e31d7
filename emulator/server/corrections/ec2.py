"""EC2."""

import secrets
import string

from moto.ec2.models.security_groups import SecurityGroupRule
from moto.ec2.models.vpcs import VPCBackend

import network_path

from .support import ServiceError

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
def create_vpc_endpoint(self, vpc_id, service_name, endpoint_type, *args, **options):
    interface = (endpoint_type or "").lower() == "interface"
    if interface and options.get("private_dns_enabled"):
        check_private_dns(self, vpc_id, service_name)
    endpoint = stock_create_endpoint(self, vpc_id, service_name, endpoint_type, *args, **options)
    if interface:
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


# Stock moto takes any number of them, and in any VPC.
def check_private_dns(self, vpc_id: str, service_name: str) -> None:
    vpc = self.get_vpc(vpc_id)
    if not network_path.has_private_dns(vpc):
        raise ServiceError(
            "InvalidParameter",
            "Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for "
            f"{vpc_id}",
        )
    if any(one.service_name == service_name for one in network_path.private_dns_endpoints(self, vpc_id)):
        raise ServiceError(
            "InvalidParameter",
            "private-dns-enabled cannot be set because there is already a conflicting DNS domain for "
            f"{service_name.rpartition('.')[2]}.{self.region_name}.amazonaws.com in the VPC {vpc_id}",
        )


def random_suffix() -> str:
    return "".join(secrets.choice(string.ascii_lowercase + string.digits) for _ in range(8))

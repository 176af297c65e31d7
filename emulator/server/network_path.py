"""Whether a Lambda function reaches what its rotation needs: security groups, routes and endpoints, as AWS would apply them.

Network ACLs are left out, and so is IPv6.
"""

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from moto.ec2.models import ec2_backends

ENDPOINT_HOST = re.compile(r"^(vpce-[0-9a-f]+)(?:-[0-9a-z-]+)?\.secretsmanager\.([a-z0-9-]+)\.(?:vpce\.)?amazonaws\.com$")


class Unreachable(Exception):
    """Says what is in the way."""


@dataclass(frozen=True)
class Side:
    """One end of a connection inside a VPC."""

    groups: list[str]
    subnets: list[str]


def function_side(function) -> Side | None:
    """None for a function outside of any VPC."""
    config = function._vpc_config or {}
    if not config.get("SubnetIds"):
        return None
    return Side(list(config.get("SecurityGroupIds") or []), list(config["SubnetIds"]))


def connect_to_database(function, database, host: str) -> None:
    """To an instance, or to an Aurora cluster."""
    ec2 = ec2_backends[function.account_id][function.region]
    source = function_side(function)
    where = f"{host}:{database.port}"
    if source is None:
        raise Unreachable(f"{where}: connection timed out (the function is in no VPC)")
    target = Side(list(database.vpc_security_group_ids), subnets_of(database))
    if target.subnets and vpc_of(ec2, source.subnets[0]) != vpc_of(ec2, target.subnets[0]):
        raise Unreachable(f"{where}: connection timed out (the function is in another VPC)")
    pass_groups(ec2, source, target, int(database.port), where)


def connect_to_secrets_manager(function) -> str | None:
    """The id of the interface endpoint that the calls go through; None where they go through none."""
    endpoint = function.environment_vars.get("SECRETS_MANAGER_ENDPOINT", "")
    url = urlsplit(endpoint)
    if url.scheme != "https" or not url.hostname:
        raise Unreachable(f"Invalid endpoint: {endpoint or '(none)'}; it has to be a URL that starts with https://")
    source = function_side(function)
    if source is None:
        if url.hostname == f"secretsmanager.{function.region}.amazonaws.com":
            return None
        raise Unreachable(f"{url.hostname}: connection timed out (the function is in no VPC)")
    ec2 = ec2_backends[function.account_id][function.region]
    vpc = vpc_of(ec2, source.subnets[0])
    if not is_on(ec2.get_vpc(vpc).enable_dns_support):
        raise Unreachable(f"Could not connect to the endpoint URL: {endpoint} (enableDnsSupport is off in {vpc})")
    named = ENDPOINT_HOST.match(url.hostname)
    if named and named[2] == function.region:
        return connect_through(ec2, ec2.vpc_end_points.get(named[1]), source, vpc, url.hostname)
    if url.hostname != f"secretsmanager.{function.region}.amazonaws.com":
        raise Unreachable(f"Could not connect to the endpoint URL: {endpoint} (no such host)")
    if has_private_dns(ec2.get_vpc(vpc)):
        for candidate in private_dns_endpoints(ec2, vpc):
            if is_secrets_manager(candidate):
                return connect_through(ec2, candidate, source, vpc, url.hostname)
    for subnet in source.subnets:
        obstacle = obstacle_to_internet(ec2, subnet)
        if obstacle:
            raise Unreachable(
                f"{url.hostname}: connection timed out "
                f"(no interface endpoint with private DNS in {vpc}, and {obstacle})"
            )
    if not any(rule_admits(rule, 443, [], [ANYWHERE]) for rule in rules(ec2, source.groups, "egress_rules")):
        raise Unreachable(f"{url.hostname}: connection timed out (no egress rule of {source.groups} allows 443)")
    return None


def connect_through(ec2, endpoint, source: Side, vpc: str, host: str) -> str:
    if endpoint is None or not is_secrets_manager(endpoint) or endpoint.vpc_id != vpc or endpoint.state == "deleted":
        raise Unreachable(f"{host}: connection timed out (no interface endpoint of Secrets Manager in {vpc})")
    target = Side(list(endpoint.security_group_ids), list(endpoint.subnet_ids or []))
    if not target.subnets:
        raise Unreachable(f"{host}: connection timed out ({endpoint.id} is in no subnet)")
    pass_groups(ec2, source, target, 443, host)
    return endpoint.id


def is_secrets_manager(endpoint) -> bool:
    return is_interface(endpoint) and endpoint.service_name.endswith(".secretsmanager")


def is_interface(endpoint) -> bool:
    return (endpoint.vpc_endpoint_type or "").lower() == "interface"


def private_dns_endpoints(ec2, vpc: str) -> list:
    """The interface endpoints that take the name of their service in the VPC; moto keeps those that were deleted."""
    there = [one for one in ec2.vpc_end_points.values() if one.vpc_id == vpc and one.state != "deleted"]
    return [one for one in there if is_interface(one) and one.private_dns_enabled]


def has_private_dns(vpc) -> bool:
    return is_on(vpc.enable_dns_support) and is_on(vpc.enable_dns_hostnames)


def is_on(attribute: bool | str) -> bool:
    """moto keeps an attribute of a VPC as the request had it."""
    return str(attribute).lower() == "true"


ANYWHERE = ipaddress.ip_network("0.0.0.0/0")


def pass_groups(ec2, source: Side, target: Side, port: int, where: str) -> None:
    """An egress rule of the source's groups and an ingress rule of the target's have to allow the connection."""
    out = rules(ec2, source.groups, "egress_rules")
    if not any(rule_admits(rule, port, target.groups, networks(ec2, target.subnets)) for rule in out):
        raise Unreachable(f"{where}: connection timed out (no egress rule of {source.groups} allows {port})")
    into = rules(ec2, target.groups, "ingress_rules")
    if not any(rule_admits(rule, port, source.groups, networks(ec2, source.subnets)) for rule in into):
        raise Unreachable(f"{where}: connection timed out (no ingress rule of {target.groups} admits {source.groups})")


def rule_admits(rule, port: int, groups: list[str], others: list) -> bool:
    if rule.ip_protocol not in ("-1", "tcp"):
        return False
    if rule.ip_protocol == "tcp" and not rule.from_port <= port <= rule.to_port:
        return False
    if (rule.source_group or {}).get("GroupId") in groups:
        return True
    if "CidrIp" not in rule.ip_range:
        return False
    block = ipaddress.ip_network(rule.ip_range["CidrIp"])
    # All of the other side's subnets, for an address in any of them may be the one.
    return block == ANYWHERE or bool(others) and all(one.subnet_of(block) for one in others)


def rules(ec2, groups: list[str], direction: str) -> list:
    found = [ec2.get_security_group_from_id(group) for group in groups]
    return [rule for group in found if group for rule in getattr(group, direction)]


def networks(ec2, subnets: list[str]) -> list:
    return [ipaddress.ip_network(ec2.get_subnet(subnet).cidr_block) for subnet in subnets]


def vpc_of(ec2, subnet: str) -> str:
    return ec2.get_subnet(subnet).vpc_id


def subnets_of(database) -> list[str]:
    group = database.db_subnet_group
    if isinstance(group, str):  # moto gives a cluster the group's name
        group = database.backend.subnet_groups.get(group)
    return [subnet.id for subnet in group._subnets] if group else []


def obstacle_to_internet(ec2, subnet: str) -> str | None:
    """What keeps a function in the subnet from the internet: it has no public address, and needs a NAT gateway's."""
    route = default_route(ec2, subnet)
    if route is None or route.nat_gateway is None:
        return f"{subnet} has no route to a NAT gateway"
    nat = route.nat_gateway
    if nat.state != "available":
        return f"{nat.id} is {nat.state}"
    if nat.connectivity_type == "private":  # moto keeps nothing where the request said nothing, which means public
        return f"{nat.id} is a private NAT gateway, which leads to no internet"
    onward = default_route(ec2, nat.subnet_id)
    internet_gateway = ec2.internet_gateways.get(onward.gateway_id) if onward else None
    if internet_gateway is None or internet_gateway.vpc is None or internet_gateway.vpc.id != nat.vpc_id:
        return f"{nat.id} is in {nat.subnet_id}, which has no route to an internet gateway"
    return None


def default_route(ec2, subnet: str):
    """Where the subnet's route table, or else the VPC's main one, sends what is for elsewhere."""
    tables = list(ec2.route_tables.values())
    own = [table for table in tables if subnet in table._associations.values()]
    main = [table for table in tables if table.vpc_id == vpc_of(ec2, subnet) and table.main_association_id]
    routes = [route for table in own or main for route in table.routes]
    return next((route for route in routes if route.destination_cidr_block == "0.0.0.0/0"), None)

"""Lambda."""

from moto.awslambda.models import LambdaBackend, LambdaFunction
from moto.ec2.models import ec2_backends

from .support import ServiceError

CORRECTED_TYPES = ()

stock_create = LambdaBackend.create_function
stock_update_configuration = LambdaFunction.update_configuration
stock_vpc_config = LambdaFunction.vpc_config.fget


def apply() -> None:
    LambdaFunction.vpc_config = property(vpc_config)
    LambdaFunction.update_configuration = update_configuration
    LambdaBackend.create_function = create_function


# Stock moto puts every function into one VPC that does not exist, and accepts subnets and groups that do not.
def vpc_config(self):
    config = stock_vpc_config(self)
    if not config or not config.get("SubnetIds"):
        return config
    subnet = ec2_backends[self.account_id][self.region].get_subnet(config["SubnetIds"][0])
    return {**config, "VpcId": subnet.vpc_id}


def create_function(self, spec):
    check_network(self.account_id, self.region_name, spec.get("VpcConfig"))
    return stock_create(self, spec)


def update_configuration(self, config_updates):
    check_network(self.account_id, self.region, config_updates.get("VpcConfig"))
    return stock_update_configuration(self, config_updates)


def check_network(account: str, region: str, config: dict | None) -> None:
    ec2 = ec2_backends[account][region]
    known = {subnet for subnets in ec2.subnets.values() for subnet in subnets}
    for subnet in (config or {}).get("SubnetIds") or []:
        if subnet not in known:
            raise ServiceError("InvalidParameterValueException", f"The subnet ID '{subnet}' does not exist")
    for group in (config or {}).get("SecurityGroupIds") or []:
        if ec2.get_security_group_from_id(group) is None:
            raise ServiceError("InvalidParameterValueException", f"The security group '{group}' does not exist")

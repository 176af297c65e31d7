"""Shield Advanced: the renewal of a subscription, the response team's role, and responses at the application layer."""

import json
import re

from moto.iam.models import iam_backends
from moto.shield.models import ShieldBackend, Subscription
from moto.shield.responses import ShieldResponse

from .support import ServiceError, kept

CORRECTED_TYPES = (
    "aws_shield_application_layer_automatic_response",
    "aws_shield_drt_access_role_arn_association",
    "aws_shield_subscription",
)

stock_create_protection = ShieldBackend.create_protection
stock_create_subscription = ShieldBackend.create_subscription
stock_subscription = Subscription.to_dict


def apply() -> None:
    ShieldBackend.create_protection = create_protection
    ShieldBackend.create_subscription = create_subscription
    Subscription.to_dict = subscription_to_dict
    ShieldResponse.update_subscription = update_subscription
    ShieldResponse.get_subscription_state = get_subscription_state
    ShieldResponse.associate_drt_role = associate_drt_role
    ShieldResponse.disassociate_drt_role = disassociate_drt_role
    ShieldResponse.describe_drt_access = describe_drt_access
    ShieldResponse.enable_application_layer_automatic_response = set_response
    ShieldResponse.update_application_layer_automatic_response = set_response
    ShieldResponse.disable_application_layer_automatic_response = disable_response


# Of a protection. https://docs.aws.amazon.com/waf/latest/DDOSAPIReference/API_CreateProtection.html (2026-11-23)
NAME = re.compile(r"[ a-zA-Z0-9_.\-]{1,128}")


# Stock moto subscribes a second time, protects whom nobody subscribed, and takes every name.
def create_subscription(self) -> None:
    if self.subscription:
        raise ServiceError("ResourceAlreadyExistsException", "Subscription already exists.")
    stock_create_subscription(self)


def create_protection(self, name, *args, **options):
    subscription_of(self)
    if NAME.fullmatch(name) is None:
        raise ServiceError("InvalidParameterException", f"The name of a protection matches {NAME.pattern}. It is: {name}")
    return stock_create_protection(self, name, *args, **options)


# Stock moto answers with dates where AWS has numbers.
def subscription_to_dict(self) -> dict:
    dates = {"StartTime": self.start_time.timestamp(), "EndTime": self.end_time.timestamp()}
    return {**stock_subscription(self), **dates}


# The rest stock moto has not at all. The last 30 days of a year, in which AWS lets a renewal be turned off, never come here.
def update_subscription(self) -> str:
    subscription = subscription_of(self.shield_backend)
    renewal = self._get_param("AutoRenew")
    if renewal == "DISABLED" and subscription.auto_renew != "DISABLED":
        raise ServiceError("LockedSubscriptionException", "The subscription is locked until its last 30 days.")
    subscription.auto_renew = renewal or subscription.auto_renew
    return "{}"


def get_subscription_state(self) -> str:
    return json.dumps({"SubscriptionState": "ACTIVE" if self.shield_backend.subscription else "INACTIVE"})


def associate_drt_role(self) -> str:
    subscription_of(self.shield_backend)
    arn = self._get_param("RoleArn")
    role = iam_backends[self.current_account]["aws"].get_role_by_arn(arn)
    if not any(policy.endswith("/AWSShieldDRTAccessPolicy") for policy in role.managed_policies):
        raise ServiceError("NoAssociatedRoleException", "The role has no AWSShieldDRTAccessPolicy.")
    kept(self.shield_backend, "drt_access")["RoleArn"] = arn
    return "{}"


def disassociate_drt_role(self) -> str:
    kept(self.shield_backend, "drt_access").pop("RoleArn", None)
    return "{}"


def describe_drt_access(self) -> str:
    return json.dumps({**kept(self.shield_backend, "drt_access"), "LogBucketList": []})


def set_response(self) -> str:
    action = self._get_param("Action")
    protection = self.shield_backend.describe_protection("", self._get_param("ResourceArn"))
    protection.application_layer_automatic_response_configuration = {"Status": "ENABLED", "Action": action}
    return "{}"


def disable_response(self) -> str:
    protection = self.shield_backend.describe_protection("", self._get_param("ResourceArn"))
    protection.application_layer_automatic_response_configuration = {}
    return "{}"


def subscription_of(backend):
    if backend.subscription is None:
        raise ServiceError("ResourceNotFoundException", "The subscription does not exist.")
    return backend.subscription

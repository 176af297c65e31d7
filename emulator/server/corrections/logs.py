"""CloudWatch Logs."""

import json

from moto.logs.models import LogGroup
from moto.logs.responses import LogsResponse

import key_policies
from policy_statements import Request, permits, statements_of

from .support import ServiceError, body_of

CORRECTED_TYPES = ("aws_cloudwatch_log_group",)

# What CloudWatch Logs does with a key: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
KEY_ACTIONS = ("kms:Encrypt", "kms:Decrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo", "kms:GenerateDataKey")

stock_describe = LogGroup.to_describe_dict
stock_create = LogsResponse.create_log_group


def apply() -> None:
    LogGroup.to_describe_dict = describe
    LogsResponse.create_log_group = create_log_group
    # Stock moto lacks these calls.
    LogsResponse.associate_kms_key = associate_key
    LogsResponse.disassociate_kms_key = disassociate_key


# Stock moto forgets the class of a log group, so every plan replaces a group that names one.
def create_log_group(self):
    name = self._get_param("logGroupName")
    check_key(self, name, self._get_param("kmsKeyId"))
    answer = stock_create(self)
    group = self.logs_backend.groups[name]
    group.log_group_class = self._get_param("logGroupClass") or "STANDARD"
    return answer


def describe(self):
    return {**stock_describe(self), "logGroupClass": getattr(self, "log_group_class", "STANDARD")}


def associate_key(self):
    group, key_id = find_group(self), body_of(self)["kmsKeyId"]
    check_key(self, group.name, key_id)
    group.kms_key_id = key_id
    return json.dumps({})


def disassociate_key(self):
    find_group(self).kms_key_id = None
    return json.dumps({})


def find_group(self) -> LogGroup:
    request = body_of(self)
    # arn:aws:logs:REGION:ACCOUNT:log-group:NAME
    name = request.get("logGroupName") or request.get("resourceIdentifier", "").partition(":log-group:")[2]
    if name not in self.logs_backend.groups:
        raise ServiceError("ResourceNotFoundException", "The specified log group does not exist.")
    return self.logs_backend.groups[name]


def check_key(self, group: str, key_id: str | None) -> None:
    """AWS tries the key: it has to exist, and its policy to let the service use it for this group."""
    if not key_id:
        return
    arn = f"arn:aws:logs:{self.region}:{self.current_account}:log-group:{group}"
    refused = ServiceError(
        "InvalidParameterException",
        f"The specified KMS Key Id does not exist or is not allowed to be used with Arn '{arn}'",
    )
    try:
        key = key_policies.customer_key(self.current_account, self.region, key_id)
    except LookupError as error:
        raise refused from error
    if key is None:  # the one that AWS manages is not for logs
        raise refused
    context = {
        "kms:encryptioncontext:aws:logs:arn": arn,
        "aws:sourceaccount": self.current_account,
        "aws:sourcearn": arn,
    }
    service, policy = f"logs.{self.region}.amazonaws.com", statements_of(key.policy)
    if not all(permits(policy, Request(action, key.arn, service, context)) for action in KEY_ACTIONS):
        raise refused

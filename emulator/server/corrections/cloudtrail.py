"""CloudTrail."""

import json

from moto.cloudtrail.models import CloudTrailBackend, Trail
from moto.cloudtrail.responses import CloudTrailResponse
from moto.iam.models import iam_backends
from moto.logs.models import logs_backends
from moto.s3.models import s3_backends
from moto.utilities.utils import get_partition

import key_policies
from identities import role_principal
from policy_statements import Request, permits, statements_of

from .support import ServiceError

CORRECTED_TYPES = ("aws_cloudtrail",)

SERVICE = "cloudtrail.amazonaws.com"

DEFAULT_SELECTOR = {
    "ReadWriteType": "All",
    "IncludeManagementEvents": True,
    "DataResources": [],
    "ExcludeManagementEventSources": [],
}

stock_create = CloudTrailBackend.create_trail
stock_update = CloudTrailBackend.update_trail
stock_description = Trail.description


def apply() -> None:
    CloudTrailBackend.create_trail = create_trail
    CloudTrailBackend.update_trail = update_trail
    # Stock moto knows a trail by its name only; the provider names it by its ARN.
    for call in ("start_logging", "stop_logging", "delete_trail"):
        setattr(CloudTrailBackend, call, by_name(getattr(CloudTrailBackend, call)))
    Trail.put_event_selectors = put_event_selectors
    Trail.description = description
    CloudTrailResponse.describe_trails = describe_trails


def by_name(stock):
    def call(self, name):
        return stock(self, self.get_trail(name).trail_name)

    return call


# Stock moto takes anything. AWS tries the bucket, the key and the log group before it accepts a trail:
# https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_CreateTrail.html#API_CreateTrail_Errors
def create_trail(self, name, *arguments, **keywords):
    # One of all regions is in each of them, under its name.
    if any(trail.trail_name == name for trail in self.describe_trails(include_shadow_trails=True)):
        raise ServiceError("TrailAlreadyExistsException", f"Trail {name} already exists for customer: {self.account_id}")
    trail = stock_create(self, name, *arguments, **keywords)
    try:
        check(trail)
    except ServiceError:
        del self.trails[name]
        raise
    return trail


def update_trail(self, name, *arguments, **keywords):
    trail = self.get_trail(name)
    before = dict(trail.__dict__)
    stock_update(self, name, *arguments, **keywords)
    try:
        check(trail)
    except ServiceError:
        trail.__dict__.update(before)
        raise
    return trail


def check(trail: Trail) -> None:
    check_bucket(trail)
    if trail.kms_key_id:
        check_key(trail)
    if trail.cw_log_group_arn or trail.cw_role_arn:
        check_log_group(trail)


def check_bucket(trail: Trail) -> None:
    bucket = s3_backends[trail.account_id][trail.partition].get_bucket(trail.bucket_name)
    prefix = f"{trail.s3_key_prefix}/" if trail.s3_key_prefix else ""
    context = {
        "aws:sourcearn": trail.arn,
        "aws:sourceaccount": trail.account_id,
        "aws:securetransport": "true",
        "s3:x-amz-acl": "bucket-owner-full-control",
    }
    statements = statements_of(bucket.policy) if bucket.policy else []
    asked = (
        Request("s3:GetBucketAcl", bucket.arn, SERVICE, context),
        Request("s3:PutObject", f"{bucket.arn}/{prefix}AWSLogs/{trail.account_id}/CloudTrail/file", SERVICE, context),
    )
    if not all(permits(statements, request) for request in asked):
        raise ServiceError(
            "InsufficientS3BucketPolicyException", f"Incorrect S3 bucket policy is detected for bucket: {bucket.name}"
        )


def check_key(trail: Trail) -> None:
    refused = ServiceError(
        "InsufficientEncryptionPolicyException",
        f"Insufficient permissions to access S3 bucket {trail.bucket_name} or KMS key {trail.kms_key_id}.",
    )
    try:
        key = key_policies.customer_key(trail.account_id, trail.region_name, trail.kms_key_id)
    except LookupError as error:
        raise ServiceError("KmsKeyNotFoundException", str(error)) from error
    if key is None:  # the one that AWS manages is not for trails
        raise refused
    source = {"aws:sourcearn": trail.arn, "aws:sourceaccount": trail.account_id}
    encrypted = {**source, "kms:encryptioncontext:aws:cloudtrail:arn": trail.arn}
    asked = [
        Request("kms:GenerateDataKey", key.arn, SERVICE, encrypted),
        Request("kms:DescribeKey", key.arn, SERVICE, source),
    ]
    if has_bucket_key(trail):
        asked.append(Request("kms:Decrypt", key.arn, SERVICE, source))
    statements = statements_of(key.policy)
    if not all(permits(statements, request) for request in asked):
        raise refused


def has_bucket_key(trail: Trail) -> bool:
    bucket = s3_backends[trail.account_id][trail.partition].get_bucket(trail.bucket_name)
    rule = (bucket.encryption or {}).get("Rule") or {}
    return rule.get("BucketKeyEnabled") == "true"


def check_log_group(trail: Trail) -> None:
    # arn:aws:logs:REGION:ACCOUNT:log-group:NAME:*
    name = (trail.cw_log_group_arn or "").partition(":log-group:")[2].removesuffix(":*")
    group = logs_backends[trail.account_id][trail.region_name].groups.get(name)
    if group is None or not trail.cw_log_group_arn.endswith(":*"):
        raise ServiceError(
            "InvalidCloudWatchLogsLogGroupArnException", "CloudTrail cannot validate the specified log group ARN."
        )
    stream = f"{trail.cw_log_group_arn.removesuffix('*')}log-stream:{trail.account_id}_CloudTrail_{trail.region_name}"
    if not trusts_service(trail):
        raise ServiceError(
            "InvalidCloudWatchLogsRoleArnException", "Access denied. Check the trust relationships for your role."
        )
    role = role_principal(trail.account_id, trail.region_name, trail.cw_role_arn)
    for action in ("logs:CreateLogStream", "logs:PutLogEvents"):
        if not permits(role.statements, Request(action, stream)):
            raise ServiceError(
                "InvalidCloudWatchLogsLogGroupArnException", "Access denied. Check the permissions for your role."
            )


def trusts_service(trail: Trail) -> bool:
    """CloudTrail says nothing of the trail when it assumes the role: a condition on the source never holds."""
    roles = iam_backends[trail.account_id][get_partition(trail.region_name)].roles.values()
    role = next((role for role in roles if role.arn == trail.cw_role_arn), None)
    if role is None:
        return False
    # A trust policy has no Resource.
    trust = [{**statement, "Resource": "*"} for statement in statements_of(role.assume_role_policy_document)]
    return permits(trust, Request("sts:AssumeRole", "*", SERVICE))


# Stock moto keeps the other kind of selectors beside the new one, and never tells that a trail has any, so that the provider
# would not read them.
def put_event_selectors(self, event_selectors, advanced_event_selectors):
    self.event_selectors = [{**DEFAULT_SELECTOR, **selector} for selector in event_selectors or []]
    self.advanced_event_selectors = advanced_event_selectors or []


def description(self, include_region=False):
    management_only = all(not selector["DataResources"] for selector in self.event_selectors)
    custom = bool(self.advanced_event_selectors) or not management_only
    return {**stock_description(self, include_region), "HasCustomEventSelectors": custom}


# Stock moto returns every trail, whichever was asked for.
def describe_trails(self):
    asked = self._get_param("trailNameList") or []
    trails = self.cloudtrail_backend.describe_trails(self._get_bool_param("includeShadowTrails", True))
    found = [trail for trail in trails if not asked or trail.trail_name in asked or trail.arn in asked]
    return json.dumps({"trailList": [trail.description(include_region=True) for trail in found]})

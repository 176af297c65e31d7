"""Security Hub."""

import json

from moto.securityhub.models import SecurityHubBackend
from moto.securityhub.responses import SecurityHubResponse
from moto.securityhub.urls import url_paths

from .support import ServiceError, body_of, kept

CORRECTED_TYPES = (
    "aws_securityhub_account",
    "aws_securityhub_organization_admin_account",
    "aws_securityhub_standards_subscription",
)

stock_describe_hub = SecurityHubBackend.describe_hub
stock_disable = SecurityHubBackend.disable_security_hub
stock_enable_admin = SecurityHubBackend.enable_organization_admin_account


def apply() -> None:
    # Stock moto lacks the call that changes a hub, which the provider makes right after it enabled one, and reports
    # fixed values for what that call sets.
    SecurityHubResponse.update_security_hub_configuration = update_hub
    SecurityHubBackend.describe_hub = describe_hub
    SecurityHubBackend.disable_security_hub = disable_hub
    # Stock moto lacks standards.
    for path in ("standards/register", "standards/deregister", "standards/get"):
        url_paths["{0}/%s$" % path] = SecurityHubResponse.dispatch
    SecurityHubResponse.batch_enable_standards = enable_standards
    SecurityHubResponse.batch_disable_standards = disable_standards
    SecurityHubResponse.get_enabled_standards = get_enabled_standards
    # Stock moto tells nobody who administers the organization, has no way back, and takes another account in its place.
    for path in ("organization/admin", "organization/admin/disable"):
        url_paths["{0}/%s$" % path] = SecurityHubResponse.dispatch
    SecurityHubBackend.enable_organization_admin_account = enable_admin
    SecurityHubResponse.list_organization_admin_accounts = list_admins
    SecurityHubResponse.disable_organization_admin_account = disable_admin


def update_hub(self):
    self.securityhub_backend.describe_hub()  # refuses where there is no hub
    kept(self.securityhub_backend, "hub").update(body_of(self))
    return json.dumps({})


def describe_hub(self, hub_arn=None):
    return {**stock_describe_hub(self, hub_arn), **kept(self, "hub")}


def disable_hub(self):
    answer = stock_disable(self)
    kept(self, "hub").clear()
    kept(self, "standards").clear()
    return answer


def enable_standards(self):
    enabled = []
    for request in body_of(self)["StandardsSubscriptionRequests"]:
        # arn:aws:securityhub:REGION::standards/NAME/v/1.0.0 -> arn:aws:securityhub:REGION:ACCOUNT:subscription/NAME/v/1.0.0
        name = request["StandardsArn"].split("/", 1)[1]
        arn = f"arn:aws:securityhub:{self.region}:{self.current_account}:subscription/{name}"
        subscription = {
            "StandardsSubscriptionArn": arn,
            "StandardsArn": request["StandardsArn"],
            "StandardsInput": request.get("StandardsInput", {}),
            "StandardsStatus": "READY",
        }
        kept(self.securityhub_backend, "standards")[arn] = subscription
        enabled.append(subscription)
    return json.dumps({"StandardsSubscriptions": enabled})


def disable_standards(self):
    standards = kept(self.securityhub_backend, "standards")
    asked = body_of(self)["StandardsSubscriptionArns"]
    disabled = [{**standards.pop(arn), "StandardsStatus": "DELETING"} for arn in asked if arn in standards]
    return json.dumps({"StandardsSubscriptions": disabled})


def get_enabled_standards(self):
    standards = kept(self.securityhub_backend, "standards")
    asked = body_of(self).get("StandardsSubscriptionArns") or list(standards)
    return json.dumps({"StandardsSubscriptions": [standards[arn] for arn in asked if arn in standards]})


def enable_admin(self, admin_account_id):
    # Region by region, as in AWS; stock moto has one for all.
    admins = kept(self, "admins")
    if admins and admin_account_id not in admins:
        raise ServiceError("ResourceConflictException", "Another account is the delegated administrator already.")
    stock_enable_admin(self, admin_account_id)
    admins[admin_account_id] = {"AccountId": admin_account_id, "Status": "ENABLED"}


def list_admins(self):
    return json.dumps({"AdminAccounts": list(kept(self.securityhub_backend, "admins").values())})


def disable_admin(self):
    kept(self.securityhub_backend, "admins").pop(body_of(self)["AdminAccountId"], None)
    return json.dumps({})

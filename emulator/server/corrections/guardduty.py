"""GuardDuty."""

import json

from moto.core.exceptions import JsonRESTError
from moto.guardduty.responses import GuardDutyResponse
from moto.guardduty.urls import url_paths
from moto.organizations.exceptions import OrganizationsClientError
from moto.organizations.models import organizations_backends

from .support import body_of

CORRECTED_TYPES = ("aws_guardduty_organization_admin_account",)


class BadRequest(JsonRESTError):
    code = 400

    def __init__(self, message: str):
        super().__init__("BadRequestException", message)


def apply() -> None:
    # Stock moto takes any account from anybody as the administrator, and a second one beside the first.
    GuardDutyResponse.enable_organization_admin_account = enable_admin
    # Stock moto lacks the way back.
    url_paths["{0}/admin/disable$"] = GuardDutyResponse.dispatch
    GuardDutyResponse.disable_organization_admin_account = disable_admin


def enable_admin(self):
    account = body_of(self)["adminAccountId"]
    admins = admins_of(self)
    organization = organizations_backends[self.current_account][self.partition]
    try:
        organization.get_account_by_id(account)
    except OrganizationsClientError:
        raise BadRequest("The request failed because the account is not a member of the organization.") from None
    if account == self.current_account:
        raise BadRequest("The request failed because the management account cannot be the delegated administrator.")
    if admins and account not in admins:
        raise BadRequest("The request failed because another account is already enabled as delegated administrator.")
    if account not in admins:
        admins.append(account)
    return json.dumps({})


def disable_admin(self):
    account = body_of(self)["adminAccountId"]
    admins = admins_of(self)
    if account not in admins:
        raise BadRequest("The request failed because the account is not the delegated administrator.")
    admins.remove(account)
    return json.dumps({})


def admins_of(self) -> list[str]:
    """Of the organization that the caller manages; AWS lets nobody else ask."""
    organization = organizations_backends[self.current_account][self.partition].org
    if organization is None or organization.master_account_id != self.current_account:
        raise BadRequest("The request failed because the caller is not the organization's management account.")
    return self.guardduty_backend.admin_account_ids

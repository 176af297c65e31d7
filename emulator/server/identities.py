"""Who calls, and what their IAM policies allow, so that a test can show what a restricted identity may and may not do.

A request signed with the access key of an IAM user of the emulator is allowed what that user's policies allow; one with the
credentials of an assumed role, what the role's do, where there is such a role in the emulator. Anybody else may do
everything, as in stock moto: the emulator's own `test` key, and a session of a role that nobody created, by which one comes
into another account.

Stock moto can only enforce for everybody at once (which locks out the `test` key) and checks signatures, which it computes
differently from the AWS SDK for Go for paths with encoded characters. The policies are evaluated by moto: Action and
Resource count, Condition hardly does. Trust policies, session policies and permissions boundaries do not.
"""

from dataclasses import dataclass

from moto.core.authorization import ActionAuthenticatorMixin
from moto.iam.access_control import IAMPolicy, IAMRequest
from moto.iam.models import iam_backends
from moto.sts.models import sts_backends
from moto.utilities.utils import get_partition

from error_answers import AccessDenied
from policy_statements import statements_of


@dataclass(frozen=True)
class Principal:
    # Of a user or a role, as policies name it.
    arn: str
    account: str
    # Of its own IAM policies.
    statements: list[dict]


def apply() -> None:
    ActionAuthenticatorMixin._authenticate_and_authorize_action = authorize
    IAMRequest._raise_access_denied = refuse


def authorize(self, iam_request_class, resource: str = "*") -> None:
    if caller(self) is None:
        return
    request = iam_request_class(
        account_id=self.current_account,
        method=self.method,
        path=self.uri,
        data=self.data,
        body=self.raw_body,
        headers=self.headers,
        action=self._get_action(),
    )
    request.check_action_permitted(resource)


def refuse(self) -> None:
    raise AccessDenied(f"User: {self._access_key.arn} is not authorized to perform: {self._action}")


def caller(response) -> Principal | None:
    """Who signed the request that moto answers; None for those who may do everything."""
    access_key_id = response.headers.get("Authorization", "").partition("Credential=")[2].split("/")[0]
    account, region = response.current_account, response.region
    return user_principal(account, region, access_key_id) or session_principal(account, region, access_key_id)


def user_principal(account: str, region: str, access_key_id: str) -> Principal | None:
    """The IAM user whose access key that is."""
    backend = iam_backends[account][get_partition(region)]
    for user in list(backend.users.values()):
        if not any(key.access_key_id == access_key_id for key in user.access_keys):
            continue
        groups = backend.get_groups_for_user(user.name)
        return Principal(user.arn, account, statements_of(*documents_of(user, *groups)))
    return None


def session_principal(account: str, region: str, access_key_id: str) -> Principal | None:
    """The role, if it exists, that was assumed with those credentials."""
    for session in list(sts_backends[account][get_partition(region)].assumed_roles):
        if session.access_key_id == access_key_id:
            return role_principal(account, region, session.role_arn)
    return None


def role_principal(account: str, region: str, role_arn: str) -> Principal | None:
    for role in list(iam_backends[account][get_partition(region)].roles.values()):
        if role.arn == role_arn:
            return Principal(role_arn, account, statements_of(*documents_of(role)))
    return None


def documents_of(*holders) -> list:
    inline = [document for holder in holders for document in holder.policies.values()]
    managed = [policy for holder in holders for policy in holder.managed_policies.values()]
    return inline + [IAMPolicy(policy)._policy_json for policy in managed]

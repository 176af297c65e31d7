"""Holds IAM users to their policies, so that a test can show what a restricted identity may and may not do.

A request signed with the access key of an IAM user of the emulator is allowed what that user's policies allow. Any other
key, the emulator's own `test` among them, may do everything, as in stock moto.

Stock moto can only enforce for everybody at once (which locks out the `test` key) and checks signatures, which it computes
differently from the AWS SDK for Go for paths with encoded characters. The policies are evaluated by moto: Action and
Resource count, Condition hardly does.
"""

from moto.core.authorization import ActionAuthenticatorMixin
from moto.iam.access_control import IAMRequest
from moto.iam.models import iam_backends
from moto.utilities.utils import get_partition

from error_answers import AccessDenied


def apply() -> None:
    ActionAuthenticatorMixin._authenticate_and_authorize_action = authorize
    IAMRequest._raise_access_denied = refuse


def authorize(self, iam_request_class, resource: str = "*") -> None:
    credential = self.headers.get("Authorization", "").partition("Credential=")[2].split("/")
    if not is_iam_user_key(credential[0], self.current_account, get_partition(self.region)):
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


def is_iam_user_key(access_key_id: str, account_id: str, partition: str) -> bool:
    users = iam_backends[account_id][partition].users.values()
    return any(key.access_key_id == access_key_id for user in users for key in user.access_keys)

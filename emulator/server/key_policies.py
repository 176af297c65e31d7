"""Who may use a customer managed key through Secrets Manager: the key's policy decides, as in AWS.

A policy that names the principal, or everybody, allows by itself. One that names the account's root leaves the decision to
the principal's own IAM policies. A Deny in either wins.
"""

from dataclasses import dataclass

from moto.iam.access_control import IAMPolicy
from moto.iam.models import iam_backends
from moto.kms.models import Key, kms_backends
from moto.utilities.utils import get_partition

from policy_statements import Request, allows, denies, statements_of


@dataclass(frozen=True)
class Principal:
    arn: str
    account: str
    # Of its own IAM policies.
    statements: list[dict]


def customer_key(account: str, region: str, key_id: str | None) -> Key | None:
    """The key that a secret names by id, ARN or alias; None for the key that AWS manages.

    Raises LookupError where there is no such key (any more), or it is disabled or about to be deleted.
    """
    if not key_id or "alias/aws/" in key_id:
        return None
    backend = kms_backends[account][region]
    name = backend.get_alias_name(key_id)
    found = backend.get_key_id_from_alias(name) if name.startswith("alias/") else backend.get_key_id(name)
    key = backend.keys.get(found or "")
    if key is None or key.key_state != "Enabled":
        raise LookupError(f"the key {key_id} is {key.key_state if key else 'missing'}")
    return key


def may_use(key: Key, principal: Principal, action: str, via: str, secret_arn: str) -> bool:
    """`action` as in kms:Decrypt; `via` is the service that calls on the principal's behalf, as in secretsmanager."""
    context = {
        "kms:calleraccount": principal.account,
        "kms:viaservice": f"{via}.{key.region}.amazonaws.com",
        "kms:encryptioncontext:secretarn": secret_arn,
        "aws:principalarn": principal.arn,
        "aws:principalaccount": principal.account,
    }
    own = Request(action, key.arn, context=context)
    as_principal = Request(action, key.arn, principal.arn, context)
    root = f"arn:{get_partition(key.region)}:iam::{key.account_id}:root"
    policy = account_ids_as_roots(statements_of(key.policy), key.region)
    if denies(policy, as_principal) or denies(policy, Request(action, key.arn, root, context)):
        return False
    if denies(principal.statements, own):
        return False
    if allows(policy, as_principal):
        return True
    return allows(policy, Request(action, key.arn, root, context)) and allows(principal.statements, own)


def account_ids_as_roots(statements: list[dict], region: str) -> list[dict]:
    """An account's id is short for the ARN of its root."""

    def full(principal):
        if isinstance(principal, list):
            return [full(one) for one in principal]
        is_id = isinstance(principal, str) and principal.isdigit() and len(principal) == 12
        return f"arn:{get_partition(region)}:iam::{principal}:root" if is_id else principal

    def rewritten(statement: dict) -> dict:
        principal = statement.get("Principal")
        if not isinstance(principal, dict) or "AWS" not in principal:
            return statement
        return {**statement, "Principal": {**principal, "AWS": full(principal["AWS"])}}

    return [rewritten(statement) for statement in statements]


def user_principal(account: str, region: str, access_key_id: str) -> Principal | None:
    """The IAM user whose access key that is."""
    backend = iam_backends[account][get_partition(region)]
    for user in backend.users.values():
        if not any(key.access_key_id == access_key_id for key in user.access_keys):
            continue
        groups = backend.get_groups_for_user(user.name)
        documents = [policy for holder in (user, *groups) for policy in inline_documents(holder)]
        managed = [policy for holder in (user, *groups) for policy in holder.managed_policies.values()]
        return Principal(user.arn, account, statements_of(*documents, *map(document_of, managed)))
    return None


def role_principal(account: str, region: str, role_arn: str) -> Principal:
    """A role that does not exist has no policies: whatever asks for its permissions is refused."""
    for role in iam_backends[account][get_partition(region)].roles.values():
        if role.arn == role_arn:
            managed = map(document_of, role.managed_policies.values())
            return Principal(role_arn, account, statements_of(*inline_documents(role), *managed))
    return Principal(role_arn, account, [])


def inline_documents(holder) -> list:
    return list(holder.policies.values())


def document_of(managed_policy):
    return IAMPolicy(managed_policy)._policy_json

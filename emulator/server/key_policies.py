"""Who may use a customer managed key through Secrets Manager: the key's policy decides, as in AWS.

A policy that names the principal, or everybody, allows by itself. One that names the account's root leaves the decision to
the principal's own IAM policies. A Deny in either wins.
"""

from moto.kms.models import Key, kms_backends
from moto.utilities.utils import get_partition

from identities import Principal
from policy_statements import Request, allows, denies, statements_of


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

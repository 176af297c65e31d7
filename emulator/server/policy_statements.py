"""Evaluates the statements of a policy, as far as keys, endpoints and functions need it, and refuses what it does not know.

Stock moto looks at Action and Resource only. Here Principal and Condition count too. A condition with an operator or a key
that is not known here never makes an Allow apply, and never keeps a Deny from applying.
"""

import fnmatch
import json
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Request:
    action: str
    resource: str
    # An ARN, a service (secretsmanager.amazonaws.com), or "" where the policy has no Principal.
    principal: str = ""
    # Condition keys, in lower case.
    context: dict[str, str] = field(default_factory=dict)


def statements_of(*policies: Any) -> list[dict]:
    """The statements of policy documents, which moto keeps as JSON or parsed."""
    statements: list[dict] = []
    for policy in policies:
        document = json.loads(policy) if isinstance(policy, (str, bytes)) else policy
        statements += as_list(document.get("Statement", []))
    return statements


def allows(statements: list[dict], request: Request) -> bool:
    """Some statement allows the request; whether one denies it is another question: denies()."""
    return any(s.get("Effect") == "Allow" and applies(s, request, unknown=False) for s in statements)


def denies(statements: list[dict], request: Request) -> bool:
    return any(s.get("Effect") == "Deny" and applies(s, request, unknown=True) for s in statements)


def permits(statements: list[dict], request: Request) -> bool:
    return allows(statements, request) and not denies(statements, request)


def applies(statement: dict, request: Request, unknown: bool) -> bool:
    """`unknown` is what a condition counts as that cannot be told."""
    return (
        element(statement, "Action", request.action.lower(), fold=True)
        and element(statement, "Resource", request.resource)
        and (not request.principal or principal_matches(statement, request.principal, unknown))
        and conditions_hold(statement.get("Condition", {}), request.context, unknown)
    )


def element(statement: dict, name: str, value: str, fold: bool = False) -> bool:
    """Action or Resource, or their opposite NotAction or NotResource."""
    negated = f"Not{name}" in statement
    patterns = as_list(statement.get(f"Not{name}" if negated else name, []))
    return negated != any(like(value, pattern.lower() if fold else pattern) for pattern in patterns)


def principal_matches(statement: dict, principal: str, unknown: bool) -> bool:
    given = statement.get("Principal")
    if given is None:  # NotPrincipal, which AWS advises against
        return unknown
    if given == "*":
        return True
    kind = "Service" if principal.endswith(".amazonaws.com") else "AWS"
    return any(one in ("*", principal) for one in as_list(given.get(kind, [])))


def conditions_hold(conditions: dict, context: dict[str, str], unknown: bool) -> bool:
    return all(
        condition_holds(operator, key.lower(), [str(value) for value in as_list(values)], context, unknown)
        for operator, keys in conditions.items()
        for key, values in keys.items()
    )


def condition_holds(operator: str, key: str, values: list[str], context: dict[str, str], unknown: bool) -> bool:
    if operator not in OPERATORS or key not in context:
        return unknown
    matches, negated = OPERATORS[operator]
    return negated != any(matches(context[key], value) for value in values)


def like(value: str, pattern: str) -> bool:
    # Square brackets mean themselves in a policy.
    return fnmatch.fnmatchcase(value, pattern.replace("[", "[[]"))


def same(value: str, wanted: str) -> bool:
    return value == wanted


def same_word(value: str, wanted: str) -> bool:
    return value.lower() == wanted.lower()


OPERATORS = {
    "StringEquals": (same, False),
    "StringNotEquals": (same, True),
    "StringEqualsIgnoreCase": (same_word, False),
    "StringLike": (like, False),
    "StringNotLike": (like, True),
    "ArnEquals": (like, False),  # AWS treats it as ArnLike
    "ArnLike": (like, False),
    "ArnNotEquals": (like, True),
    "ArnNotLike": (like, True),
    "Bool": (same_word, False),
}


def as_list(value: Any) -> list:
    return value if isinstance(value, list) else [value]

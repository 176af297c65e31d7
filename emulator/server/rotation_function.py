"""What AWS's rotation function for PostgreSQL with a single user does (SAR: SecretsManagerRDSPostgreSQLRotationSingleUser).

Any Lambda function of the emulator that a secret names for its rotation behaves as this one: stock moto runs a function's
code in Docker only. It reaches Secrets Manager and the database on the network that was deployed, or it fails as it would
on AWS. The database is moto's: what one logs in with is the master password of the instance.
"""

import json
import secrets
import string
from dataclasses import replace

from moto.ec2.models import ec2_backends
from moto.rds.models import rds_backends

import identities
import key_policies
import network_path
from policy_statements import Request, allows, denies, permits, statements_of

# The calls of each step to Secrets Manager, and what Secrets Manager asks of the secret's key for them.
CALLS = {
    "createSecret": ("DescribeSecret", "GetSecretValue", "GetRandomPassword", "PutSecretValue"),
    "setSecret": ("DescribeSecret", "GetSecretValue"),
    "testSecret": ("DescribeSecret", "GetSecretValue"),
    "finishSecret": ("DescribeSecret", "UpdateSecretVersionStage"),
}
STEPS = tuple(CALLS)
KEY_ACTIONS = {"GetSecretValue": ("kms:Decrypt",), "PutSecretValue": ("kms:Decrypt", "kms:GenerateDataKey")}

REQUIRED = ("host", "username", "password", "engine")
ENGINES = ("postgres", "aurora-postgresql")
PASSWORD_LENGTH = 32


class StepFailed(Exception):
    """The message that the function would leave in its log."""


def run(step: str, function, secret, version_id: str) -> None:
    """One invocation. `finishSecret` moves no labels here: that is Secrets Manager's."""
    try:
        endpoint = network_path.connect_to_secrets_manager(function)
    except network_path.Unreachable as error:
        raise StepFailed(str(error)) from error
    check_role(step, function, secret)
    check_endpoint_policy(step, function, secret, endpoint)
    check_key(step, function, secret)
    if step == "createSecret":
        create_secret(function, secret, version_id)
    elif step == "setSecret":
        set_secret(function, secret, version_id)
    elif step == "testSecret":
        test_secret(function, secret, version_id)


def check_role(step: str, function, secret) -> None:
    """The policies of the function's role, or else the secret's own, have to allow each call; neither may deny it."""
    role = role_of(function)
    for call in CALLS[step]:
        own = request_of(call, function, secret)
        by_secret = replace(own, principal=role.arn)
        of_secret = statements_of(secret.policy) if secret.policy and own.resource == secret.arn else []
        allowed = allows(role.statements, own) or allows(of_secret, by_secret)
        if not allowed or denies(role.statements, own) or denies(of_secret, by_secret):
            raise StepFailed(
                f"AccessDeniedException: {role.arn} is not authorized to perform: {own.action} "
                f"on resource: {own.resource}"
            )


def check_endpoint_policy(step: str, function, secret, endpoint_id: str | None) -> None:
    if endpoint_id is None:
        return
    endpoint = ec2_backends[function.account_id][function.region].vpc_end_points[endpoint_id]
    for call in CALLS[step]:
        request = replace(request_of(call, function, secret), principal=function.role)
        if not permits(statements_of(endpoint.policy_document), request):
            raise StepFailed(f"AccessDeniedException: the policy of {endpoint_id} does not allow {request.action}")


def role_of(function) -> identities.Principal:
    role = identities.role_principal(function.account_id, function.region, function.role)
    if role is None:
        raise StepFailed(f"The role defined for the function cannot be assumed by Lambda: no {function.role}")
    return role


def request_of(call: str, function, secret) -> Request:
    context = {"aws:principalarn": function.role, "aws:principalaccount": function.account_id}
    if call == "GetRandomPassword":
        return Request(f"secretsmanager:{call}", "*", context=context)
    context["secretsmanager:secretid"] = secret.arn
    context["secretsmanager:resource/allowrotationlambdaarn"] = secret.rotation_lambda_arn
    return Request(f"secretsmanager:{call}", secret.arn, context=context)


def check_key(step: str, function, secret) -> None:
    try:
        key = key_policies.customer_key(secret.account_id, secret.region, secret.kms_key_id)
    except LookupError as error:
        raise StepFailed(f"DecryptionFailure: {error}") from error
    if key is None:
        return
    role = role_of(function)
    for action in sorted({action for call in CALLS[step] for action in KEY_ACTIONS.get(call, ())}):
        if not key_policies.may_use(key, role, action, "secretsmanager", secret.arn):
            raise StepFailed(f"AccessDeniedException: Access to KMS is not allowed ({role.arn}, {action}, {key.arn})")


def create_secret(function, secret, version_id: str) -> None:
    current = credentials(secret, "AWSCURRENT")
    if "secret_string" in secret.versions[version_id]:
        return  # put by an earlier try
    excluded = function.environment_vars.get("EXCLUDE_CHARACTERS", ":/@\"'\\")
    secret.versions[version_id]["secret_string"] = json.dumps({**current, "password": random_password(excluded)})


def set_secret(function, secret, version_id: str) -> None:
    pending, current = parse(secret, version_id), credentials(secret, "AWSCURRENT")
    instance = connect(function, secret, pending)
    if logs_in(instance, pending):
        return  # set by an earlier try
    if (current["username"], current["host"]) != (pending["username"], pending["host"]):
        raise StepFailed("Attempting to modify a user or host other than the current one")
    previous = version_labelled(secret, "AWSPREVIOUS")
    tries = [current, parse(secret, previous)] if previous else [current]
    if not any(logs_in(instance, one) for one in tries):
        raise StepFailed(f"Unable to log into database with previous, current, or pending secret of {secret.arn}")
    if getattr(instance, "replication_source_identifier", None):
        raise StepFailed("cannot execute ALTER ROLE in a read-only transaction")
    instance._master_user_password = pending["password"]


def test_secret(function, secret, version_id: str) -> None:
    pending = parse(secret, version_id)
    if not logs_in(connect(function, secret, pending), pending):
        raise StepFailed(f"Unable to log into database with pending secret of secret ARN {secret.arn}")


def connect(function, secret, login: dict):
    """The instance, or the Aurora cluster, at the secret's host, if the network lets the function through."""
    port = int(login.get("port", 5432))
    backend = rds_backends[secret.account_id][secret.region]
    hosts = {one.address: one for one in backend.databases.values()}
    hosts |= {one.endpoint: one for one in backend.clusters.values() if one.members}
    database = hosts.get(login["host"])
    if database is None:
        raise StepFailed(f"could not translate host name \"{login['host']}\" to address")
    if int(database.port) != port:
        raise StepFailed(f"{login['host']}:{port}: connection timed out (the database listens on {database.port})")
    try:
        network_path.connect_to_database(function, database, login["host"])
    except network_path.Unreachable as error:
        raise StepFailed(str(error)) from error
    return database


def logs_in(instance, login: dict) -> bool:
    live = (instance.master_username, instance._master_user_password)
    return (login["username"], login["password"]) == live


def credentials(secret, label: str) -> dict:
    version = version_labelled(secret, label)
    if version is None:
        raise StepFailed(f"ResourceNotFoundException: no version of {secret.arn} is labelled {label}")
    return parse(secret, version)


def parse(secret, version_id: str) -> dict:
    try:
        login = json.loads(secret.versions[version_id]["secret_string"])
    except (KeyError, ValueError) as error:
        raise StepFailed(f"the value of {secret.arn}, version {version_id}, is not JSON") from error
    missing = [name for name in REQUIRED if name not in login]
    if missing:
        raise StepFailed(f"{', '.join(missing)} key is missing from secret JSON")
    if login["engine"] not in ENGINES:
        raise StepFailed("Database engine must be set to 'postgres' in order to use this rotation lambda")
    return login


def version_labelled(secret, label: str) -> str | None:
    return next((id for id, version in secret.versions.items() if label in version["version_stages"]), None)


def random_password(excluded: str) -> str:
    alphabet = [c for c in string.ascii_letters + string.digits + string.punctuation if c not in excluded]
    return "".join(secrets.choice(alphabet) for _ in range(PASSWORD_LENGTH))

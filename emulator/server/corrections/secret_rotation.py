"""Rotation of secrets, step by step: no clock and no threads. Part of secretsmanager.py.

Stock moto accepts a rotation, calls nothing and leaves an empty version. Here RotateSecret answers at once with the id of a
version labelled AWSPENDING, and each DescribeSecret from then on runs one of the four steps of the rotation function.
"""

import json
import logging
import threading
import time

from moto.awslambda.models import lambda_backends
from moto.rds.models import rds_backends
from moto.secretsmanager.exceptions import (
    InvalidParameterException,
    InvalidRequestException,
    OperationNotPermittedOnReplica,
    ResourceNotFoundException,
    SecretHasNoValueException,
    SecretNotFoundException,
)
from moto.secretsmanager.models import ReplicaSecret, SecretsManagerBackend
from moto.secretsmanager.responses import SecretsManagerResponse

import rotation_function
from policy_statements import Request, permits
from rotation_function import STEPS, StepFailed, version_labelled

from .support import ServiceError, kept

log = logging.getLogger("rotation")
# The server answers several requests at once; a rotation is started, and takes a step, by one of them.
one_at_a_time = threading.RLock()


def apply() -> None:
    SecretsManagerBackend.rotate_secret = rotate_secret
    SecretsManagerBackend.cancel_rotate_secret = cancel_rotate_secret
    SecretsManagerResponse.describe_secret = describe_secret


def rotate_secret(
    self,
    secret_id,
    client_request_token=None,
    rotation_lambda_arn=None,
    rotation_rules=None,
    rotate_immediately=True,
) -> str:
    with one_at_a_time:
        return start(
            self, find(self, secret_id), client_request_token, rotation_lambda_arn, rotation_rules, rotate_immediately
        )


def start(self, secret, client_request_token, rotation_lambda_arn, rotation_rules, rotate_immediately) -> str:
    check_rules(rotation_rules)
    arn = rotation_lambda_arn or secret.rotation_lambda_arn
    # RDS rotates the secrets that it manages itself.
    if not secret.owning_service:
        check_function(secret, arn)
    current, pending = version_labelled(secret, "AWSCURRENT"), version_labelled(secret, "AWSPENDING")
    if current is None or not has_value(secret, current):
        raise SecretHasNoValueException("AWSCURRENT")
    version_id = self._from_client_request_token(client_request_token)
    if pending not in (None, current, version_id):
        raise InvalidRequestException("A previous rotation isn't complete. That rotation will be reattempted.")

    secret.rotation_requested = secret.rotation_enabled = True
    secret.rotation_lambda_arn = arn or ""
    if rotation_rules:
        kept(secret, "rotation_rules").clear()
        kept(secret, "rotation_rules").update(rotation_rules)
    schedule_next(secret)
    if rotate_immediately and version_id != current:
        secret.remove_version_stages_from_old_versions(["AWSPENDING"])
        version = {"createdate": int(time.time()), "version_id": version_id, "version_stages": []}
        # The same token again goes on with the same version.
        secret.versions.setdefault(version_id, version)["version_stages"] = ["AWSPENDING"]
        kept(secret, "rotation").update(version=version_id, next=0, failure=None)
    # Otherwise AWS tries testSecret with a pending version that it removes again: nothing is left of that to see.
    return json.dumps({"ARN": secret.arn, "Name": secret.name, "VersionId": version_id})


def cancel_rotate_secret(self, secret_id) -> str:
    secret = find(self, secret_id)
    if not secret.rotation_requested:
        raise InvalidRequestException("You can't cancel the rotation of a secret that has none configured.")
    secret.rotation_enabled = False
    # The label of a rotation under way stays, as AWS documents.
    kept(secret, "rotation").clear()
    return json.dumps({"ARN": secret.arn, "Name": secret.name})


def describe_secret(self) -> str:
    secret = self.backend.describe_secret(secret_id=self._get_param("SecretId"))
    if not isinstance(secret, ReplicaSecret):
        with one_at_a_time:
            advance(secret)
    return json.dumps(secret.to_dict())


def advance(secret) -> None:
    """Runs the next step of a rotation under way. After one that failed the rotation stands still."""
    rotation = kept(secret, "rotation")
    if not rotation or rotation["failure"]:
        return
    step = STEPS[rotation["next"]]
    try:
        if kept(secret, "failing").get("step") == step:
            kept(secret, "failing").clear()
            raise StepFailed("a failure that was asked for")
        if secret.owning_service:
            run_managed(step, secret, rotation["version"])
        else:
            # Gone in the meantime, or no longer ours to call?
            function = check_function(secret, secret.rotation_lambda_arn)
            rotation_function.run(step, function, secret, rotation["version"])
    except (StepFailed, ServiceError, ResourceNotFoundException) as error:
        rotation["failure"] = f"{step}: {getattr(error, 'message', None) or error}"
        log.warning("%s: rotation failed: %s", secret.name, rotation["failure"])
        return
    rotation["next"] += 1
    if rotation["next"] == len(STEPS):
        finish(secret, rotation["version"])


def finish(secret, version_id: str) -> None:
    previous = version_labelled(secret, "AWSCURRENT")
    secret.remove_version_stages_from_old_versions(["AWSCURRENT", "AWSPREVIOUS", "AWSPENDING"])
    secret.versions[version_id]["version_stages"] = ["AWSCURRENT"]
    secret.versions[previous]["version_stages"].append("AWSPREVIOUS")
    secret.default_version_id = version_id
    secret.last_rotation_date = secret.last_changed_date = int(time.time())
    schedule_next(secret)
    kept(secret, "rotation").clear()


def run_managed(step: str, secret, version_id: str) -> None:
    """What RDS does for the master user's secret that it manages: no function, and no network of ours."""
    version, current = secret.versions[version_id], version_labelled(secret, "AWSCURRENT")
    if step == "createSecret":
        login = json.loads(secret.versions[current]["secret_string"])
        login["password"] = rotation_function.random_password(":/@\"'\\")
        version["secret_string"] = json.dumps(login)
    elif step == "setSecret":
        owner = next((tag["Value"] for tag in secret.tags or [] if tag["Key"].startswith("aws:rds:primary")), None)
        for instance in rds_backends[secret.account_id][secret.region].databases.values():
            if getattr(instance, "db_instance_arn", None) == owner or getattr(instance, "arn", None) == owner:
                instance._master_user_password = json.loads(version["secret_string"])["password"]


def find(self, secret_id):
    secret = self.secrets.get(secret_id)
    if secret is None:
        raise SecretNotFoundException()
    if isinstance(secret, ReplicaSecret):
        raise OperationNotPermittedOnReplica
    if secret.is_deleted():
        raise InvalidRequestException("You can't perform this operation on the secret: it was marked for deletion.")
    return secret


def check_rules(rules: dict | None) -> None:
    days = (rules or {}).get("AutomaticallyAfterDays")
    if days is not None and not 1 <= days <= 1000:
        raise InvalidParameterException("RotationRules.AutomaticallyAfterDays must be within 1-1000.")


def check_function(secret, arn: str | None):
    """The function, if it exists and its policy lets Secrets Manager call it for this secret."""
    if not arn:
        raise InvalidRequestException(
            "You tried to enable rotation on a secret that doesn't already have a Lambda function ARN configured "
            "and you didn't include such an ARN as a parameter in this call."
        )
    function = lambda_backends[secret.account_id][secret.region]._lambdas.get_arn(arn)
    if function is None:
        raise ResourceNotFoundException(f"Secrets Manager can't find the Lambda function {arn}.")
    request = Request(
        action="lambda:InvokeFunction",
        resource=arn,
        principal="secretsmanager.amazonaws.com",
        context={"aws:sourceaccount": secret.account_id, "aws:sourcearn": secret.arn},
    )
    # moto names the function with a version that the caller did not ask for.
    statements = [{**statement, "Resource": arn} for statement in function.policy.statements]
    if not permits(statements, request):
        raise ServiceError(
            "AccessDeniedException",
            "Secrets Manager cannot invoke the specified Lambda function. Ensure that the function policy grants "
            "access to the principal secretsmanager.amazonaws.com",
        )
    return function


def has_value(secret, version_id: str) -> bool:
    version = secret.versions[version_id]
    return "secret_string" in version or "secret_binary" in version


def schedule_next(secret) -> None:
    days = kept(secret, "rotation_rules").get("AutomaticallyAfterDays")
    secret.next_rotation_date = int(time.time()) + days * 86400 if days else None


def forget_unless_pending(secret) -> None:
    """Without its AWSPENDING label a version is no rotation's any more."""
    rotation = kept(secret, "rotation")
    if rotation and version_labelled(secret, "AWSPENDING") != rotation["version"]:
        rotation.clear()


def prune(secret) -> list[str]:
    """Removes the versions without labels, as AWS does some time after they lost the last one."""
    pruned = [id for id, version in secret.versions.items() if not version["version_stages"]]
    for id in pruned:
        del secret.versions[id]
    return pruned

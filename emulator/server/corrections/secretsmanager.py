"""Secrets Manager: versions, labels, and the keys that secrets are encrypted with. Rotation: secret_rotation.py."""

import json

from moto.secretsmanager.models import FakeSecret, SecretsManagerBackend, secretsmanager_backends
from moto.secretsmanager.responses import SecretsManagerResponse

import identities
import key_policies

from . import secret_rotation
from .support import ServiceError, kept

CORRECTED_TYPES = ("aws_secretsmanager_secret", "aws_secretsmanager_secret_rotation")

stock_create_replicas = FakeSecret.create_replicas
stock_to_dict = FakeSecret.to_dict
stock_get_value = SecretsManagerResponse.get_secret_value
stock_put_value = SecretsManagerResponse.put_secret_value
stock_update_stage = SecretsManagerBackend.update_secret_version_stage


def apply() -> None:
    secret_rotation.apply()
    FakeSecret.create_replicas = create_replicas
    FakeSecret.to_dict = to_dict
    SecretsManagerBackend.update_secret_version_stage = update_secret_version_stage
    SecretsManagerResponse.list_secret_version_ids = list_secret_version_ids
    SecretsManagerResponse.get_secret_value = get_secret_value
    SecretsManagerResponse.put_secret_value = put_secret_value
    SecretsManagerResponse._determine_resource = determine_resource


# Stock moto encrypts every replica under the key that AWS manages, whatever it is told, and asks for no key.
def create_replicas(self, replica_regions, force_overwrite):
    replicas = stock_create_replicas(self, replica_regions, force_overwrite)
    for replica, wanted in zip(replicas, replica_regions, strict=True):
        key_id = wanted.get("KmsKeyId")
        if not key_id:
            continue
        replica.config["KmsKeyId"] = key_id
        try:
            key_policies.customer_key(self.account_id, replica.region, key_id)
        except LookupError as error:
            replica.config.update(Status="Failed", StatusMessage=f"Secrets Manager can't use {error}.")
            if replica.has_replica:
                replica.has_replica = False
                dict.pop(secretsmanager_backends[self.account_id][replica.region].secrets, replica.arn)
    return replicas


# Stock moto shows versions without labels in every answer, forgets a rotation's schedule expression and window, and answers
# null for what AWS leaves out.
def to_dict(self) -> dict:
    shown = stock_to_dict(self)
    labelled = {id: version["version_stages"] for id, version in self.versions.items() if version["version_stages"]}
    for name in ("VersionIdsToStages", "SecretVersionsToStages"):
        if name in shown:
            shown[name] = labelled
    if "RotationRules" in shown:
        shown["RotationRules"] = kept(self, "rotation_rules")
        if not shown["RotationLambdaARN"]:
            del shown["RotationLambdaARN"]
        if not self.rotation_enabled:
            shown["LastRotatedDate"] = shown["NextRotationDate"] = None
    return {name: value for name, value in shown.items() if value is not None}


# Stock moto gives them all, dated now, and a name where the ARN belongs.
def list_secret_version_ids(self) -> str:
    secret = self.backend.describe_secret(self._get_param("SecretId"))
    all_of_them = self._get_param("IncludeDeprecated", if_none=False)
    versions = [
        {"VersionId": id, "CreatedDate": version["createdate"], "VersionStages": version["version_stages"]}
        for id, version in secret.versions.items()
        if version["version_stages"] or all_of_them
    ]
    return json.dumps({"ARN": secret.arn, "Name": secret.name, "Versions": versions})


# Stock moto leaves the current version to those who do not name one where it was, attaches a label to two versions, and
# adds one that is there already.
def update_secret_version_stage(self, secret_id, version_stage, remove_from_version_id, move_to_version_id):
    secret = self.describe_secret(secret_id)
    holder = secret_rotation.version_labelled(secret, version_stage)
    if move_to_version_id and holder not in (None, move_to_version_id, remove_from_version_id):
        raise ServiceError(
            "InvalidParameterException",
            f"The parameter RemoveFromVersionId can't be empty. Staging label {version_stage} is currently attached to "
            f"version {holder}, so you must explicitly reference that version in RemoveFromVersionId.",
        )
    answer = stock_update_stage(self, secret_id, version_stage, remove_from_version_id, move_to_version_id)
    for version in secret.versions.values():
        version["version_stages"] = list(dict.fromkeys(version["version_stages"]))
    secret.default_version_id = secret_rotation.version_labelled(secret, "AWSCURRENT")
    secret_rotation.forget_unless_pending(secret)
    return answer


# What the caller's policies have to allow it on. Stock moto says `*`, which no policy for one secret matches.
def determine_resource(self) -> str:
    secret_id = self._get_param("SecretId")
    secret = self.backend.secrets.get(secret_id) if secret_id else None
    return secret.arn if secret else "*"


def get_secret_value(self):
    check_key(self, "kms:Decrypt")
    return stock_get_value(self)


def put_secret_value(self):
    check_key(self, "kms:GenerateDataKey")
    return stock_put_value(self)


# Stock moto never asks the key.
def check_key(self, action: str) -> None:
    secret = self.backend.secrets.get(self._get_param("SecretId"))
    if secret is None:
        return  # the stock call says so
    key_id = getattr(secret, "kms_key_id", None)
    try:
        key = key_policies.customer_key(self.current_account, self.region, key_id)
    except LookupError as error:
        raise ServiceError("DecryptionFailure", f"Secrets Manager can't use the secret's KMS key: {error}") from error
    caller = identities.caller(self)
    if key and caller and not key_policies.may_use(key, caller, action, "secretsmanager", secret.arn):
        raise ServiceError("AccessDeniedException", "Access to KMS is not allowed")

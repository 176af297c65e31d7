"""RDS: restores, automated backups, and an instance that takes another name."""

import re

from moto.core.utils import utcnow
from moto.ec2.models import ec2_backends
from moto.rds.exceptions import DBInstanceAlreadyExists, InvalidParameterValue
from moto.rds.models import DBInstanceAutomatedBackup, RDSBackend

# None: instances deploy without. What a runbook does with them would be different on AWS.
CORRECTED_TYPES = ()

# What a restored instance has where the request does not say: AWS's defaults, not the source's settings, which stock moto
# takes over (RestoreDBInstanceToPointInTime and RestoreDBInstanceFromDBSnapshot, API reference, 2026-11-23).
# Attribute -> the request's name for it, and the default. No name: no such request has it.
DEFAULTS = {
    "multi_az": ("multi_az", False),
    "deletion_protection": ("deletion_protection", False),
    "enable_iam_database_authentication": ("enable_iam_database_authentication", False),
    "copy_tags_to_snapshot": ("copy_tags_to_snapshot", False),
    "auto_minor_version_upgrade": ("auto_minor_version_upgrade", True),
    "enabled_cloudwatch_logs_exports": ("enable_cloudwatch_logs_exports", []),
    "db_parameter_group_name": ("db_parameter_group_name", None),
    "vpc_security_group_ids": ("vpc_security_group_ids", None),
    "tags": ("tags", []),
    "performance_insights_enabled": (None, False),
    "performance_insights_retention_period": (None, None),
    "performance_insights_kms_key_id": (None, None),
    "database_insights_mode": (None, None),
    "monitoring_interval": (None, 0),
    "monitoring_role_arn": (None, None),
    "preferred_maintenance_window": (None, "wed:06:38-wed:07:08"),
}

stock_from_snapshot = RDSBackend.restore_db_instance_from_db_snapshot
stock_to_time = RDSBackend.restore_db_instance_to_point_in_time
# Tag, API reference (2026-11-23); the words of the error are ours.
TAG_KEY = re.compile(r"(?!aws:|rds:)[\w\s.:/=+\-@]{1,128}")
TAG_VALUE = re.compile(r"(?!aws:|rds:)[\w\s.:/=+\-@]{0,256}")

stock_add_tags = RDSBackend.add_tags_to_resource
stock_modify = RDSBackend.modify_db_instance
stock_backup_init = DBInstanceAutomatedBackup.__init__


def apply() -> None:
    RDSBackend.restore_db_instance_from_db_snapshot = restore_from_snapshot
    RDSBackend.restore_db_instance_to_point_in_time = restore_to_time
    RDSBackend.modify_db_instance = modify_instance
    RDSBackend.add_tags_to_resource = add_tags
    DBInstanceAutomatedBackup.__init__ = describe_backup


def check_tags(tags) -> None:
    for tag in tags or []:
        for part, pattern in (("Key", TAG_KEY), ("Value", TAG_VALUE)):
            if not pattern.fullmatch(tag[part]):
                raise InvalidParameterValue(
                    f"The tag's {part.lower()} '{tag[part]}' begins with aws: or rds:, is too long, or has characters that RDS does not allow."
                )


def add_tags(self, arn, tags):
    check_tags(tags)
    return stock_add_tags(self, arn, tags)


def restore_from_snapshot(self, from_snapshot_id, overrides):
    check_tags(overrides.get("tags"))
    return with_defaults(stock_from_snapshot(self, from_snapshot_id, overrides), overrides)


def restore_to_time(self, source_db_identifier, target_db_identifier, overrides):
    check_tags(overrides.get("tags"))
    source = self.describe_db_instances(db_instance_identifier=source_db_identifier)[0]
    if target_db_identifier in self.databases:
        raise DBInstanceAlreadyExists()
    time = overrides.get("restore_time")
    if time is not None and not source.created <= time.replace(tzinfo=None) <= utcnow():
        raise InvalidParameterValue("The specified restore time is not within the restorable time of the DB instance.")
    instance = with_defaults(stock_to_time(self, source_db_identifier, target_db_identifier, overrides), overrides)
    # Stock moto takes the source for one of which it is a replica.
    instance.source_db_instance_identifier = None
    return instance


def with_defaults(instance, request):
    for attribute, (name, default) in DEFAULTS.items():
        given = None if name is None else request.get(name)
        # Stock moto takes over what the request turns off, too.
        if not given:
            setattr(instance, attribute, default if given is None else given)
    if instance.vpc_security_group_ids is None:
        ec2 = ec2_backends[instance.account_id][instance.region]
        instance.vpc_security_group_ids = [ec2.get_default_security_group(ec2.default_vpc.id).id]
    if hasattr(instance, "master_user_secret"):
        # A restored instance has its master password as it was, and no secret that RDS manages.
        instance.master_user_secret.delete_secret()
        del instance.master_user_secret
        instance.manage_master_user_password = False
    return instance


def modify_instance(self, db_instance_identifier, db_kwargs):
    name = db_kwargs.get("new_db_instance_identifier")
    if name and name.lower() in self.databases:
        # Stock moto drops the instance that has the name.
        raise DBInstanceAlreadyExists()
    return stock_modify(self, db_instance_identifier, db_kwargs)


# Stock moto says whose backup it is, and nothing of what it reaches.
def describe_backup(self, backend, db_instance_identifier, automated_snapshots):
    stock_backup_init(self, backend, db_instance_identifier, automated_snapshots)
    first = automated_snapshots[0]
    instance = backend.databases.get(db_instance_identifier)
    self.dbi_resource_id = first.dbi_resource_id
    self.engine = first.engine
    self.engine_version = first.engine_version
    self.kms_key_id = first.kms_key_id
    self.encrypted = first.encrypted
    self.region = backend.region_name
    if instance is not None:
        self.restore_window = {"EarliestTime": instance.created, "LatestTime": utcnow()}

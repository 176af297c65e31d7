"""RDS: automated backups that are replicated to another region."""

from moto.core.responses import ActionResult
from moto.kms.models import kms_backends
from moto.moto_api._internal import mock_random
from moto.rds.exceptions import DBInstanceNotFoundError, InvalidParameterCombination, InvalidParameterValue
from moto.rds.models import rds_backends
from moto.rds.responses import RDSResponse

from .support import ServiceError, kept

CORRECTED_TYPES = ("aws_db_instance_automated_backups_replication",)

stock_describe = RDSResponse.describe_db_instance_automated_backups


def apply() -> None:
    # Stock moto lacks both calls.
    RDSResponse.start_db_instance_automated_backups_replication = start
    RDSResponse.stop_db_instance_automated_backups_replication = stop
    RDSResponse.describe_db_instance_automated_backups = describe


def start(self) -> ActionResult:
    arn = self.params["SourceDBInstanceArn"]
    region, account, database = source(self, arn)
    if any(one["DBInstanceArn"] == arn for one in replicas(self).values()):
        raise ServiceError("DBInstanceAutomatedBackupQuotaExceeded", f"{arn} is replicated already.")
    # The name of an AWS-managed key is no key of the destination, and neither is one of another region.
    key = self.params.get("KmsKeyId")
    if database.storage_encrypted and key is None:
        raise InvalidParameterCombination("To replicate backups of an encrypted DB instance, specify a KMS key.")
    if key is not None and key.split(":")[3:4] != [self.region]:
        raise InvalidParameterValue(f"The KMS key {key} is not in {self.region}.")
    if key is not None and key.split("/")[-1] not in kms_backends[account][self.region].keys:
        raise ServiceError("KMSKeyNotAccessibleFault", f"The KMS key {key} does not exist.")
    if not database.backup_retention_period:
        raise ServiceError("InvalidDBInstanceState", f"{arn} has no automated backups.")
    replica = {
        "DBInstanceArn": arn,
        "DbiResourceId": database.dbi_resource_id,
        "Region": region,
        "DBInstanceIdentifier": database.db_instance_identifier,
        "Status": "Replicating",
        "Encrypted": database.storage_encrypted,
        "KmsKeyId": key,
        "BackupRetentionPeriod": int(self.params.get("BackupRetentionPeriod") or 7),
        "Engine": database.engine,
        "DBInstanceAutomatedBackupsArn": (
            f"arn:aws:rds:{self.region}:{account}:auto-backup:ab-{mock_random.get_random_string(26, lower_case=True)}"
        ),
    }
    replicas(self)[replica["DBInstanceAutomatedBackupsArn"]] = replica
    return ActionResult({"DBInstanceAutomatedBackup": replica})


# What was replicated stays on AWS until its retention has passed; here it is gone.
def stop(self) -> ActionResult:
    arn = self.params["SourceDBInstanceArn"]
    for key, replica in replicas(self).items():
        if replica["DBInstanceArn"] == arn:
            del replicas(self)[key]
            return ActionResult({"DBInstanceAutomatedBackup": {**replica, "Status": "retained"}})
    raise ServiceError("DBInstanceAutomatedBackupNotFoundFault", f"There is no automated backup of {arn}.")


def describe(self) -> ActionResult:
    arn = self.params.get("DBInstanceAutomatedBackupsArn")
    if arn is None:
        return stock_describe(self)
    if arn not in replicas(self):
        raise ServiceError("DBInstanceAutomatedBackupNotFoundFault", f"There is no automated backup {arn}.")
    return ActionResult({"DBInstanceAutomatedBackups": [replicas(self)[arn]]})


def source(self, arn: str):
    region, account, _, name = arn.split(":")[3:7]
    if region == self.region:
        raise InvalidParameterValue("The source DB instance is in the destination region.")
    databases = rds_backends[account][region].databases
    if name not in databases:
        raise DBInstanceNotFoundError(name)
    return region, account, databases[name]


def replicas(self) -> dict:
    return kept(self.backend, "replicated_backups")

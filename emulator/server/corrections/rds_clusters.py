"""RDS: Aurora clusters as replicas of an RDS instance, and in a global database.

What AWS refuses is refused: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/
AuroraPostgreSQL.Migrating.RDSPostgreSQL.Replica.html, aurora-global-database.configuration.requirements.html (2026-11-23).
"""

from moto.core.responses import ActionResult
from moto.rds.exceptions import (
    InvalidDBClusterStateFault,
    InvalidParameterCombination,
    InvalidParameterValue,
    RDSClientError,
)
from moto.rds.models import DBCluster, DBClusterParameterGroup, RDSBackend, rds_backends
from moto.rds.responses import RDSResponse

CORRECTED_TYPES = (
    "aws_rds_cluster",
    "aws_rds_cluster_instance",
    "aws_rds_cluster_parameter_group",
    "aws_rds_global_cluster",
)

# Where stock moto keeps all global clusters of an account.
GLOBAL_REGION = "us-east-1"

INHERITED = ("master_username", "master_user_password", "database_name")

stock_create = RDSBackend.create_db_cluster
stock_delete = RDSBackend.delete_db_cluster
stock_delete_instance = RDSBackend.delete_db_instance
stock_describe_global = RDSResponse.describe_global_clusters
stock_answer_global = RDSResponse.create_global_cluster
stock_tagged = RDSBackend._get_resource_for_tagging
stock_delete_global = RDSBackend.delete_global_cluster
stock_create_global = RDSBackend.create_global_cluster
stock_promote = RDSBackend.promote_read_replica_db_cluster
stock_update_parameters = DBClusterParameterGroup.update_cluster_parameters
stock_scaling = DBCluster.scaling_configuration_info.fget


def apply() -> None:
    RDSBackend.create_db_cluster = create_cluster
    RDSBackend.promote_read_replica_db_cluster = promote
    RDSBackend.delete_db_cluster = delete_cluster
    RDSBackend.delete_db_instance = delete_instance
    RDSBackend.create_global_cluster = create_global_cluster
    RDSBackend.delete_global_cluster = delete_global_cluster
    RDSBackend.remove_from_global_cluster = remove_from_global_cluster
    RDSBackend._get_resource_for_tagging = tagged
    RDSResponse.create_global_cluster = answer_global_cluster
    # Stock moto lacks these calls.
    RDSResponse.modify_global_cluster = modify_global_cluster
    RDSResponse.switchover_global_cluster = switchover_global_cluster
    RDSResponse.describe_global_clusters = describe_global_clusters
    DBClusterParameterGroup.update_cluster_parameters = update_parameters
    DBCluster.scaling_configuration_info = property(scaling_configuration)


def create_cluster(self, kwargs: dict):
    source = kwargs.get("replication_source_identifier") or ""
    if ":db:" in source:
        return create_replica(self, kwargs, source)
    if kwargs.get("global_cluster_identifier"):
        return create_member(self, kwargs, global_cluster(self, kwargs["global_cluster_identifier"]))
    return stock_create(self, kwargs)


# Stock moto knows no cluster that is the replica of an instance.
def create_replica(self, kwargs: dict, arn: str):
    source = source_instance(self, arn)
    check_source(self, kwargs, source)
    asked = {name: value for name, value in kwargs.items() if name != "replication_source_identifier"}
    inherited = (source.master_username, source._master_user_password, source.db_name)
    cluster = stock_create(self, {**asked, **dict(zip(INHERITED, inherited))})
    cluster.replication_source_identifier = arn
    return cluster


def source_instance(self, arn: str):
    _, _, _, region, account, _, name = arn.split(":")
    if (region, account) != (self.region_name, self.account_id):
        raise InvalidParameterCombination(f"An Aurora read replica is in the region and account of its source, {arn}.")
    source = self.databases.get(name)
    if source is None:
        raise RDSClientError("DBInstanceNotFound", f"DBInstance {name} not found.")
    return source


def check_source(self, kwargs: dict, source) -> None:
    given = [name for name in INHERITED if kwargs.get(name)]
    if given:
        raise InvalidParameterCombination(f"A read replica takes these from its source: {', '.join(given)}.")
    if kwargs["engine"] != "aurora-postgresql" or source.engine != "postgres":
        raise InvalidParameterCombination(f"A cluster of {kwargs['engine']} cannot replicate from {source.engine}.")
    if source.manage_master_user_password:
        raise InvalidParameterCombination("A read replica cannot have a source whose password RDS manages in a secret.")
    if not source.backup_retention_period:
        raise InvalidParameterCombination("Automated backups are not enabled for the source of the read replica.")
    if source.storage_encrypted and not kwargs.get("storage_encrypted"):
        raise InvalidParameterCombination("Cannot create an unencrypted replica of an encrypted source.")
    version, of_source = numbers(kwargs.get("engine_version") or source.engine_version), numbers(source.engine_version)
    if version[0] != of_source[0] or version[1:] < of_source[1:]:
        raise InvalidParameterCombination(f"The version of the replica is not compatible with {source.engine_version}.")
    if kwargs.get("kms_key_id"):
        self._validate_kms_key(kwargs["kms_key_id"])
    if any(cluster.replication_source_identifier == source.arn for cluster in self.clusters.values()):
        raise InvalidParameterCombination(f"{source.db_instance_identifier} has an Aurora read replica already.")


def numbers(version: str) -> list[int]:
    return [int(part) for part in version.split(".")]


# Stock moto looks for the source among the clusters.
def promote(self, db_cluster_identifier: str):
    cluster = self.describe_db_clusters(db_cluster_identifier)[0]
    arn = cluster.replication_source_identifier
    if not arn or cluster.global_cluster_identifier:
        raise InvalidDBClusterStateFault(f"{db_cluster_identifier} is not a read replica.")
    if ":db:" not in arn:
        return stock_promote(self, db_cluster_identifier)
    if not cluster.members:
        raise InvalidDBClusterStateFault(f"{db_cluster_identifier} has no instance that could be promoted.")
    # It followed its source to the end.
    cluster._master_user_password = source_instance(self, arn)._master_user_password
    cluster.replication_source_identifier = None
    return cluster


# A global database: the secondary replicates from the primary, and has its user and its version.
def create_member(self, kwargs: dict, into):
    primary = next((member for member in into.members if member.is_writer), None)
    if primary is None:
        return stock_create(self, kwargs)
    if primary.region == self.region_name:
        raise InvalidParameterValue(f"{into.global_cluster_identifier} has a cluster in {self.region_name} already.")
    if any(kwargs.get(name) for name in INHERITED):
        raise InvalidParameterCombination("A secondary cluster takes user, password and database from the primary.")
    if kwargs.get("engine_version") not in (None, primary.engine_version):
        raise InvalidParameterCombination(f"The secondary's version must be the primary's, {primary.engine_version}.")
    if primary.storage_encrypted:
        if not kwargs.get("kms_key_id"):
            raise InvalidParameterCombination("A copy of an encrypted cluster needs a KMS key of its own region.")
        self._validate_kms_key(kwargs["kms_key_id"])
    cluster = stock_create(self, kwargs)
    cluster.master_username = primary.master_username
    cluster.replication_source_identifier = primary.db_cluster_arn
    return cluster


def global_cluster(self, identifier: str):
    found = rds_backends[self.account_id][GLOBAL_REGION].global_clusters.get(identifier)
    if found is None:
        raise RDSClientError("GlobalClusterNotFoundFault", f"Global cluster {identifier} not found.")
    return found


# Stock moto looks for the source in its own region only, takes a replica, and makes the source no writer.
def create_global_cluster(self, global_cluster_identifier, source_db_cluster_identifier=None, **options):
    if source_db_cluster_identifier is None:
        return stock_create_global(self, global_cluster_identifier, None, **options)
    if options.get("engine") is not None:
        raise InvalidParameterCombination("The engine is that of the source cluster, and not to be given with it.")
    if global_cluster_identifier in self.global_clusters:
        raise RDSClientError("GlobalClusterAlreadyExistsFault", f"{global_cluster_identifier} exists already.")
    region = source_db_cluster_identifier.split(":")[3]
    source = rds_backends[self.account_id][region].describe_db_clusters(source_db_cluster_identifier)[0]
    if source.replication_source_identifier or source.global_cluster_identifier:
        raise InvalidDBClusterStateFault(f"{source.db_cluster_identifier} is a replica, or in a global cluster.")
    if source.writer is None:
        raise InvalidDBClusterStateFault(f"{source.db_cluster_identifier} has no writer.")
    if any(member.db_instance_class.startswith("db.t") for member in source.members):
        raise InvalidParameterCombination("A global database takes no burstable classes.")
    created = stock_create_global(
        self,
        global_cluster_identifier,
        None,
        **{**options, "engine": source.engine, "engine_version": source.engine_version},
    )
    created.storage_encrypted = source.storage_encrypted
    created.members.append(source)
    source.global_cluster_identifier = created.global_cluster_identifier
    source.is_writer = True
    return created


# Stock moto keeps no tags of global clusters.
def answer_global_cluster(self):
    answer = stock_answer_global(self)
    global_cluster(self.backend, self.params["GlobalClusterIdentifier"]).tags = self.params.get("Tags")
    return answer


def modify_global_cluster(self):
    found = global_cluster(self.backend, self.params["GlobalClusterIdentifier"])
    if self.params.get("DeletionProtection") is not None:
        found.deletion_protection = self.params["DeletionProtection"]
    return ActionResult({"GlobalCluster": found})


# https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_SwitchoverGlobalCluster.html (2026-11-23): the roles change, and
# the cluster that has written follows the other one.
def switchover_global_cluster(self):
    found = global_cluster(self.backend, self.params["GlobalClusterIdentifier"])
    arn = self.params["TargetDbClusterIdentifier"]
    target = next((member for member in found.members if member.db_cluster_arn == arn), None)
    if target is None:
        raise RDSClientError("DBClusterNotFoundFault", f"{arn} is not in {found.global_cluster_identifier}.")
    if target.is_writer:
        raise InvalidDBClusterStateFault(f"{arn} is the primary cluster already.")
    for member in found.members:
        member.is_writer = member is target
        member.replication_source_identifier = None if member is target else arn
    return ActionResult({"GlobalCluster": found})


def delete_global_cluster(self, global_cluster_identifier: str):
    if global_cluster(self, global_cluster_identifier).deletion_protection:
        raise InvalidParameterCombination("Cannot delete a protected global cluster, please disable deletion protection.")
    return stock_delete_global(self, global_cluster_identifier)


def tagged(self, arn: str):
    return global_cluster(self, arn.rpartition(":")[2]) if ":global-cluster:" in arn else stock_tagged(self, arn)


# Stock moto gives all of them, whichever was asked for.
def describe_global_clusters(self):
    asked = self.params.get("GlobalClusterIdentifier")
    if not asked:
        return stock_describe_global(self)
    return ActionResult({"GlobalClusters": [global_cluster(self.backend, asked)]})


# Stock moto looks in the cluster's region, where no global cluster is, and says nothing.
def remove_from_global_cluster(self, global_cluster_identifier: str, db_cluster_identifier: str):
    found = global_cluster(self, global_cluster_identifier)
    member = next((one for one in found.members if one.db_cluster_arn == db_cluster_identifier), None)
    if member is None:
        # The provider looks for these words.
        raise InvalidParameterValue(f"{db_cluster_identifier} is not found in global cluster {found.resource_id}")
    if member.is_writer and len(found.members) > 1:
        raise InvalidDBClusterStateFault("The primary cluster leaves a global cluster last.")
    found.members.remove(member)
    member.global_cluster_identifier = member.replication_source_identifier = None
    member.is_writer = False
    return found


def delete_cluster(self, cluster_identifier, *args, **options):
    cluster = self.clusters.get(cluster_identifier)
    if cluster is not None and cluster.global_cluster_identifier:
        raise InvalidDBClusterStateFault(
            "This cluster is a part of a global cluster, please remove it from globalcluster first"
        )
    return stock_delete(self, cluster_identifier, *args, **options)


# https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBInstance.html
def delete_instance(self, db_instance_identifier, *args, **options):
    instance = self.databases.get(db_instance_identifier)
    cluster = getattr(instance, "cluster", None)
    if cluster is not None and ":db:" in (cluster.replication_source_identifier or "") and len(cluster.members) == 1:
        raise InvalidDBClusterStateFault(
            f"{cluster.db_cluster_identifier} is a read replica: promote it before its last instance is deleted."
        )
    return stock_delete_instance(self, db_instance_identifier, *args, **options)


def update_parameters(self, new_parameters):
    # Stock moto leaves `Source` out, as for the parameters of instances.
    stock_update_parameters(self, [{**parameter, "Source": "user"} for parameter in new_parameters])


# Stock moto gives one without values to clusters that have none.
def scaling_configuration(self):
    return stock_scaling(self) if self.scaling_configuration else None

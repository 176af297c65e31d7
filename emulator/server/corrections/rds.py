"""RDS."""

import json
import secrets
import string

from moto.rds.exceptions import InvalidParameterCombination
from moto.rds.models import DBInstance, DBInstanceClustered, DBParameterGroup, MasterUserSecret, RDSBackend

from .support import ServiceError, kept

CORRECTED_TYPES = ("aws_db_instance", "aws_db_parameter_group")

# Attributes that stock moto accepts at creation and does not give back, so that the next plan sets them again.
KEPT = (
    "performance_insights_retention_period",
    "performance_insights_kms_key_id",
    "monitoring_interval",
    "monitoring_role_arn",
    "database_insights_mode",
)

stock_init = DBInstance.__init__
stock_update = DBInstance.update
stock_create_secret = MasterUserSecret._create_secret
stock_update_parameters = DBParameterGroup.update_parameters
stock_delete_subnet_group = RDSBackend.delete_subnet_group


def apply() -> None:
    DBInstance.__init__ = create_instance
    DBInstance.update = update_instance
    DBParameterGroup.update_parameters = update_parameters
    MasterUserSecret._generate_secret_string = generate_secret
    MasterUserSecret._create_secret = create_secret
    RDSBackend.delete_subnet_group = delete_subnet_group


def create_instance(self, *args, **options):
    asked = {name: options[name] for name in KEPT if name in options}
    performance_insights = options.get("enable_performance_insights")
    stock_init(self, *args, **options)
    # Stock moto gives all instances one and the same resource id, by which the provider tells them apart.
    self.dbi_resource_id = "db-" + "".join(secrets.choice(string.ascii_uppercase + string.digits) for _ in range(26))
    # Under no key of a customer it has the AWS-managed one of RDS, which stock moto only gives a name. One in a cluster has
    # that of its cluster.
    if not isinstance(self, DBInstanceClustered) and self.kms_key_id == "default_kms_key_id":
        self.kms_key_id = self.backend._validate_kms_key("alias/aws/rds")
    for name, value in asked.items():
        setattr(self, name, value)
    if performance_insights is not None:
        self.performance_insights_enabled = performance_insights


def update_instance(self, **options):
    refuse_other_keys(self, options)
    if not options.get("apply_immediately"):
        # It waits for the maintenance window, which never comes here. Stock moto does it at once.
        options.pop("multi_az", None)
    if hasattr(self, "master_user_secret") and options.get("manage_master_user_password"):
        # Stock moto makes another secret.
        del options["manage_master_user_password"]
    # The request says `enable...`, the answer `...enabled`: stock moto keeps the first and gives back the second.
    if options.get("enable_performance_insights") is not None:
        self.performance_insights_enabled = options["enable_performance_insights"]
    stock_update(self, **options)


# Stock moto takes keys that AWS refuses to change once they are set.
def refuse_other_keys(self, options: dict) -> None:
    key = options.get("performance_insights_kms_key_id")
    if key and getattr(self, "performance_insights_enabled", False) and key != self.performance_insights_kms_key_id:
        raise InvalidParameterCombination("You cannot change your Performance Insights KMS key.")
    key = options.pop("master_user_secret_kms_key_id", None)
    if key and not hasattr(self, "master_user_secret"):
        options["master_user_secret_kms_key_id"] = key
    elif key and self.backend._validate_kms_key(key) != self.master_user_secret.kms_key_id:
        raise InvalidParameterCombination("You can't change the KMS key of a master user secret that RDS manages.")


def update_parameters(self, parameters):
    # Stock moto leaves `Source` out; the provider only reads parameters whose source is the user.
    stock_update_parameters(self, [{**parameter, "Source": "user"} for parameter in parameters])


# Stock moto writes one and the same user and password into all of these secrets, and gives the instance none.
def generate_secret(self) -> str:
    alphabet = string.ascii_letters + string.digits
    password = "".join(secrets.choice(alphabet) for _ in range(28))
    self.resource._master_user_password = password
    return json.dumps({"username": self.resource.master_username, "password": password})


# AWS rotates them every seven days from the start, which stock moto does not say.
def create_secret(self, kms_key_id):
    secret = stock_create_secret(self, kms_key_id)
    secret.rotation_requested = secret.rotation_enabled = True
    kept(secret, "rotation_rules")["AutomaticallyAfterDays"] = 7
    return secret


def delete_subnet_group(self, subnet_name):
    """Refused while something is in it: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBSubnetGroup.html."""
    instances = [(name, getattr(one, "_db_subnet_group_name", None)) for name, one in self.databases.items()]
    clusters = [(name, one.db_subnet_group_name) for name, one in self.clusters.items()]
    for name, group in (*instances, *clusters):
        if group is not None and group.lower() == subnet_name.lower():
            raise ServiceError(
                "InvalidDBSubnetGroupStateFault",
                f"Cannot delete the subnet group '{subnet_name}' because {name} is still using it.",
            )
    return stock_delete_subnet_group(self, subnet_name)

"""RDS."""

import secrets
import string

from moto.rds.models import DBInstance, DBParameterGroup

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
stock_update_parameters = DBParameterGroup.update_parameters


def apply() -> None:
    DBInstance.__init__ = create_instance
    DBInstance.update = update_instance
    DBParameterGroup.update_parameters = update_parameters


def create_instance(self, *args, **options):
    asked = {name: options[name] for name in KEPT if name in options}
    performance_insights = options.get("enable_performance_insights")
    stock_init(self, *args, **options)
    # Stock moto gives all instances one and the same resource id, by which the provider tells them apart.
    self.dbi_resource_id = "db-" + "".join(secrets.choice(string.ascii_uppercase + string.digits) for _ in range(26))
    for name, value in asked.items():
        setattr(self, name, value)
    if performance_insights is not None:
        self.performance_insights_enabled = performance_insights


def update_instance(self, **options):
    # The request says `enable...`, the answer `...enabled`: stock moto keeps the first and gives back the second.
    if options.get("enable_performance_insights") is not None:
        self.performance_insights_enabled = options["enable_performance_insights"]
    stock_update(self, **options)


def update_parameters(self, parameters):
    # Stock moto leaves `Source` out; the provider only reads parameters whose source is the user.
    stock_update_parameters(self, [{**parameter, "Source": "user"} for parameter in parameters])

"""What stock moto gets wrong, corrected at run time: one file per AWS service, nothing installed is changed.

Each file has
- CORRECTED_TYPES: the Terraform resource types that do not deploy, plan empty and destroy without it;
- apply(): puts the correction in place; called once, before the server starts.

State is kept on moto's own backend objects (support.kept), so that `POST /moto-api/reset` clears it too.
"""

from . import (
    accessanalyzer,
    awslambda,
    backup,
    budgets,
    ce,
    cloudtrail,
    configservice,
    ec2,
    guardduty,
    logs,
    organizations,
    rds,
    rds_backups,
    rds_clusters,
    rds_copies,
    rds_snapshots,
    secretsmanager,
    securityhub,
    serverlessrepo,
    shield,
    ssmcontacts,
    ssmincidents,
    wafv2,
)

SERVICES = (
    accessanalyzer,
    awslambda,
    backup,
    budgets,
    ce,
    cloudtrail,
    configservice,
    ec2,
    guardduty,
    logs,
    organizations,
    rds,
    rds_backups,
    rds_clusters,
    rds_copies,
    rds_snapshots,
    secretsmanager,
    securityhub,
    serverlessrepo,
    shield,
    ssmcontacts,
    ssmincidents,
    wafv2,
)


def apply() -> None:
    for service in SERVICES:
        service.apply()


def corrected_types() -> dict[str, str]:
    """Terraform resource type -> the file that corrects it."""
    return {
        resource_type: f"emulator/server/corrections/{service.__name__.rpartition('.')[2]}.py"
        for service in SERVICES
        for resource_type in service.CORRECTED_TYPES
    }

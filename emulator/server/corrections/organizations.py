"""Organizations."""

from moto.organizations.models import FakeServiceAccess

CORRECTED_TYPES = ("aws_organizations_organization",)

MALWARE_PROTECTION = "malware-protection.guardduty.amazonaws.com"


def apply() -> None:
    # Stock moto does not know the second principal of GuardDuty
    # (https://docs.aws.amazon.com/organizations/latest/userguide/services-that-can-integrate-guardduty.html, 2026-11-23).
    if MALWARE_PROTECTION not in FakeServiceAccess.TRUSTED_SERVICES:
        FakeServiceAccess.TRUSTED_SERVICES.append(MALWARE_PROTECTION)

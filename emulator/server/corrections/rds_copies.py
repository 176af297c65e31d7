"""RDS: copies of snapshots in another region."""

from moto.rds.exceptions import InvalidParameterCombination
from moto.rds.models import RDSBackend

from .rds_snapshots import check_tags

# None: no resource of ours is one. What the function and the runbook that copy would meet is different on AWS.
CORRECTED_TYPES = ()

stock_get_snapshot = RDSBackend.get_snapshot
stock_copy_snapshot = RDSBackend.copy_db_snapshot


def apply() -> None:
    RDSBackend.get_snapshot = get_snapshot
    RDSBackend.copy_db_snapshot = copy_snapshot


# The name of an automated snapshot has a colon, too: arn:aws:rds:us-east-1:123456789012:snapshot:rds:shop-2026-11-23-03-05.
def get_snapshot(self, identifier, resource_type, not_found_exception):
    if identifier.startswith("arn:"):
        _, _, _, region, _, _, name = identifier.split(":", 6)
        return get_snapshot(self.get_backend("rds", region=region), name, resource_type, not_found_exception)
    return stock_get_snapshot(self, identifier, resource_type, not_found_exception)


# A key stays in its region, so an encrypted copy in another one needs a key there. Stock moto takes the source's.
# https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CopyDBSnapshot.html (2026-11-23); the words are ours.
def copy_snapshot(self, source_db_snapshot_identifier, target_db_snapshot_identifier, kms_key_id=None, **options):
    check_tags(options.get("tags"))
    source = self.get_db_snapshot(source_db_snapshot_identifier)
    if kms_key_id is None and source.storage_encrypted and source.region != self.region_name:
        raise InvalidParameterCombination(
            f"A KMS key in {self.region_name} is needed to copy the encrypted snapshot {source_db_snapshot_identifier}."
        )
    return stock_copy_snapshot(
        self, source_db_snapshot_identifier, target_db_snapshot_identifier, kms_key_id=kms_key_id, **options
    )

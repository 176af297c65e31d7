"""The function that copies snapshots, against a stand-in for RDS in both regions. Run by copy-snapshots.test.ts."""

import contextlib
import io
import json
import os
import sys
import unittest
from datetime import datetime, timedelta, timezone

sys.dont_write_bytecode = True
ROOT = os.path.join(os.path.dirname(__file__), "..", "..", "..")
sys.path.insert(0, os.path.join(ROOT, "modules", "enterprise", "snapshot-copies"))

from copy_snapshots import SnapshotCopies  # noqa: E402

NOW = datetime(2026, 11, 23, 5, 0, tzinfo=timezone.utc)
TODAY = NOW - timedelta(hours=1, minutes=55)
DATABASE = "acme-postgres"
OURS = "acme-snapshot-copies"
KEY = "arn:aws:kms:eu-west-1:123456789012:key/recovery"


class AlreadyExists(Exception):
    pass


class NotFound(Exception):
    pass


class Rds:
    """One region's. What it has comes in pages of two, as a long list does. It knows no instance of another region."""

    instance = None

    class exceptions:
        DBSnapshotAlreadyExistsFault = AlreadyExists
        DBSnapshotNotFoundFault = NotFound

    def __init__(self, *snapshots):
        self.held = {snapshot["DBSnapshotIdentifier"]: snapshot for snapshot in snapshots}
        self.copied = []
        self.deleted = []
        self.fails = {}

    def get_paginator(self, operation):
        assert operation == "describe_db_snapshots"
        return self

    def paginate(self, *, SnapshotType, DBInstanceIdentifier=None):
        self.fail("describe")
        if DBInstanceIdentifier not in (None, self.instance):
            raise NotFound(f"DBInstance {DBInstanceIdentifier} not found.")
        found = [
            one
            for one in self.held.values()
            if DBInstanceIdentifier in (None, one["DBInstanceIdentifier"]) and one["SnapshotType"] == SnapshotType
        ]
        return [{"DBSnapshots": found[at : at + 2]} for at in range(0, max(len(found), 1), 2)]

    def copy_db_snapshot(self, **request):
        self.fail("copy")
        if request["TargetDBSnapshotIdentifier"] in self.held:
            raise AlreadyExists
        self.copied.append(request)

    def delete_db_snapshot(self, *, DBSnapshotIdentifier):
        self.fail("delete")
        self.deleted.append(DBSnapshotIdentifier)
        if DBSnapshotIdentifier not in self.held:
            raise NotFound
        del self.held[DBSnapshotIdentifier]

    def fail(self, operation):
        if operation in self.fails:
            raise self.fails[operation]


def snapshot(identifier, taken, *, status="available", kind="automated", database=DATABASE, **more):
    one = {
        "DBSnapshotIdentifier": identifier,
        "DBSnapshotArn": f"arn:aws:rds:us-east-1:123456789012:snapshot:{identifier}",
        "DBInstanceIdentifier": database,
        "SnapshotType": kind,
        "Status": status,
        "OriginalSnapshotCreateTime": taken,
        **more,
    }
    return {key: value for key, value in one.items() if value is not None}


def automated(days=0, **more):
    taken = TODAY - timedelta(days=days)
    return snapshot(f"rds:{DATABASE}-{taken:%Y-%m-%d-%H-%M}", taken, **more)


def copy(days=0, *, by=OURS, **more):
    taken = TODAY - timedelta(days=days)
    tags = [{"Key": "CopiedBy", "Value": by}] if by else []
    return snapshot(name(days), taken, kind="manual", TagList=tags, **more)


def name(days=0):
    return f"{DATABASE}-copy-{TODAY - timedelta(days=days):%Y-%m-%d-%H-%M}"


class CopySnapshots(unittest.TestCase):
    def run_it(self, home, recovery, *, start=True, retain_count=3, raises=None, now=NOW):
        out = io.StringIO()
        home.instance = DATABASE
        copies = SnapshotCopies(
            home=home,
            recovery=recovery,
            home_region="us-east-1",
            database=DATABASE,
            key_arn=KEY,
            retain_count=retain_count,
            copied_by=OURS,
            tags={"Project": "acme"},
            metric_namespace="acme/snapshot-copies",
            now=now,
        )
        with contextlib.redirect_stdout(out):
            if raises is None:
                copies.run(start=start)
            else:
                with self.assertRaisesRegex(RuntimeError, raises):
                    copies.run(start=start)
        lines = out.getvalue().splitlines()
        metrics = [json.loads(line) for line in lines if line.startswith("{")]
        self.said = "\n".join(line for line in lines if not line.startswith("{"))
        return metrics[0] if metrics else None

    def test_the_latest_automated_snapshot_is_copied_under_the_key_of_the_other_region(self):
        manual = snapshot("by-hand", NOW, kind="manual")
        creating = snapshot(f"rds:{DATABASE}-later", None, status="creating")
        other = snapshot("rds:other-2026-11-23-04-59", NOW, database="other")
        home, recovery = Rds(automated(2), automated(), automated(1), manual, creating, other), Rds()
        self.assertIsNone(self.run_it(home, recovery))
        self.assertEqual(
            recovery.copied,
            [
                {
                    "SourceDBSnapshotIdentifier": f"arn:aws:rds:us-east-1:123456789012:snapshot:rds:{DATABASE}-2026-11-23-03-05",
                    "SourceRegion": "us-east-1",
                    "TargetDBSnapshotIdentifier": "acme-postgres-copy-2026-11-23-03-05",
                    "KmsKeyId": KEY,
                    "Tags": [
                        {"Key": "Project", "Value": "acme"},
                        {"Key": "CopiedBy", "Value": OURS},
                        {"Key": "SourceSnapshot", "Value": f"{DATABASE}-2026-11-23-03-05"},
                    ],
                }
            ],
        )
        self.assertEqual(home.copied, [])

    def test_a_second_run_copies_nothing_more(self):
        for status in ("available", "creating", "copying"):
            recovery = Rds(copy(status=status))
            self.run_it(Rds(automated()), recovery)
            self.assertEqual((recovery.copied, recovery.deleted), ([], []))

    def test_two_runs_at_once_the_slower_one_finds_the_copy_started(self):
        recovery = Rds()
        recovery.fails["copy"] = AlreadyExists("it is")
        self.run_it(Rds(automated()), recovery)
        self.assertIn("was started by another run", self.said)

    def test_the_hourly_run_leaves_the_start_to_the_daily_one(self):
        recovery = Rds(copy(1))
        self.run_it(Rds(automated()), recovery, start=False, now=TODAY + timedelta(hours=1))
        self.assertEqual(recovery.copied, [])

    def test_the_hourly_run_makes_up_for_a_daily_one_that_did_not_start(self):
        recovery = Rds(copy(1))
        self.run_it(Rds(automated()), recovery, start=False, now=TODAY + timedelta(hours=3))
        self.assertEqual([one["TargetDBSnapshotIdentifier"] for one in recovery.copied], [name()])

    def test_the_hourly_run_begins_with_the_first_copy(self):
        recovery = Rds()
        self.run_it(Rds(automated()), recovery, start=False)
        self.assertEqual(len(recovery.copied), 1)

    def test_the_hourly_run_starts_none_while_one_is_under_way(self):
        for taken in (TODAY - timedelta(days=1), None):
            under_way = copy(1, status="copying")
            under_way["OriginalSnapshotCreateTime"] = taken
            recovery = Rds(under_way)
            self.run_it(Rds(automated()), recovery, start=False, now=TODAY + timedelta(hours=1))
            self.assertEqual(recovery.copied, [])

    def test_a_copy_that_failed_is_removed_started_again_and_told_of(self):
        recovery = Rds(copy(2), copy(status="failed"))
        self.run_it(Rds(automated()), recovery, start=False, raises=f"The copy {name()} has failed")
        self.assertEqual(recovery.deleted, [name()])
        self.assertEqual([one["TargetDBSnapshotIdentifier"] for one in recovery.copied], [name()])

    def test_a_copy_that_somebody_else_made_is_never_removed(self):
        recovery = Rds(copy(status="failed", by=None))
        self.run_it(Rds(automated()), recovery, raises=f"The snapshot {name()} is 'failed'. Look at it")
        self.assertEqual(recovery.deleted, [])
        recovery = Rds(*[copy(days, by="ops") for days in range(9)])
        self.run_it(Rds(automated()), recovery, retain_count=1)
        self.assertEqual(recovery.deleted, [])

    def test_a_state_that_is_not_known_is_told_of_and_left_alone(self):
        recovery = Rds(copy(status="incompatible-restore"))
        self.run_it(Rds(automated()), recovery, raises="is 'incompatible-restore'")
        self.assertEqual(recovery.deleted, [])

    def test_the_newest_are_kept(self):
        recovery = Rds(*[copy(days) for days in (3, 0, 4, 1, 2)])
        self.run_it(Rds(automated()), recovery, retain_count=3)
        self.assertEqual(sorted(recovery.deleted), sorted([name(3), name(4)]))

    def test_one_is_kept_whatever_its_age(self):
        recovery = Rds(copy())
        self.run_it(Rds(automated()), recovery, retain_count=1, now=NOW + timedelta(days=400))
        self.assertEqual(recovery.deleted, [])

    def test_none_goes_while_the_newest_is_under_way_or_has_failed(self):
        old = [copy(days) for days in range(1, 6)]
        for status, raises in (("copying", None), ("creating", None), ("failed", "has failed")):
            recovery = Rds(*old, copy(status=status))
            self.run_it(Rds(automated()), recovery, retain_count=1, raises=raises)
            self.assertEqual(recovery.deleted, [name()] if status == "failed" else [])

    def test_none_goes_while_the_newest_is_only_asked_for(self):
        recovery = Rds(*[copy(days) for days in range(1, 6)])
        self.run_it(Rds(automated()), recovery, retain_count=1)
        self.assertEqual((len(recovery.copied), recovery.deleted), (1, []))

    def test_none_goes_where_there_is_nothing_to_copy(self):
        recovery = Rds(*[copy(days) for days in range(1, 6)])
        self.run_it(Rds(), recovery, retain_count=1)
        self.assertEqual((recovery.copied, recovery.deleted), ([], []))
        self.assertIn("no automated snapshot", self.said)

    def test_nothing_but_copies_is_looked_at(self):
        others = [
            snapshot("acme-postgres-final-1", NOW, kind="manual", TagList=[{"Key": "CopiedBy", "Value": OURS}]),
            snapshot("acme-postgres-copy-x", NOW, kind="manual", database="other", status="failed"),
        ]
        shared = copy(2, database="other", status="failed")
        recovery = Rds(*others, shared, copy(1), copy())
        self.run_it(Rds(automated()), recovery, retain_count=1)
        self.assertEqual(recovery.deleted, [name(1)])

    def test_one_that_another_run_has_removed_is_removed(self):
        recovery = Rds(copy(), copy(1), copy(2))
        recovery.fails["delete"] = NotFound("it was not there")
        self.run_it(Rds(automated()), recovery, retain_count=1)

    def test_no_retention_of_nothing(self):
        with self.assertRaisesRegex(ValueError, "at least one copy is kept"):
            self.run_it(Rds(automated()), Rds(copy()), retain_count=0)

    def test_the_metric_is_the_age_of_the_newest_good_copys_data(self):
        metric = self.run_it(Rds(automated()), Rds(copy(1), copy(2), copy(status="copying")))
        self.assertEqual(metric["NewestCopyAge"], 25 * 3600 + 55 * 60)
        self.assertEqual(metric["NewestCopy"], name(1))
        self.assertEqual(metric["DBInstanceIdentifier"], DATABASE)
        self.assertEqual(
            metric["_aws"],
            {
                "Timestamp": int(NOW.timestamp() * 1000),
                "CloudWatchMetrics": [
                    {
                        "Namespace": "acme/snapshot-copies",
                        "Dimensions": [["DBInstanceIdentifier"]],
                        "Metrics": [{"Name": "NewestCopyAge", "Unit": "Seconds"}],
                    }
                ],
            },
        )

    def test_a_step_that_fails_stops_no_other_and_ends_in_an_error(self):
        recovery = Rds(*[copy(days) for days in range(5)])
        recovery.fails["copy"] = RuntimeError("SnapshotQuotaExceeded")
        later = automated(-1)
        metric = self.run_it(Rds(automated(), later), recovery, raises="The copy was not started: SnapshotQuotaExceeded")
        self.assertIsNotNone(metric)

        recovery = Rds(copy(1, status="failed"), copy(2))
        recovery.fails["delete"] = RuntimeError("AccessDenied")
        metric = self.run_it(Rds(automated()), recovery, raises="AccessDenied")
        self.assertIsNotNone(metric)
        self.assertEqual(len(recovery.copied), 1)

    def test_a_region_that_does_not_answer_is_an_error_at_once(self):
        for region in (0, 1):
            regions = [Rds(automated()), Rds(copy())]
            regions[region].fails["describe"] = ConnectionError("it does not answer")
            with self.assertRaisesRegex(ConnectionError, "does not answer"):
                self.run_it(*regions)

    def test_a_snapshot_from_before_the_instance_was_renamed_is_copied_under_its_name(self):
        recovery = Rds()
        self.run_it(Rds(snapshot("rds:old-name-2026-11-23-03-05", TODAY)), recovery)
        self.assertEqual(recovery.copied[0]["TargetDBSnapshotIdentifier"], "acme-postgres-copy-old-name-2026-11-23-03-05")


if __name__ == "__main__":
    unittest.main()

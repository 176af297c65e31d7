"""Copies the latest automated snapshot of an RDS instance to another region. Runs as a Lambda function.

A copy goes on in AWS for minutes to hours after the call that starts it, and may fail in the middle. So each run looks at
what there is, does the next step, and leaves the rest to the next run: a schedule starts the day's copy, and another one
looks after it every hour. Runs may be cut, repeated and overlap.

It raises what went wrong at its end, when all that could be done is done: Lambda counts that as an error.
"""

import json
import os
from datetime import datetime, timedelta, timezone

# The hourly run makes up for a daily one that failed, and begins with the first copy where there is none.
DUE_AFTER = timedelta(hours=26)

UNDER_WAY = ("creating", "copying")


def handler(event, _context):
    import boto3  # of Lambda's runtime; the tests do without
    from botocore.config import Config

    environment = os.environ
    patient = Config(retries={"mode": "standard", "max_attempts": 5}, connect_timeout=5, read_timeout=30)
    copies = SnapshotCopies(
        home=boto3.client("rds", region_name=environment["AWS_REGION"], config=patient),
        recovery=boto3.client("rds", region_name=environment["RECOVERY_REGION"], config=patient),
        home_region=environment["AWS_REGION"],
        database=environment["DATABASE"],
        key_arn=environment["KMS_KEY_ARN"],
        retain_count=int(environment["RETAIN_COUNT"]),
        copied_by=environment["COPIED_BY"],
        tags=json.loads(environment["TAGS"]),
        metric_namespace=environment["METRIC_NAMESPACE"],
        now=datetime.now(timezone.utc),
    )
    copies.run(start=bool(event.get("start")))


class SnapshotCopies:
    def __init__(self, *, home, recovery, home_region, database, key_arn, retain_count, copied_by, tags, metric_namespace, now):
        if retain_count < 1:
            raise ValueError(f"RETAIN_COUNT is {retain_count}: at least one copy is kept.")
        self.home = home
        self.recovery = recovery
        self.home_region = home_region
        self.database = database
        self.key_arn = key_arn
        self.retain_count = retain_count
        self.copied_by = copied_by
        self.tags = tags
        self.metric_namespace = metric_namespace
        self.now = now
        self.problems = []

    def run(self, *, start):
        source = newest(self.snapshots(self.home, "automated", DBInstanceIdentifier=self.database))
        copies = self.step("the failed copies were not removed", self.remove_failed, self.copies())
        if source is None:
            say(f"{self.database} has no automated snapshot that is available: there is nothing to copy.")
        elif start or self.is_due(copies):
            self.step("the copy was not started", self.copy, source, copies)
        if source is not None:
            self.step("old copies were not removed", self.prune, source, copies)
        self.measure(copies)
        if self.problems:
            raise RuntimeError(" ".join(self.problems))

    def step(self, otherwise, work, *arguments):
        """One that fails must not keep the others from their work, nor the metric from being written."""
        try:
            return work(*arguments)
        except Exception as error:
            self.problems.append(f"{otherwise[0].upper()}{otherwise[1:]}: {error}")
            return arguments[-1]

    def snapshots(self, client, snapshot_type, **of_instance):
        pages = client.get_paginator("describe_db_snapshots").paginate(SnapshotType=snapshot_type, **of_instance)
        found = [snapshot for page in pages for snapshot in page["DBSnapshots"]]
        return [snapshot for snapshot in found if snapshot["DBInstanceIdentifier"] == self.database]

    def copies(self):
        """In the recovery region: those of this function, and what somebody copied by hand under the same names.

        Not asked for by the instance, which AWS wants to exist where it is asked: it is in the other region. See
        https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBSnapshots.html (2026-11-23).
        """
        prefix = self.copy_name("")
        return [one for one in self.snapshots(self.recovery, "manual") if one["DBSnapshotIdentifier"].startswith(prefix)]

    def copy_name(self, rest):
        return f"{self.database}-copy-{rest}"

    def copy_name_of(self, source):
        """The same for the same source, so that a second start finds the first: rds:db-2026-11-23-03-05 → db-copy-2026-…"""
        return self.copy_name(plain_name(source).removeprefix(f"{self.database}-"))

    def is_own(self, copy):
        return {"Key": "CopiedBy", "Value": self.copied_by} in copy.get("TagList", [])

    def remove_failed(self, copies):
        """They would keep their name, by which the copy is tried again."""
        kept = []
        for copy in copies:
            identifier, status = copy["DBSnapshotIdentifier"], copy["Status"]
            if status == "available" or status in UNDER_WAY:
                kept.append(copy)
            elif status == "failed" and self.is_own(copy):
                self.delete(identifier)
                self.problems.append(f"The copy {identifier} has failed. It was removed, to be tried again.")
            else:
                self.problems.append(f"The snapshot {identifier} is '{status}'. Look at it, and delete it.")
        return kept

    def is_due(self, copies):
        live = [copy for copy in copies if copy["Status"] == "available" or copy["Status"] in UNDER_WAY]
        return not any(taken(copy) is None or self.now - taken(copy) < DUE_AFTER for copy in live)

    def copy(self, source, copies):
        name = self.copy_name_of(source)
        if any(copy["DBSnapshotIdentifier"] == name for copy in copies):
            say(f"{name} is there already.")
            return
        tags = {**self.tags, "CopiedBy": self.copied_by, "SourceSnapshot": plain_name(source)}
        try:
            self.recovery.copy_db_snapshot(
                SourceDBSnapshotIdentifier=source["DBSnapshotArn"],
                # By it the SDK signs the second request, which the recovery region makes to this one.
                SourceRegion=self.home_region,
                TargetDBSnapshotIdentifier=name,
                KmsKeyId=self.key_arn,
                Tags=[{"Key": key, "Value": value} for key, value in tags.items()],
            )
            say(f"{name} is being made of {source['DBSnapshotIdentifier']}.")
        except self.recovery.exceptions.DBSnapshotAlreadyExistsFault:
            say(f"{name} was started by another run.")

    def prune(self, source, copies):
        """Counts, and looks at no clock: where no new copies come, none goes. Nor while the newest one is under way."""
        good = sorted(filter(is_good, copies), key=taken, reverse=True)
        if not any(copy["DBSnapshotIdentifier"] == self.copy_name_of(source) for copy in good):
            return
        for copy in [copy for copy in good if self.is_own(copy)][self.retain_count :]:
            self.delete(copy["DBSnapshotIdentifier"])
            say(f"{copy['DBSnapshotIdentifier']} was removed: {self.retain_count} newer ones are kept.")

    def delete(self, identifier):
        try:
            self.recovery.delete_db_snapshot(DBSnapshotIdentifier=identifier)
        except self.recovery.exceptions.DBSnapshotNotFoundFault:
            pass  # by another run

    def measure(self, copies):
        """In the embedded metric format. Without a good copy there is no metric: the alarm takes that for trouble."""
        copy = newest(copies)
        if copy is None:
            say(f"{self.database} has no copy that is available.")
            return
        metric = {"Name": "NewestCopyAge", "Unit": "Seconds"}
        print(
            json.dumps(
                {
                    "_aws": {
                        "Timestamp": int(self.now.timestamp() * 1000),
                        "CloudWatchMetrics": [
                            {
                                "Namespace": self.metric_namespace,
                                "Dimensions": [["DBInstanceIdentifier"]],
                                "Metrics": [metric],
                            }
                        ],
                    },
                    "DBInstanceIdentifier": self.database,
                    "NewestCopyAge": int((self.now - taken(copy)).total_seconds()),
                    "NewestCopy": copy["DBSnapshotIdentifier"],
                }
            )
        )


def plain_name(snapshot):
    """Without the rds: of automated ones: no tag's value may begin with it (RDS API Reference, Tag, 2026-11-23)."""
    return snapshot["DBSnapshotIdentifier"].removeprefix("rds:")


def taken(snapshot):
    """When its data is of. A copy keeps the time of its original."""
    return snapshot.get("OriginalSnapshotCreateTime") or snapshot.get("SnapshotCreateTime")


def is_good(snapshot):
    return snapshot["Status"] == "available" and taken(snapshot) is not None


def newest(snapshots):
    return max(filter(is_good, snapshots), key=taken, default=None)


def say(line):
    print(line)

# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # shared with the tests; status, output and stderr are set by `run`
# Shared by the tests of the runbooks that restore: stub/aws-with-instances, with a database, its backups and its secret.

TIME=2026-11-22T14:15:00Z
RESTORED=huntaze-db-restored-20261122-141500
REPLACED=huntaze-db-replaced-20261122-141500
PASSWORD='S3cret%s(id)&*!~'
KEY=arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555

set_up_instances() {
  set_up_stub
  ln -sf "$BATS_TEST_DIRNAME/stub/aws-with-instances" "$BIN/aws"
  PASSWORD=$PASSWORD KEY=$KEY "$REAL_PYTHON" - >"$STUB/state.json" <<'PYTHON'
import json, os, sys
database = {
    "DBInstanceIdentifier": "huntaze-db", "DBInstanceArn": "arn:aws:rds:us-east-1:123456789012:db:huntaze-db",
    "DbiResourceId": "db-FORMER", "DBInstanceStatus": "available", "Engine": "postgres", "EngineVersion": "17.4",
    "DBInstanceClass": "db.t4g.micro", "MasterUsername": "palier", "DBName": "huntaze", "AllocatedStorage": 20,
    "MaxAllocatedStorage": 100, "StorageType": "gp3", "Iops": 3000, "StorageThroughput": 125, "StorageEncrypted": True,
    "KmsKeyId": os.environ["KEY"], "MultiAZ": True, "PubliclyAccessible": False, "AutoMinorVersionUpgrade": True,
    "CopyTagsToSnapshot": True, "IAMDatabaseAuthenticationEnabled": True, "DeletionProtection": True,
    "EnabledCloudwatchLogsExports": ["postgresql", "upgrade"],
    "Endpoint": {"Address": "huntaze-db.abc.rds.amazonaws.com", "Port": 5433},
    "DBSubnetGroup": {"DBSubnetGroupName": "huntaze-database"}, "VpcSecurityGroups": [{"VpcSecurityGroupId": "sg-0a"}],
    "DBParameterGroups": [{"DBParameterGroupName": "huntaze-postgres17"}],
    "OptionGroupMemberships": [{"OptionGroupName": "default:postgres-17"}],
    "BackupRetentionPeriod": 7, "PreferredBackupWindow": "03:00-03:30", "PreferredMaintenanceWindow": "mon:04:00-mon:04:30",
    "PerformanceInsightsEnabled": True, "PerformanceInsightsRetentionPeriod": 7, "DatabaseInsightsMode": "standard",
    "PerformanceInsightsKMSKeyId": os.environ["KEY"], "PendingModifiedValues": {},
    "LatestRestorableTime": "2026-11-22T18:05:00.250Z",
    "TagList": [{"Key": "Project", "Value": "huntaze"}, {"Key": "aws:cloudformation:stack", "Value": "x"}],
}
backup = {
    "DBInstanceIdentifier": "huntaze-db", "DbiResourceId": "db-FORMER", "Status": "active", "Engine": "postgres",
    "RestoreWindow": {"EarliestTime": "2026-11-15T03:05:00+00:00", "LatestTime": "2026-11-22T18:00:00+00:00"},
}
snapshot = {key: database[key] for key in
            ("Engine", "EngineVersion", "MasterUsername", "DBName", "AllocatedStorage", "KmsKeyId", "DBInstanceIdentifier")}
snapshot.update(DBSnapshotIdentifier="before-migration", Status="available", Encrypted=True,
                DBSnapshotArn="arn:aws:rds:us-east-1:123456789012:snapshot:before-migration",
                SnapshotCreateTime="2026-11-22T09:00:00.000Z")
json.dump({
    "account": "123456789012", "passwords": {"db-FORMER": "former-password"}, "restoring": ["creating", "backing-up", "available"],
    "renaming": 1,
    "secret": {"version": "v1", "value": {"engine": "postgres", "host": "huntaze-db.abc.rds.amazonaws.com", "username": "palier",
               "password": os.environ["PASSWORD"], "dbname": "huntaze", "port": 5433}},
    "regions": {"us-east-1": {"instances": {"huntaze-db": database}, "backups": [backup],
                              "snapshots": {"before-migration": snapshot}}},
}, sys.stdout)
PYTHON
  cp "$STUB/state.json" "$BATS_TEST_TMPDIR/state.json"
}

# state CODE: runs Python on the state, as s, with its home region as home and the database as database.
state() {
  "$REAL_PYTHON" -c 'import json, sys
path, code = sys.argv[1:]
s = json.load(open(path))
home = s["regions"]["us-east-1"]
instances = home["instances"]
database = instances.get("huntaze-db")
exec(code)
json.dump(s, open(path, "w"))' "$STUB/state.json" "$1"
}

# As before the first run, but for what the runs said.
start_over() {
  cp "$BATS_TEST_TMPDIR/state.json" "$STUB/state.json"
  rm -rf "$STUB"/{count,operations,kill-after,met,meet} "$STUB"/record/* "$STUB"/fail/*
}

calls_of() { grep -cx -- "$1" "$STUB/operations" || true; } # OPERATION

expect_nothing_changed() {
  expect_not_called restore-db-instance-to-point-in-time restore-db-instance-from-db-snapshot modify-db-instance \
    add-tags-to-resource create-db-snapshot copy-db-snapshot get-secret-value
  cmp -s "$STUB/state.json" "$BATS_TEST_TMPDIR/state.json" || [ -n "${1:-}" ] || fault 'the state has changed'
}

# Neither the runbooks nor a fault of theirs ever takes anything away: the former instance is there, whatever its name.
expect_nothing_lost() {
  state 'assert "db-FORMER" in [i["DbiResourceId"] for i in instances.values()], list(instances)
assert s.get("made", 0) <= 1, "restored twice"'
  ! grep -qE '^(delete|reboot|stop)' "$STUB/operations" || fault 'something was taken away'
}

expect_cut_over() { # RESTORED REPLACED
  RESTORED=$1 REPLACED=$2 PASSWORD=$PASSWORD state 'import os
assert sorted(instances) == ["huntaze-db", os.environ["REPLACED"]], sorted(instances)
assert database["DbiResourceId"] == "db-RESTORED1", database
assert instances[os.environ["REPLACED"]]["DbiResourceId"] == "db-FORMER"
assert s["passwords"]["db-RESTORED1"] == os.environ["PASSWORD"], s["passwords"]
assert s["passwords"]["db-FORMER"] == "former-password"' || fault 'not cut over'
}

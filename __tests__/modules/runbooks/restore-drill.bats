#!/usr/bin/env bats
# restore-drill.sh against a recording stub of `aws`; see stub/aws-with-instances for what it records and how it fails. What
# plays the database is a server on loopback, which answers as PostgreSQL does.

# shellcheck disable=SC2154 # status, output and stderr are set by `run`
bats_require_minimum_version 1.5.0
load helpers
load instances

COPY=huntaze-db-copy-2026-11-23-03-05

setup() {
  set_up_instances
  export AWS_REGION=eu-west-1
  state 'from datetime import datetime, timedelta, timezone
def copy(name, hours, **more):
    of = (datetime.now(timezone.utc) - timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:%S.250000+00:00")
    return {**home["snapshots"]["before-migration"], "DBSnapshotIdentifier": name, "SnapshotType": "manual",
            "DBSnapshotArn": "arn:aws:rds:eu-west-1:123456789012:snapshot:" + name, "OriginalSnapshotCreateTime": of,
            "TagList": [{"Key": "Project", "Value": "huntaze"}, {"Key": "CopiedBy", "Value": "x"}], **more}
copies = [copy("huntaze-db-copy-2026-11-22-03-05", 30), copy("huntaze-db-copy-2026-11-23-03-05", 2),
          copy("huntaze-db-copy-soon", 1, Status="copying"), copy("by-hand", 0, TagList=[]),
          copy("huntaze-db-copy-other", 0, DBInstanceIdentifier="other")]
s["regions"]["eu-west-1"] = {"instances": {"reporting": {**database, "DBInstanceIdentifier": "reporting"}}, "backups": [],
                             "snapshots": {one["DBSnapshotIdentifier"]: one for one in copies}}'
  cp "$STUB/state.json" "$BATS_TEST_TMPDIR/state.json"
}

teardown() { if [ -n "${server:-}" ]; then kill "$server" 2>/dev/null || true; fi; }

# answering BYTES: a server that answers so to the packet that PostgreSQL knows, and is where the stub says the database is.
answering() {
  "$REAL_PYTHON" -c 'import socket, sys
with socket.create_server(("127.0.0.1", 0)) as server:
    open(sys.argv[2], "w").write(f"{server.getsockname()[1]}\n")
    while True:
        connection, _ = server.accept()
        with connection:
            if connection.recv(8) == bytes.fromhex("0000000804d2162f"): connection.sendall(sys.argv[1].encode())' \
    "$1" "$BATS_TEST_TMPDIR/port" >/dev/null 2>&1 3>&- &
  server=$!
  until [ -s "$BATS_TEST_TMPDIR/port" ]; do :; done
  state "s['endpoint'] = ['127.0.0.1', $(cat "$BATS_TEST_TMPDIR/port")]"
}

runbook() {
  run --separate-stderr launch bash "$SCRIPT" --database huntaze-db --subnet-group huntaze-database --security-group-ids sg-0a,sg-0b "$@"
}

# leftover UNTIL [STATUS]
leftover() {
  state "s['regions']['eu-west-1']['instances']['huntaze-db-drill-20260101-000000-abcd'] = {**database,
    'DBInstanceIdentifier': 'huntaze-db-drill-20260101-000000-abcd', 'DBInstanceStatus': '${2:-available}', 'TagList': [
    {'Key': 'palier:restored-from', 'Value': 'drill of huntaze-db'}, {'Key': 'palier:drill-until', 'Value': '$1'}]}"
}

expect_only_the_others() {
  state 'assert sorted(s["regions"]["eu-west-1"]["instances"]) == ["reporting"] and sorted(instances) == ["huntaze-db"]
assert len(s["regions"]["eu-west-1"]["snapshots"]) == 5'
}

expect_nothing_made() {
  expect_not_called restore-db-instance-from-db-snapshot delete-db-instance
  cmp -s "$STUB/state.json" "$BATS_TEST_TMPDIR/state.json" || fault 'the state has changed'
}

# report CODE: Python on the report, as r.
report() { "$REAL_PYTHON" -c 'import json, sys; r = json.loads(sys.argv[1]); exec(sys.argv[2])' "$output" "$1" || fault "$1"; }

# --- what it does ---

@test "the latest copy is restored, answers, and is removed; the report has the measured RTO and RPO" {
  answering S
  runbook --parameter-group huntaze-postgres17 --instance-class db.t4g.micro
  expect_exit 0 "restoring $COPY" 'waiting for the restore to end' 'verified:' 'answers' 'removing huntaze-db-drill-' 'done: the measured RTO'
  report 'assert list(r) == ["database", "region", "snapshot", "proof", "seconds", "rto_seconds", "target_seconds", "rpo_seconds"], r
assert (r["database"], r["region"], r["snapshot"]) == ("huntaze-db", "eu-west-1", "huntaze-db-copy-2026-11-23-03-05"), r
assert r["proof"] == "answers" and r["target_seconds"] == 3600 and 7200 <= r["rpo_seconds"] < 7300, r
assert sorted(r["seconds"]) == ["answer", "find", "remove", "restore"], r
assert r["rto_seconds"] == sum(r["seconds"].values()) - r["seconds"]["remove"], r'
  "$REAL_PYTHON" -c 'import json, re, sys
r = json.loads(sys.stdin.read().split("--cli-input-json\n")[1])
assert re.fullmatch(r"huntaze-db-drill-\d{8}-\d{6}-[0-9a-f]{4}", r.pop("DBInstanceIdentifier"))
tags = {tag["Key"]: tag["Value"] for tag in r.pop("Tags")}
assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", tags.pop("palier:drill-until")), tags
assert tags == {"Project": "huntaze", "palier:restored-from": "drill of huntaze-db"}, tags
assert r == {"DBSnapshotIdentifier": "huntaze-db-copy-2026-11-23-03-05", "DBSubnetGroupName": "huntaze-database",
  "VpcSecurityGroupIds": ["sg-0a", "sg-0b"], "DBParameterGroupName": "huntaze-postgres17", "DBInstanceClass": "db.t4g.micro",
  "MultiAZ": False, "PubliclyAccessible": False, "AutoMinorVersionUpgrade": False, "CopyTagsToSnapshot": False,
  "DeletionProtection": False}, r' <<<"$(argv_of restore-db-instance-from-db-snapshot)"
  argv_of delete-db-instance | grep -qx -- --delete-automated-backups
  expect_only_the_others
}

@test "--no-connect: what RDS says counts, and the report says so; --snapshot: that one" {
  runbook --no-connect --snapshot huntaze-db-copy-2026-11-22-03-05
  expect_exit 0 'warning: not connected'
  report 'assert r["proof"] == "not connected" and r["snapshot"].endswith("11-22-03-05") and r["rpo_seconds"] >= 108000, r'
  NO_CONNECT=true runbook --snapshot by-hand
  expect_exit 0
  expect_only_the_others
}

@test "--dry-run: changes nothing, not even a leftover" {
  runbook --dry-run
  expect_exit 0 "would restore $COPY" 'would connect to it' 'nothing was changed'
  [ -z "$output" ]
  expect_nothing_made
  leftover 2026-01-01T00:00:00Z
  runbook --dry-run
  expect_exit 0 'would remove huntaze-db-drill-20260101-000000-abcd first'
  expect_not_called delete-db-instance restore-db-instance-from-db-snapshot
}

@test "a long identifier still makes a name that AWS takes" {
  local long=abcdefghij-abcdefghij-abcdefghij-abcdefghij-abcdefghij-ab
  state "s['regions']['eu-west-1']['snapshots']['c'] = {**s['regions']['eu-west-1']['snapshots']['by-hand'],
    'DBSnapshotIdentifier': 'c', 'DBInstanceIdentifier': '$long'}"
  runbook --database "$long" --snapshot c --no-connect
  expect_exit 0
  "$REAL_PYTHON" -c 'import json, sys
assert len(json.loads(sys.stdin.read().split("--cli-input-json\n")[1])["DBInstanceIdentifier"]) <= 63' \
    <<<"$(argv_of restore-db-instance-from-db-snapshot)"
}

@test "--help, and what is missing or malformed" {
  runbook --help
  [ "$status" -eq 0 ]
  [[ $output == *'Exit codes:'*'63  the instance could not be removed'*'Permissions:'* ]]
  run --separate-stderr launch bash "$SCRIPT" --database huntaze-db --subnet-group x
  expect_error 2 'no security group given'
  run --separate-stderr launch bash "$SCRIPT" --database huntaze-db --security-group-ids sg-0
  expect_error 2 'no subnet group given'
  runbook --target-seconds soon
  expect_error 2 "--target-seconds: got 'soon'"
  NO_CONNECT=yes runbook
  expect_error 2 "NO_CONNECT: got 'yes'"
  [ ! -e "$STUB/operations" ]
}

# --- faults ---

@test "no copy, or one that cannot be restored: nothing is made" {
  runbook --snapshot none
  expect_error 50 'there is no snapshot none in eu-west-1'
  runbook --snapshot huntaze-db-copy-soon
  expect_error 52 'not available yet'
  runbook --snapshot huntaze-db-copy-other
  expect_error 53 '--snapshot-of other'
  runbook --database nobody
  expect_error 50 'there is no copy of nobody in eu-west-1' 'Nothing was changed'
  runbook --account-id 999999999999
  expect_error 15
  expect_nothing_made
}

@test "AWS refuses the restore: nothing is left, and nothing is deleted" {
  local code
  while read -r code exit; do
    fails_with restore-db-instance-from-db-snapshot "$(aws_error "$code" 'no.')"
    runbook
    expect_error "$exit" "$code"
    expect_not_called delete-db-instance
  done <<'FAULTS'
KMSKeyNotAccessibleFault 55
InstanceQuotaExceeded 57
InsufficientDBInstanceCapacity 57
DBSubnetGroupNotFoundFault 58
Throttling 13
ExpiredToken 11
AccessDenied 12
FAULTS
  expect_only_the_others
}

@test "the answer to the request is lost: what AWS may have made is looked for, and removed" {
  fails_with restore-db-instance-from-db-snapshot 'Read timeout on endpoint URL: "https://rds.eu-west-1.amazonaws.com/"'
  runbook
  expect_error 14
  [ "$(calls_of delete-db-instance)" -eq 3 ]
  expect_only_the_others
}

@test "the restore fails, or takes too long: the instance is removed" {
  state 's["restoring"] = ["creating", "incompatible-parameters"]'
  runbook
  expect_error 21 'the restore failed' 'remove the cause, run this again' 'AWS is removing huntaze-db-drill-'
  state 's["restoring"] = ["creating"]; s["deleting"] = 0'
  runbook --timeout 60
  expect_error 21 'waited 60 s' 'AWS is removing'
  run ! argv_of modify-db-instance
  [ "$(calls_of delete-db-instance)" -eq 2 ]
}

@test "an instance that is not what the copy is" {
  state 's["endpoint"] = ["", 0]'
  runbook
  expect_error 59 'it has no endpoint' 'AWS is removing'
}

@test "nobody answers, or somebody else: it fails, and says how to go on" {
  answering N
  runbook
  expect_error 61 "does not answer as PostgreSQL with TLS (got b'N')" '--no-connect' 'AWS is removing'
  kill "$server"
  wait "$server" 2>/dev/null || true
  runbook
  expect_error 61 'cannot be reached from here' 'in the VPC of the recovery region' 'AWS is removing'
}

@test "slower than the target: its own exit code, the report, and nothing is left" {
  slow_calls 100
  runbook --no-connect --target-seconds 60
  expect_exit 62 'the target is missed: the measured RTO is'
  report 'assert r["rto_seconds"] > 60 == r["target_seconds"], r'
  expect_only_the_others
}

@test "throttled, or credentials that expire, while it waits" {
  local code
  for code in Throttling:13 ExpiredToken:11; do
    cp "$BATS_TEST_TMPDIR/state.json" "$STUB/state.json"
    rm -f "$STUB/operations"
    # After the restore was asked for.
    printf '#!/usr/bin/env bash\nprintf %%s %q >"$STUB/fail/describe-db-instances"\n' "$(aws_error "${code%:*}" no)" >"$BATS_TEST_TMPDIR/sleep"
    chmod +x "$BATS_TEST_TMPDIR/sleep"
    ln -sf "$BATS_TEST_TMPDIR/sleep" "$BIN/sleep"
    runbook
    expect_error "${code#*:}" 'AWS is removing huntaze-db-drill-'
    rm -f "$STUB/fail/describe-db-instances"
  done
}

# --- it removes what it made ---

@test "interrupted anywhere after the request: the instance is removed" {
  local signal
  for signal in INT TERM HUP; do
    start_over
    echo "restore-db-instance-from-db-snapshot 1 $signal" >"$STUB/kill-after"
    runbook
    case $signal in INT) expect_error 130 ;; TERM) expect_error 143 ;; HUP) expect_error 129 ;; esac
    expect_exit "$status" "interrupted by SIG$signal" 'AWS is removing huntaze-db-drill-'
    called delete-db-instance
  done
  start_over
  state 's["created_first"] = True; s["restoring"] = ["creating", "creating", "available"]'
  echo 'describe-db-instances 3 INT' >"$STUB/kill-after"
  runbook
  expect_error 130 'waiting for AWS to delete huntaze-db-drill-' 'AWS is removing'
}

@test "killed: the next run waits its time, and then removes what was left, first" {
  answering S
  cp "$STUB/state.json" "$BATS_TEST_TMPDIR/state.json"
  echo 'restore-db-instance-from-db-snapshot 1 KILL' >"$STUB/kill-after"
  runbook
  [ "$status" -eq 137 ]
  rm "$STUB/kill-after"
  runbook
  expect_error 60 'another drill is in progress: huntaze-db-drill-' '--remove-leftover'
  expect_not_called delete-db-instance
  runbook --remove-leftover
  expect_exit 0 'an earlier drill was killed and has left huntaze-db-drill-'
  [ "$(calls_of delete-db-instance)" -eq 2 ]
  expect_only_the_others
  leftover 2026-01-01T00:00:00Z
  runbook
  expect_exit 0 'has left huntaze-db-drill-20260101-000000-abcd'
  expect_only_the_others
}

@test "one that bears the name but not the tag, or the tag of another database, is not touched" {
  leftover 2026-01-01T00:00:00Z
  state 's["regions"]["eu-west-1"]["instances"]["huntaze-db-drill-20260101-000000-abcd"]["TagList"].pop(0)'
  runbook --no-connect --remove-leftover
  expect_exit 0
  [ "$(calls_of delete-db-instance)" -eq 1 ]
  state 'assert "huntaze-db-drill-20260101-000000-abcd" in s["regions"]["eu-west-1"]["instances"]'
}

@test "one that is being removed already is not in the way; one without a time is" {
  leftover 2026-01-01T00:00:00Z deleting
  runbook --no-connect
  expect_exit 0
  leftover ''
  runbook --no-connect
  expect_error 60 'until unknown'
}

@test "two at the same moment: none goes on beside the other" {
  echo restore-db-instance-from-db-snapshot >"$STUB/meet"
  local arguments=(--database huntaze-db --subnet-group x --security-group-ids sg-0 --no-connect) first
  bash "$SCRIPT" "${arguments[@]}" >/dev/null 2>"$BATS_TEST_TMPDIR/first" 3>&- &
  first=$!
  runbook --no-connect
  expect_error 60 'another drill is in progress'
  wait "$first" || true
  state 'assert not [i for n, i in s["regions"]["eu-west-1"]["instances"].items() if "drill" in n and i["DBInstanceStatus"] != "deleting"]'
}

@test "the removal is refused: it says what is left, what it costs, and the command; a failure before stays visible" {
  fails_with delete-db-instance "$(aws_error AccessDenied 'not allowed to delete')"
  runbook --no-connect
  expect_error 63 'could not be removed' 'not allowed to delete' 'It costs' 'aws rds delete-db-instance --db-instance-identifier huntaze-db-drill-' '--region eu-west-1'
  state 's["restoring"] = ["failed"]; s["regions"]["eu-west-1"]["instances"] = {}'
  runbook --no-connect
  expect_error 63 'the restore failed' 'besides, huntaze-db-drill-' '--remove-leftover'
}

@test "a removal that does not end" {
  state 's["deleting"] = 100000'
  slow_calls 1000
  runbook --no-connect
  expect_error 63 'it was still there after'
}

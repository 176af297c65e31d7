#!/usr/bin/env bats
# reencrypt-database.sh against a recording stub of `aws`; see stub/aws-with-instances. What it shares with
# restore-database.sh is tested there.

# shellcheck disable=SC2154 # status, output and stderr are set by `run`
bats_require_minimum_version 1.5.0
load helpers
load instances

setup() { set_up_instances; }

NEW_KEY=arn:aws:kms:us-east-1:123456789012:key/99999999-2222-3333-4444-555555555555

runbook() {
  run --separate-stderr launch bash "$SCRIPT" --database huntaze-db --secret huntaze/database --kms-key "$NEW_KEY" "$@"
}

cut_over() { runbook --writes-stopped --cut-over "$@"; }

expect_reencrypted() {
  PASSWORD=$PASSWORD NEW_KEY=$NEW_KEY state 'import os
replaced = [name for name in instances if name.startswith("huntaze-db-replaced-")]
assert len(instances) == 2 and len(replaced) == 1, list(instances)
assert instances[replaced[0]]["DbiResourceId"] == "db-FORMER"
assert database["KmsKeyId"] == os.environ["NEW_KEY"], database["KmsKeyId"]
assert database["MultiAZ"] and database["DBParameterGroups"][0]["DBParameterGroupName"] == "huntaze-postgres17"
assert s["passwords"][database["DbiResourceId"]] == os.environ["PASSWORD"]
assert len(home["snapshots"]) == 3, list(home["snapshots"])' || fault 'not re-encrypted'
}

@test "with the writes stopped: snapshot, copy under the key, restore, cut-over; a second run changes no more" {
  cut_over
  expect_exit 0 'taking the snapshot' "under $NEW_KEY" 'what is written after that' 'nobody answers'
  [ "$output" = $'imports:\n  aws_db_instance.database: huntaze-db' ]
  expect_reencrypted
  argv_of copy-db-snapshot | grep -qx -- --copy-tags
  cut_over
  expect_exit 0 'an earlier run has cut over'
  runbook
  expect_exit 0 'encrypted under' 'already'
  expect_reencrypted
  expect_nothing_lost
  expect_no_value "$PASSWORD"
}

@test "a rehearsal is never cut over to: a run with the writes stopped takes a snapshot of its own" {
  runbook
  expect_exit 0 'this is a rehearsal' 'verified'
  [[ $output == huntaze-db-restored-k?????????? ]]
  local rehearsal=$output
  cut_over
  expect_exit 0 'taking the snapshot'
  REHEARSAL=$rehearsal state 'import os
assert instances[os.environ["REHEARSAL"]]["DbiResourceId"] == "db-RESTORED1"
assert database["DbiResourceId"] == "db-RESTORED2"
assert len(home["snapshots"]) == 5'
  # So does another attempt.
  start_over
  runbook
  local first=$output
  runbook
  [ "$output" = "$first" ]
  runbook --revision 2
  [ "$output" != "$first" ] || fault 'another revision must begin anew'
}

# Snapshots are as old as that by now.
let_hours_pass() { # HOURS
  HOURS=$1 state 'import datetime, os
taken = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(hours=int(os.environ["HOURS"]))
for snapshot in home["snapshots"].values(): snapshot["SnapshotCreateTime"] = taken.strftime("%Y-%m-%dT%H:%M:%S.000Z")'
}

@test "53: an old snapshot is never cut over to, however far the run that took it came" {
  # Cut after the snapshot, after the restore, and before the first rename.
  local at
  for at in 'create-db-snapshot 1' 'restore-db-instance-from-db-snapshot 1' 'add-tags-to-resource 1'; do
    start_over
    echo "$at KILL" >"$STUB/kill-after"
    cut_over
    [ "$status" -eq 137 ] || fault "expected to be killed after $at"
    rm "$STUB/kill-after"
    state 'for snapshot in home["snapshots"].values(): snapshot.pop("looks", None); snapshot["Status"] = "available"'
    let_hours_pass 5
    cut_over --dry-run
    expect_error 53 's old' 'begin with another --revision'
    cut_over
    expect_error 53 's old' 'Nothing was renamed'
    state 'assert database["DbiResourceId"] == "db-FORMER"'
    cut_over --revision 2
    expect_exit 0
    state 'assert database["DbiResourceId"] != "db-FORMER" and database["KmsKeyId"] != "'"$KEY"'"'
  done
  # By hand, the way back: what was restored then is not taken again.
  start_over
  cut_over
  state 'replaced = next(name for name in instances if "-replaced-" in name)
instances["huntaze-db-given-up"] = dict(instances.pop("huntaze-db"), DBInstanceIdentifier="huntaze-db-given-up")
instances["huntaze-db"] = dict(instances.pop(replaced), DBInstanceIdentifier="huntaze-db")'
  let_hours_pass 5
  cut_over
  expect_error 53 's old'
}

@test "50: without its snapshot nobody knows how old a restored instance is" {
  echo 'add-tags-to-resource 1 KILL' >"$STUB/kill-after"
  cut_over
  rm "$STUB/kill-after"
  state 'for name in [name for name in home["snapshots"] if name.endswith("-before")]: del home["snapshots"][name]'
  cut_over
  expect_error 50 'nobody knows how old'
  expect_nothing_lost
}

@test "--help shows examples and every exit code" {
  run --separate-stderr bash "$SCRIPT" --help
  [ "$status" -eq 0 ]
  [[ $output == *Examples* ]]
  local code
  for code in 0 1 2 10 11 12 13 14 15 20 21 22 30 31 32 50 51 52 53 55 56 57 58 59 130 143; do
    grep -Eq "^ *([0-9]+, )*$code(,| )" <<<"$output" || fault "exit code $code is not documented"
  done
}

@test "2: --cut-over without --writes-stopped or the reverse, no key, an alias, another mistake; nothing in the environment stands for the flags" {
  runbook --cut-over
  expect_error 2 'needs --writes-stopped' 'not in the new instance'
  runbook --writes-stopped
  expect_error 2 'only with --cut-over' 'rehearsal'
  run --separate-stderr bash "$SCRIPT" --database huntaze-db --secret huntaze/database
  expect_error 2 '--kms-key ARN (or KMS_KEY)'
  runbook --kms-key alias/huntaze-database
  expect_error 2 "--kms-key: got 'alias/huntaze-database'"
  runbook --revision 'a b'
  expect_error 2 "--revision: got 'a b'"
  AWS_REGION='' runbook
  expect_error 2 'no region given'
  [ ! -e "$STUB/operations" ]
  WRITES_STOPPED=true CUT_OVER=true runbook --dry-run
  expect_exit 0 'this is a rehearsal'
}

@test "--dry-run changes nothing and says the snapshots, the key and the settings" {
  cut_over --dry-run
  expect_exit 0 "now encrypted under $KEY" "under $NEW_KEY" '"DBInstanceClass": "db.t4g.micro"' 'nobody answers' 'nothing was changed'
  [ -z "$output" ]
  expect_nothing_changed
}

@test "what is wrong before anything is changed: another region's key, no instance, a secret being rotated, another account" {
  runbook --kms-key arn:aws:kms:eu-west-1:123456789012:key/99999999-2222-3333-4444-555555555555
  expect_error 55 'of another region than us-east-1'
  runbook --account-id 999999999999
  expect_error 15
  state 's["secret"]["pending"] = "v2"'
  runbook
  expect_error 32
  state 'del instances["huntaze-db"]'
  runbook
  expect_error 20 'no RDS instance huntaze-db'
  expect_nothing_changed either
}

@test "what AWS refuses, and when: said with its exit code; the next run goes on" {
  local operation code error
  while IFS='|' read -r operation code error; do
    fails_with "$operation" "$(aws_error "$error" 'of the test')"
    cut_over
    expect_error "$code" "$error"
    rm "$STUB/fail/$operation"
  done <<'TABLE'
create-db-snapshot|57|SnapshotQuotaExceeded
create-db-snapshot|21|InvalidDBInstanceState
create-db-snapshot|13|Throttling
copy-db-snapshot|55|KMSKeyNotAccessibleFault
copy-db-snapshot|50|DBSnapshotNotFound
copy-db-snapshot|11|ExpiredToken
restore-db-instance-from-db-snapshot|55|KMSKeyNotAccessibleFault
restore-db-instance-from-db-snapshot|57|InstanceQuotaExceeded
TABLE
  cut_over
  expect_exit 0
  expect_reencrypted
}

@test "51, 52: a copy that fails halfway, or is not there in time" {
  state 's["copies_fail"] = True'
  cut_over
  expect_error 51 'and will not become available' '--revision'
  state 'assert list(instances) == ["huntaze-db"]'
  start_over
  state 's["copying"] = 1000'
  cut_over --timeout 60
  expect_error 52 "still 'creating'"
  state 'for snapshot in home["snapshots"].values(): snapshot.pop("looks", None); snapshot["Status"] = "available"
s["copying"] = 1'
  cut_over
  expect_exit 0
  expect_reencrypted
}

@test "cut after any call that changes something and run again: one snapshot, one copy, one restore, nothing lost" {
  local at
  for at in create-db-snapshot copy-db-snapshot restore-db-instance-from-db-snapshot add-tags-to-resource; do
    start_over
    echo "$at 1 KILL" >"$STUB/kill-after"
    cut_over
    [ "$status" -eq 137 ] || fault "expected to be killed after $at"
    rm "$STUB/kill-after"
    cut_over
    expect_exit 0
    expect_reencrypted
    expect_nothing_lost
  done
}

both() {
  local options=(--database huntaze-db --secret huntaze/database --kms-key "$NEW_KEY" --writes-stopped --cut-over)
  bash "$SCRIPT" "${options[@]}" >"$BATS_TEST_TMPDIR/first" 2>"$BATS_TEST_TMPDIR/first.log" 3>&- &
  local first=$!
  bash "$SCRIPT" "${options[@]}" >"$BATS_TEST_TMPDIR/second" 2>"$BATS_TEST_TMPDIR/second.log" 3>&- || return 1
  wait "$first"
}

@test "two at once: one snapshot, one copy, one restore" {
  echo create-db-snapshot >"$STUB/meet"
  run --separate-stderr both
  stderr=$(cat "$BATS_TEST_TMPDIR"/*.log)
  expect_exit 0 'another run has just begun it'
  expect_reencrypted
  expect_nothing_lost
}
